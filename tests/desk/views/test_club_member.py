import pytest

from club.models import PointAccount
from tests.club.conftest import asked, join, many_members, member

__all__ = ["asked", "join", "many_members", "member"]


def address(membership, verb=""):
    return f"/desk/club/members/{membership.public_id}/{verb}"


@pytest.fixture
def points(client_for, stella, member):
    """Sends the form for points as Stella."""

    def send(**data):
        return client_for(stella).post(
            address(member, "points/"), {"points": "20", "reason": "投稿", "key": "k"} | data
        )

    return send


def test_members_are_found_by_name_and_by_card(client_for, stella, member):
    client = client_for(stella)
    number = member.cards.get().grouped

    for query in ("奥丽", "丽佳", number):
        assert list(client.post("/desk/club/members/", {"q": query}).context["members"]) == [member]
    assert list(client.post("/desk/club/members/", {"q": number[:-1]}).context["members"]) == []


def test_members_ask_the_same_for_one_and_three(client_for, stella, member, many_members, asked):
    client = client_for(stella)
    one = asked(client, "/desk/club/members/")
    many_members(2)

    # members with person, estate and tier, their cards
    assert asked(client, "/desk/club/members/") == one
    assert one.club == 2


def test_points_are_given_once_with_their_reason(points, member, client_for, stella):
    assert points().status_code == 302
    points()

    assert PointAccount.objects.get(user=member.user).balance == 120
    assert "投稿" in client_for(stella).get(address(member)).content.decode()


@pytest.mark.parametrize("data", [{"points": "0"}, {"points": "x"}, {"reason": ""}, {"points": "-101"}])
def test_points_with_a_bad_form_move_nothing(points, member, data):
    answer = points(**data)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert PointAccount.objects.get(user=member.user).balance == 100


def test_suspend_and_resume(client_for, stella, member):
    client = client_for(stella)

    client.post(address(member, "suspend/"), {"reason": "待核实"})
    member.refresh_from_db()
    assert (member.state, member.decided_reason) == ("suspended", "待核实")

    client.post(address(member, "resume/"))
    member.refresh_from_db()
    assert member.state == "active"


def test_suspend_needs_a_reason(client_for, stella, member):
    client_for(stella).post(address(member, "suspend/"), {"reason": ""})

    member.refresh_from_db()
    assert member.state == "active"


@pytest.mark.parametrize("verb", ["", "points/", "suspend/", "resume/"])
@pytest.mark.parametrize("who", ["olga", "sam"])
def test_members_are_the_stewards_alone(client_for, request, member, who, verb):
    client = client_for(request.getfixturevalue(who))

    assert client.post(address(member, verb), {"points": "5", "reason": "x", "key": "k"}).status_code == 403
