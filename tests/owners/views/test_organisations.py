import pytest

from owners.models import Role, StaffRole
from owners.role_groups import project_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(stella):
    StaffRole.objects.create(user=stella, role=Role.ADMIN)
    project_roles(stella)
    return stella


def test_partner_organisations_are_kept_per_estate_by_administrators(admin, eddy, estate, client_for):
    data = {"estate": estate.pk, "kind": "contractor", "name": "金城建工", "does": "外墙维保", "phone": "0931-8880009"}

    client_for(admin).post("/cms/snippets/owners/organisation/add/", data)

    assert estate.organisations.get().name == "金城建工"
    assert client_for(eddy).get("/cms/snippets/owners/organisation/").status_code == 302
