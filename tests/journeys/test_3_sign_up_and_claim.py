"""Step 3: an owner signs up by phone code and is verified; another by the paper code; a third waits."""

import re
from typing import Any

import pytest

from owners.actions import make_notice_codes
from owners.models import Claim, Person, Residency, ResidencyRole, SmsMessage, Unit, User
from tests.journeys.conftest import DESK, PHONE, eventually, submit

pytestmark = pytest.mark.django_db(transaction=True)


def code_sent_to(page: Any, phone: str) -> str:
    """The six digits of the newest text message, once it is there."""

    def ask() -> str:
        message = SmsMessage.objects.filter(phone=phone).order_by("-id").first()
        found = re.search(r"\b\d{6}\b", message.text.open()) if message else None
        return found[0] if found else ""

    return eventually(page, ask)


def sign_up(page: Any, phone: str, nickname: str) -> None:
    page.goto("/accounts/signup/")
    page.fill("[name=phone]", phone)
    if page.locator("[name=nickname]").count():
        page.fill("[name=nickname]", nickname)
    submit(page, "form.form button[type=submit]")
    page.fill("[name=code]", code_sent_to(page, f"+86{phone}"))
    submit(page, "form button[type=submit].btn-primary")
    assert "verify" not in page.url, page.inner_text("main")


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_owner_signs_up_by_phone_code_and_is_verified_at_once(
    enter: Any, accessible: Any, unit: Unit, device: Any
) -> None:
    person = Person.objects.make("周喆", phone="+8613800001777")
    Residency.objects.create(unit=unit, person=person, role=ResidencyRole.OWNER)
    page = enter(None, device)

    page.goto("/accounts/signup/")
    accessible(page)
    sign_up(page, "13800001777", "晚风")
    page.goto("/me/claim/")
    accessible(page)
    if not page.locator("[name=q]").count():
        # With a single estate the first step is taken already.
        submit(page, f"main a[href$='/{unit.estate.slug}/']")
    page.fill("#claim-search", "3-1-1501")
    page.press("#claim-search", "Enter")
    page.wait_for_url(f"**/{unit.pk}/")
    page.fill("[name=name]", "周喆")
    submit(page, "form.form button.btn-primary")
    assert page.locator(".notice-success").count()
    accessible(page)

    user = User.objects.get(phone="+8613800001777")
    assert user.person == person
    assert user.phone_verified_at is not None


def test_owner_is_verified_by_the_code_on_the_fee_notice(enter: Any, unit: Unit) -> None:
    person = Person.objects.make("李淑芬", phone="")
    Residency.objects.create(unit=unit, person=person, role=ResidencyRole.OWNER)
    printed = make_notice_codes(units=[unit], actor="system")[0].code
    page = enter(None, PHONE)

    sign_up(page, "13800001778", "李阿姨")
    page.goto("/me/claim/code/")
    page.fill("[name=code]", printed)
    page.fill("[name=name]", "李淑芬")
    submit(page, "form.form button.btn-primary")
    assert page.locator(".notice-success").count()

    assert User.objects.get(phone="+8613800001778").person == person


def test_somebody_who_does_not_match_goes_to_the_steward(
    enter: Any, accessible: Any, stella: User, stranger: User, unit: Unit
) -> None:
    person = Person.objects.make("王建国", phone="+8613800001888")
    Residency.objects.create(unit=unit, person=person, role=ResidencyRole.OWNER)
    page = enter(stranger, PHONE)
    page.goto(f"/me/claim/at/{unit.estate.slug}/{unit.pk}/")
    page.fill("[name=name]", "王建军")
    submit(page, "form.form button.btn-primary")
    assert page.locator("input[name=photos]").count()

    desk = enter(stella)
    desk.goto("/desk/claims/")
    accessible(desk)
    claim = Claim.objects.get()
    desk.goto(f"/desk/claims/{claim.public_id}/")
    accessible(desk)
    desk.locator("input[name=person]").first.check(force=True)
    submit(desk, "button[value=accept] >> nth=0")

    claim.refresh_from_db()
    assert claim.state == "verified", desk.inner_text("main")
