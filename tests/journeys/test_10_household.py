"""An owner asks somebody in on the phone; they sign up from the link and are at home."""

import re
from typing import Any

import pytest

from owners.models import HouseholdMember, Unit, User
from tests.journeys.conftest import PHONE
from tests.journeys.test_3_sign_up_and_claim import code_sent_to

pytestmark = pytest.mark.django_db(transaction=True)


def test_family_comes_in_by_the_owners_link(enter: Any, accessible: Any, olga: User, unit: Unit) -> None:
    owner = enter(olga, PHONE)
    owner.goto("/me/")
    owner.click(f"a[href$='/me/home/{unit.pk}/']")
    accessible(owner)
    owner.click(f"a[href$='/me/home/{unit.pk}/invite/']")
    owner.fill("[name=label]", "妈妈")
    accessible(owner)
    owner.click("form.form button.btn-primary")
    owner.wait_for_selector(".invitation-link")
    accessible(owner)
    link = owner.inner_text(".invitation-link").strip()

    guest = enter(None, PHONE)
    guest.goto(link)
    accessible(guest)
    assert "1501" not in guest.inner_text("main")
    guest.click("a.btn-primary")
    guest.fill("[name=phone]", "13800001666")
    if guest.locator("[name=nickname]").count():
        guest.fill("[name=nickname]", "花开")
    guest.click("form.form button[type=submit]")
    guest.wait_for_selector("[name=code]")
    guest.fill("[name=code]", code_sent_to(guest, "+8613800001666"))
    guest.click("form button[type=submit].btn-primary")
    guest.wait_for_url(re.compile(r"/join/"))
    accessible(guest)
    guest.fill("[name=name]", "李淑芬")
    guest.check("[name=consent]")
    guest.click("form.form button.btn-primary")
    guest.wait_for_url(re.compile(rf"/me/home/{unit.pk}/"))
    accessible(guest)

    member = HouseholdMember.objects.get()
    assert (member.host.person, member.residency.role) == (olga.person, "family")
    owner.goto(f"/me/home/{unit.pk}/")
    assert "妈妈" in owner.inner_text("main")
    owner.click("main li a.btn-small")
    owner.click("main .btn-danger")
    owner.wait_for_url(re.compile(rf"/me/home/{unit.pk}/$"))
    assert guest.goto(f"/me/home/{unit.pk}/").status == 404
