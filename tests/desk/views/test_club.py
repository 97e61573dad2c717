import pytest

from club import actions
from tests.club.conftest import asked, event, join, make_event, many_members, member

__all__ = ["asked", "event", "join", "make_event", "many_members", "member"]


@pytest.fixture
def applied(viewer_of, olga, estate):
    return actions.apply(viewer=viewer_of(olga), estate=estate, consent=True)


def test_club_shows_who_waits_and_what_comes(client_for, stella, applied, event):
    page = client_for(stella).get("/desk/club/").content.decode()

    assert f"/desk/club/applications/{applied.public_id}/" in page
    assert "奥丽佳" in page
    assert f"/desk/club/events/{event.public_id}/" in page


def test_club_of_another_estate_is_not_shown(client_for, stella, applied, make_event, other_estate):
    make_event(estate=other_estate, title="云栖台茶会")

    assert "云栖台茶会" not in client_for(stella).get("/desk/club/").content.decode()


@pytest.mark.parametrize("path", ["", "members/", "events/new/"])
@pytest.mark.parametrize("who", ["olga", "sam", "dana"])
def test_club_desk_is_for_stewards(client_for, request, who, path):
    assert client_for(request.getfixturevalue(who)).get(f"/desk/club/{path}").status_code == 403


def test_club_desk_asks_for_the_second_factor(client_for, stella):
    assert client_for(stella, second_factor=False).get("/desk/club/").status_code == 302


def test_club_asks_the_same_for_one_and_three(client_for, stella, many_members, make_event, viewer_of, estate, asked):
    from club.models import Membership

    first, second, third = many_members(3)
    make_event(), Membership.objects.filter(user=first).update(state="applied")
    client = client_for(stella)
    one = asked(client, "/desk/club/")
    make_event(), make_event(), Membership.objects.filter(user__in=[second, third]).update(state="applied")

    # numbers (three), applications, events to come and past
    assert asked(client, "/desk/club/") == one
    assert one.club == 6
