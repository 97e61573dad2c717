import pytest

from club.models import ClubInterest, Membership


@pytest.fixture
def wanted(estate):
    return {
        "estate": estate.pk,
        "consent": "on",
        "calendar": "lunar",
        "month": "12",
        "day": "30",
        "contact_by": ["sms"],
    }


def test_join_keeps_the_application(client_for, olga, wanted):
    interest = ClubInterest.objects.first()

    answer = client_for(olga).post("/club/join/", wanted | {"interests": [interest.pk]})

    membership = Membership.objects.get(user=olga)
    assert (answer.status_code, answer.url) == (302, "/club/")
    assert (membership.state, membership.by_sms, membership.interests.get()) == ("applied", True, interest)
    assert membership.important_dates.get().day == 30


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"day": ""}, "day"),
        ({"calendar": "solar", "month": "2", "day": "30"}, "day"),
        ({"calendar": "lunar", "day": "31"}, "day"),
        ({"month": "13"}, "month"),
    ],
)
def test_join_says_what_is_wrong_in_the_form(client_for, olga, wanted, change, field):
    answer = client_for(olga).post("/club/join/", wanted | change)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not Membership.objects.exists()


def test_join_at_an_estate_where_one_does_not_live(client_for, olga, other_estate, wanted):
    answer = client_for(olga).post("/club/join/", wanted | {"estate": other_estate.pk})

    assert "estate" in answer.context["form"].errors


@pytest.mark.parametrize(("who", "way_on"), [(None, "/accounts/login/"), ("stranger", "/me/")])
def test_join_tells_who_may_not_what_to_do_first(client_for, request, db, who, way_on):
    client = client_for(request.getfixturevalue(who) if who else None)

    assert way_on in client.get("/club/join/").content.decode()
    client.post("/club/join/", {"consent": "on"})
    assert not Membership.objects.exists()


def test_join_tells_a_member_of_the_card(client_for, olga, member):
    assert 'href="/club/card/"' in client_for(olga).get("/club/join/").content.decode()


def test_join_after_a_refusal_shows_the_reason(client_for, olga, wanted, stella, viewer_of):
    from club import actions

    client_for(olga).post("/club/join/", wanted)
    actions.decide_application(
        viewer=viewer_of(stella), membership=Membership.objects.get(), accept=False, reason="户主信息不符"
    )

    page = client_for(olga).get("/club/join/").content.decode()

    assert "户主信息不符" in page
    assert "<form" in page
