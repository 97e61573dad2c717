import pytest

from crm.actions import take_case
from crm.models import Case
from owners.models import Role, StaffRole
from portal.worktime import now
from tests.conftest import pledge

URL = "/desk/"


def test_dashboard_counts_open_cases_by_state_and_clock(client_for, mona, dana, open_matter, other_estate, viewer_of):
    take_case(viewer=viewer_of(dana), case=open_matter())
    late = open_matter()
    Case.objects.filter(pk=late.pk).update(next_due_at=now().replace(year=2020))
    open_matter(at=other_estate)

    figures = client_for(mona).get(URL).context["figures"]

    assert {row["state"]: row["n"] for row in figures["states"]} == {"received": 1, "acknowledged": 1}
    assert (figures["clock"].late, figures["clock"].in_time) == (1, 1)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("dana", "cases/?queue=untaken"),
        ("sam", "watch/"),
        ("stella", "club/"),
        ("mona", "ledger/"),
    ],
)
def test_dashboard_leads_each_role_to_its_room(client_for, who, path, request):
    page = client_for(request.getfixturevalue(who)).get(URL)

    assert f"/desk/{path}" in {tile.url for tile in page.context["tiles"]}


def test_dashboard_shows_figures_to_leaders_only(client_for, dana, mona):
    assert "figures" not in client_for(dana).get(URL).context
    assert "figures" in client_for(mona).get(URL).context


def test_dashboard_links_only_lists_that_the_leader_may_open(client_for, mona):
    page = client_for(mona).get(URL)

    for url in page.context["figures"]["urls"].values():
        assert client_for(mona).get(url).status_code == 200
    assert "club" not in page.context["figures"]["urls"]


def test_dashboard_offers_an_administrator_only_rooms_that_open(client_for, adam):
    client = client_for(adam)

    for tile in client.get(URL).context["tiles"]:
        assert client.get(tile.url, follow=True).status_code == 200, tile.url


def test_dashboard_of_a_handler_leads_to_their_work_orders(client_for, stranger, estate):
    StaffRole.objects.create(user=stranger, role=Role.HANDLER, estate=estate)
    pledge(stranger)

    page = client_for(stranger).get(URL)

    assert [tile.url for tile in page.context["tiles"]] == ["/desk/work-orders/"]


@pytest.mark.parametrize("who", ["olga", "stranger"])
def test_dashboard_is_closed_to_people_who_do_not_work_here(client_for, who, request):
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == 403
