"""A steward sets a passkey up and later proves with it that it is still them, by a key that the browser keeps."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from owners.models import PersonIdentity, Reveal, User
from owners.second_factor import FRESH
from portal.audit.models import AuditRow
from tests.journeys.conftest import settled, submit
from tests.owners.staff.test_step_up import age

pytestmark = pytest.mark.django_db(transaction=True)

# What a phone has built in: keeps the key itself, and has seen the finger.
_BUILT_IN = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_passkey_opens_what_asks_for_a_second_proof(enter: Any, site: str, olga: User, stella: User) -> None:
    PersonIdentity.objects.create(person=olga.person, born="1957-03-08")
    page = enter(stella)
    # A key belongs to a name; an address of numbers is none to a browser.
    local = site.replace("127.0.0.1", "localhost")
    page.context.add_cookies([{"name": "sessionid", "value": _session_key(page), "url": local}])
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    key = device.send("WebAuthn.addVirtualAuthenticator", {"options": _BUILT_IN})["authenticatorId"]

    page.goto(local + reverse("mfa_add_webauthn"))
    settled(page)
    page.fill("[name=name]", "办公室的电脑")
    submit(page, "#mfa_webauthn_add")
    mine = Authenticator.objects.get(user=stella, type=Authenticator.Type.WEBAUTHN)
    [kept] = device.send("WebAuthn.getCredentials", {"authenticatorId": key})["credentials"]
    assert (kept["rpId"], kept["isResidentCredential"]) == ("localhost", True)

    _grow_stale(page)
    person = local + reverse("desk:registry-person", args=[olga.person.public_id])
    page.goto(person)
    settled(page)
    assert "1957" not in page.inner_text("main")
    with page.expect_navigation(url="**/me/step-up/**"):
        page.click('.personal-ask[href*="field=born"]')
    settled(page)
    assert not Reveal.objects.exists()
    submit(page, f'a[href^="{reverse("mfa_reauthenticate_webauthn")}"]')
    submit(page, "#mfa_webauthn_reauthenticate")
    assert page.url == person

    page.click('.personal-ask[href*="field=born"]')
    page.check(".personal-reason input[value=verify]")
    page.click(".personal-reason button")
    page.wait_for_selector("[data-personal] strong.number")
    assert "1957" in page.inner_text("[data-personal] strong.number")
    [row] = AuditRow.objects.filter(action="data.revealed", subject=olga.person.subject)
    assert row.actor == stella.pseudonym
    mine.refresh_from_db()
    assert mine.last_used_at is not None


def _session_key(page: Page) -> str:
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid")


def _grow_stale(page: Page) -> None:
    """The proofs of this browser's session are as old as if its owner came back from a meeting."""
    client = Client()
    [cookie] = [one for one in page.context.cookies("http://localhost") if one["name"] == "sessionid"]
    client.cookies["sessionid"] = cookie["value"]
    age(client, 2 * FRESH)
