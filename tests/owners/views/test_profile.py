import pytest

from portal.audit.models import AuditRow
from portal.preferences import LARGE_TYPE_COOKIE

pytestmark = pytest.mark.django_db


def save(client, **changes):
    return client.post("/me/profile/", {"nickname": "阿丽", "language": "en", **changes})


def test_profile_is_changed_and_the_change_is_on_record(olga, client_for):
    client = client_for(olga)
    client.cookies[LARGE_TYPE_COOKIE] = "0"

    response = save(client, large_type="on")

    olga.refresh_from_db()
    assert response["Location"] == "/me/profile/"
    assert (olga.nickname, olga.language, olga.large_type) == ("阿丽", "en", True)
    assert response.cookies[LARGE_TYPE_COOKIE]["max-age"] == 0
    row = AuditRow.objects.get(action="account.profile_changed")
    assert (row.actor, row.facts) == (olga.pseudonym, {"fields": ["nickname", "language", "large_type"]})


def test_saving_without_a_change_leaves_no_record(olga, client_for):
    client = client_for(olga)
    save(client)
    save(client)

    assert AuditRow.objects.filter(action="account.profile_changed").count() == 1


def test_name_that_passes_for_the_company_is_refused(olga, client_for):
    response = save(client_for(olga), nickname="金水湾 客 服")

    olga.refresh_from_db()
    assert "nickname" in response.context["form"].errors
    assert olga.nickname == "奥丽佳"


def test_page_shows_own_phone_and_email(olga, client_for):
    page = client_for(olga).get("/me/profile/").content.decode()

    assert "138 0000 1501" in page
    assert "olga@example.com" in page


def test_visitor_is_sent_to_sign_in(client):
    assert client.post("/me/profile/", {"nickname": "x"})["Location"].startswith("/accounts/login/")
