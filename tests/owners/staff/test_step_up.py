"""What reaches far asks for the second factor anew, and loses nothing that was typed."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from owners.models import StaffRole
from owners.second_factor import FRESH, fresh_second_factor
from portal.demo.cast import make_staff
from portal.worktime import now
from tests.owners.accounts.test_second_factor import totp_now

pytestmark = pytest.mark.django_db

GIVE = "/desk/staff/give/"
LATER = FRESH + timedelta(minutes=1)


def age(client, by=LATER):
    """Puts the proofs of the client's session back in time."""
    session = client.session
    records = session["account_authentication_methods"]
    session["account_authentication_methods"] = [
        record | {"at": record["at"] - by.total_seconds()} for record in records
    ]
    session.save()


def typed(nina) -> dict[str, str]:
    return {"phone": nina.phone.open(), "role": "steward", "estate": "all", "reason": "新来的会员管家"}


def test_proof_is_fresh_for_ten_minutes(adam, client_for, clock):
    session = client_for(adam).session

    assert fresh_second_factor(session, adam)
    with clock(now() + FRESH - timedelta(seconds=5)):
        assert fresh_second_factor(session, adam)
    with clock(now() + FRESH + timedelta(seconds=5)):
        assert not fresh_second_factor(session, adam)


def test_proof_of_another_account_or_none_is_not_fresh(adam, sam, client_for):
    assert not fresh_second_factor(client_for(adam).session, sam)
    assert not fresh_second_factor(client_for(adam, second_factor=False).session, adam)
    assert not fresh_second_factor(client_for(adam).session, None)


def test_form_page_asks_first(adam, client_for):
    client = client_for(adam)
    age(client)

    response = client.get(f"{GIVE}?to={adam.public_id}")

    url = urlsplit(response["Location"])
    assert (url.path, parse_qs(url.query)) == ("/me/step-up/", {"next": [f"{GIVE}?to={adam.public_id}"]})


def test_stale_post_writes_nothing_and_keeps_what_was_typed(adam, nina, client_for):
    client = client_for(adam)
    age(client)

    response = client.post(GIVE, typed(nina))

    assert response["Location"].startswith("/me/step-up/?next=")
    assert not StaffRole.objects.filter(user=nina).exists()
    age(client, -LATER)
    form = client.get(GIVE).context["form"]
    assert {name: form[name].value() for name in typed(nina)} == typed(nina)
    assert client.get(GIVE).context["form"]["reason"].value() is None


def test_what_was_typed_waits_no_longer_than_the_proof(adam, nina, client_for, clock):
    client = client_for(adam)
    age(client)
    client.post(GIVE, typed(nina))

    age(client, -3 * LATER)
    with clock(now() + LATER):
        assert client.get(GIVE).context["form"]["reason"].value() is None


def test_app_code_leads_back_to_the_form(adam, nina, client_for):
    secret = generate_totp_secret()
    TOTP.activate(adam, secret)
    client = client_for(adam)
    age(client)
    step_up = client.post(GIVE, typed(nina))["Location"]
    page = client.get(step_up).content.decode()
    assert "/accounts/2fa/reauthenticate/?next=%2Fdesk%2Fstaff%2Fgive%2F" in page

    response = client.post(
        "/accounts/2fa/reauthenticate/?next=/desk/staff/give/", {"code": totp_now(secret), "next": GIVE}
    )

    assert response["Location"] == GIVE
    assert client.get(GIVE).context["form"]["reason"].value() == "新来的会员管家"
    assert client.post(GIVE, typed(nina)).status_code == 302
    assert StaffRole.objects.filter(user=nina, role="steward").exists()


def test_wrong_app_code_proves_nothing(adam, client_for):
    TOTP.activate(adam, generate_totp_secret())
    client = client_for(adam)
    age(client)

    client.post("/accounts/2fa/reauthenticate/", {"code": "000000"})

    assert client.get(GIVE)["Location"].startswith("/me/step-up/")


def test_password_alone_is_no_second_factor(adam, client_for):
    TOTP.activate(adam, generate_totp_secret())
    adam.set_password("long enough 42")
    adam.save()
    client = client_for(adam)
    age(client)

    client.post("/accounts/reauthenticate/", {"password": "long enough 42"})

    assert client.get(GIVE)["Location"].startswith("/me/step-up/")


def test_fragment_is_led_there_as_a_whole_page(adam, nina, client_for):
    client = client_for(adam)
    age(client)

    response = client.post(
        GIVE, typed(nina), headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/desk/"}
    )

    assert response["HX-Redirect"] == "/me/step-up/?next=%2Fdesk%2F"


def test_fresh_proof_passes_the_page_by(adam, client_for):
    client = client_for(adam)

    assert client.get("/me/step-up/?next=/desk/staff/")["Location"] == "/desk/staff/"
    assert client.get("/me/step-up/?next=https://evil.example/")["Location"] == "/me/"


def test_who_never_used_the_second_factor_starts_there(adam, client_for, client):
    response = client_for(adam, second_factor=False).get("/me/step-up/?next=/desk/staff/")

    assert response["Location"] == "/me/second-factor/?next=%2Fdesk%2Fstaff%2F"
    assert client.get("/me/step-up/")["Location"].startswith("/accounts/login/")


def test_people_of_the_demonstration_confirm_with_one_tap(client):
    make_staff({})
    client.post("/demo/enter/guan/")
    age(client)
    assert "/demo/confirm/" in client.get(client.get(GIVE)["Location"]).content.decode()

    response = client.post("/demo/confirm/", {"next": GIVE})

    assert response["Location"] == GIVE
    assert client.get(GIVE).status_code == 200


def test_nobody_else_confirms_with_one_tap(adam, client_for, settings, client):
    outside = client_for(adam)
    assert outside.post("/demo/confirm/", {"next": GIVE}).status_code == 404

    make_staff({})
    client.post("/demo/enter/guan/")
    settings.DEMO = False
    assert client.post("/demo/confirm/").status_code == 404
