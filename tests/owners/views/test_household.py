from datetime import timedelta

import pytest
from django.urls import reverse

from owners.actions.households import accept_invitation, invite
from owners.models import HouseholdInvitation, HouseholdMember, Residency, ResidencyEnd
from owners.viewers import viewer_for_user
from portal.worktime import today
from tests.owners.claims.conftest import add_resident
from tests.owners.household.conftest import ask_in, host, mother

__all__ = ["ask_in", "host", "mother"]

pytestmark = pytest.mark.django_db

QUERIES = 9


def home_url(unit, name="household", *args) -> str:
    return reverse(f"owners:{name}", args=[unit.pk, *args])


def invited(host, olga, **more) -> str:
    """A fresh invitation's address."""
    facts = {"role": "family", "label": "妈妈"} | more
    _invitation, token = invite(viewer=viewer_for_user(olga), host=host, **facts)
    return reverse("owners:household-join", args=[token])


# ── my home ─────────────────────────────────────────────────────────────────────────────────
def test_household_shows_the_owner_who_lives_there(mother, olga, unit, client_for):
    add_resident(unit, "郑共有", "+8613800001999", role="co_owner")
    add_resident(unit, "登记租客", "+8613800001998", role="tenant")

    page = client_for(olga).get(home_url(unit)).content.decode()

    assert "妈妈" in page
    assert "陌生人" in page  # the account's nickname
    assert "郑共有" in page
    assert "13800001999" not in page.replace(" ", "")
    assert "登记租客" not in page
    assert "陌上花" not in page  # what the guest told the property office


def test_household_shows_a_guest_their_own_place_only(mother, stranger, unit, client_for):
    add_resident(unit, "郑共有", role="co_owner")

    page = client_for(stranger).get(home_url(unit)).content.decode()

    assert "奥丽佳" in page  # the nickname of whoever invited
    assert "妈妈" not in page
    assert "郑共有" not in page
    assert home_url(unit, "household-invite") not in page
    assert home_url(unit, "household-leave") in page


@pytest.mark.parametrize("name", ["household", "household-invite", "household-leave"])
@pytest.mark.parametrize("who", ["nina", "otto", "stranger", "stella"])
def test_household_of_others_does_not_exist(name, who, host, unit, client_for, request):
    assert client_for(request.getfixturevalue(who)).get(home_url(unit, name)).status_code == 404


def test_household_sends_a_visitor_to_sign_in(unit, client_for):
    assert client_for(None).get(home_url(unit)).url.startswith("/accounts/login/")


@pytest.mark.parametrize("count", [1, 3])
def test_household_costs_the_same_for_one_and_three(
    count, ask_in, nina, otto, stranger, olga, unit, client_for, django_assert_num_queries
):
    for user in [stranger, nina, otto][:count]:
        ask_in(user)
    client = client_for(olga)
    client.get(home_url(unit))

    with django_assert_num_queries(QUERIES):
        client.get(home_url(unit))


def test_me_leads_to_the_home(olga, unit, client_for):
    assert home_url(unit) in client_for(olga).get("/me/").content.decode()


# ── inviting ────────────────────────────────────────────────────────────────────────────────
def test_household_invite_makes_a_link_and_a_code(host, olga, unit, client_for):
    client = client_for(olga)

    page = client.post(home_url(unit, "household-invite"), {"role": "family", "label": "妈妈"}, follow=True)

    text = page.content.decode()
    assert "/join/" in text
    assert 'class="qr"' in text
    assert page["Cache-Control"].startswith("max-age=0")
    assert "/join/" in client.get(page.request["PATH_INFO"]).content.decode()


def test_household_invitation_shows_its_link_in_no_other_browser(host, olga, unit, client_for):
    client_for(olga).post(home_url(unit, "household-invite"), {"role": "family", "label": "妈妈"})
    url = home_url(unit, "household-invitation", HouseholdInvitation.objects.get().public_id)

    assert "/join/" not in client_for(olga).get(url).content.decode()


