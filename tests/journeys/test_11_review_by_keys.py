"""The steward works the queue of claims without the mouse."""

import re
from typing import Any

import pytest

from owners.actions.claims import claim_unit
from owners.models import Claim, Unit, User
from tests.owners.claims.conftest import add_resident

pytestmark = pytest.mark.django_db(transaction=True)


def test_steward_accepts_and_refuses_by_one_key(
    enter: Any, accessible: Any, stella: User, stranger: User, otto: User, nina: User, unit: Unit
) -> None:
    add_resident(unit, "王建国", "+8613800001888")
    likely, unlikely, third = (
        claim_unit(user=user, unit=unit, name=name)
        for user, name in ((stranger, "王建军"), (otto, "冯陌生"), (nina, "倪娜"))
    )
    desk = enter(stella)
    desk.goto("/desk/claims/")
    desk.keyboard.press("j")
    desk.wait_for_url(re.compile(likely.public_id))
    accessible(desk)

    desk.keyboard.press("?")
    assert desk.locator("dialog[open]").inner_text().count("通过") >= 1
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    desk.wait_for_url(re.compile(unlikely.public_id))
    desk.keyboard.press("k")
    desk.wait_for_url(re.compile(likely.public_id))
    desk.locator("input[name=person]").first.check(force=True)
    desk.keyboard.press("a")
    desk.wait_for_url(re.compile(unlikely.public_id))
    desk.keyboard.press("r")
    desk.wait_for_url(re.compile(third.public_id))

    states = dict(Claim.objects.values_list("public_id", "state"))
    assert (states[likely.public_id], states[unlikely.public_id]) == ("verified", "refused")