def test_household_invitation_keeps_its_token_sealed_in_the_session(host, olga, unit, client_for):
    client = client_for(olga)
    page = client.post(home_url(unit, "household-invite"), {"role": "family", "label": "妈妈"}, follow=True)
    token = page.context["link"].rstrip("/").rpartition("/")[2]

    assert token
    assert token not in str(dict(client.session))


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "owner", "label": "x"},
        {"role": "family", "label": ""},
        {"role": "tenant", "label": "x", "stays_until": "2001-01-01"},
        {"role": "tenant", "label": "x", "stays_until": "2999-01-01"},
        {},
    ],
)
def test_household_invite_with_a_bad_form_says_so(wrong, host, olga, unit, client_for):
    page = client_for(olga).post(home_url(unit, "household-invite"), wrong).content.decode()

    assert "error-summary" in page
    assert not HouseholdInvitation.objects.exists()


def test_household_invite_drops_the_date_for_family(host, olga, unit, client_for):
    client_for(olga).post(
        home_url(unit, "household-invite"), {"role": "family", "label": "x", "stays_until": "2001-01-01"}
    )

    assert HouseholdInvitation.objects.get().stays_until is None


def test_household_withdraw_ends_the_link(host, olga, unit, nina, client_for):
    url = invited(host, olga)
    withdraw = home_url(unit, "household-withdraw", HouseholdInvitation.objects.get().public_id)

    assert client_for(nina).post(withdraw).status_code == 404
    client_for(olga).post(withdraw)

    assert client_for(None).get(url).status_code == 410


# ── joining ─────────────────────────────────────────────────────────────────────────────────
def test_household_join_tells_a_visitor_neither_home_nor_host(host, olga, unit, client_for):
    answer = client_for(None).get(invited(host, olga))

    page = answer.content.decode()
    assert "金水湾" in page
    assert "1501" not in page
    assert "奥丽佳" not in page
    assert "妈妈" not in page
    assert (answer["Referrer-Policy"], answer["X-Robots-Tag"]) == ("same-origin", "noindex")


def test_household_join_gives_the_place(host, olga, unit, stranger, client_for):
    url, client = invited(host, olga, role="tenant", stays_until=today() + timedelta(days=30)), client_for(stranger)

    page = client.get(url).content.decode()
    answer = client.post(url, {"name": "陌上花", "consent": "on"})

    assert "1501" in page
    assert "奥丽佳" in page
    assert answer.url == home_url(unit)
    stranger.refresh_from_db()
    assert Residency.objects.get(person=stranger.person).until == today() + timedelta(days=30)
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize("wrong", [{"name": "陌上花"}, {"consent": "on"}, {}])
def test_household_join_needs_a_name_and_consent(wrong, host, olga, stranger, client_for):
    page = client_for(stranger).post(invited(host, olga), wrong).content.decode()

    assert "error-summary" in page
    assert not HouseholdMember.objects.exists()


def test_household_join_by_a_visitor_changes_nothing(host, olga, client_for):
    answer = client_for(None).post(invited(host, olga), {"name": "x", "consent": "on"})

    assert answer.status_code == 200
    assert not HouseholdMember.objects.exists()


def test_household_join_over_says_the_same_for_every_reason(host, olga, nina, stranger, client_for):
    used = invited(host, olga)
    accept_invitation(user=nina, invitation=HouseholdInvitation.objects.get(), name="x", consent=True)
    said = set()
    for url in (used, reverse("owners:household-join", args=["unknown"])):
        answer = client_for(stranger).get(url)
        said.add((answer.status_code, answer.content.decode().split("<main")[1].split("</main")[0]))

    assert [status for status, _page in said] == [410]


# ── letting go ──────────────────────────────────────────────────────────────────────────────
def test_household_member_is_removed_after_asking(mother, olga, unit, client_for):
    url, client = home_url(unit, "household-member", mother.public_id), client_for(olga)

    asked = client.get(url).content.decode()
    client.post(url)

    assert "妈妈" in asked
    assert ResidencyEnd.objects.get().why == "removed"
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("who", ["nina", "stranger", "stella"])
def test_household_member_of_others_does_not_exist(who, mother, unit, client_for, request):
    url = home_url(unit, "household-member", mother.public_id)

    assert client_for(request.getfixturevalue(who)).post(url).status_code == 404


def test_household_leave_asks_first(mother, stranger, unit, client_for):
    client = client_for(stranger)

    unsure = client.post(home_url(unit, "household-leave"), {}).content.decode()
    assert "error-summary" in unsure
    client.post(home_url(unit, "household-leave"), {"sure": "on"})

    assert client.get(home_url(unit)).status_code == 404
    assert client.get("/me/").status_code == 200


def test_household_leave_is_not_for_owners(olga, unit, client_for):
    assert client_for(olga).get(home_url(unit, "household-leave")).status_code == 404
