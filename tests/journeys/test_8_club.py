"""Step 8: apply, be accepted, the card appears; register, be checked in by QR, get points once."""

from datetime import timedelta
from typing import Any

import pytest

from club.actions import EventFacts, create_event, publish_event
from club.models import Event, Membership, PointAccount, Registration
from owners.models import Estate, User
from portal.worktime import now
from tests.journeys.conftest import DESK, PHONE, submit

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def event(site: str, estate: Estate, stella: User, viewer_of: Any) -> Event:
    starts_at = now() + timedelta(hours=3)
    facts = EventFacts(
        title="冬至包饺子", place="会所餐厅", starts_at=starts_at, ends_at=starts_at + timedelta(hours=2), capacity=20,
        per_member_limit=2, opens_at=now() - timedelta(days=1), award_points=20, audience="public",
    )  # fmt: skip
    return publish_event(
        viewer=viewer_of(stella), event=create_event(viewer=viewer_of(stella), estate=estate, facts=facts)
    )


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_member_joins_registers_and_is_checked_in_once(
    enter: Any, accessible: Any, olga: User, stella: User, event: Event, device: Any
) -> None:
    member, desk, door = enter(olga, device), enter(stella, DESK), enter(stella, PHONE)
    member.goto("/club/")
    accessible(member)
    member.goto("/club/join/")
    accessible(member)
    member.check("[name=consent]")
    submit(member, "form.form button.btn-primary")
    membership = Membership.objects.get(user=olga)

    desk.goto(f"/desk/club/applications/{membership.public_id}/")
    accessible(desk)
    desk.check("input[name=decision][value=accept]")
    submit(desk, "form.form button.btn-primary")
    member.goto("/club/card/")
    accessible(member)
    assert member.locator(".member-card svg, .club-card svg, svg.qr").count()

    member.goto(f"/club/events/{event.public_id}/")
    accessible(member)
    submit(member, "form[action$='/register/'] button.btn-primary")
    registration = Registration.objects.get(user=olga)
    member.goto(f"/club/events/{event.public_id}/ticket/")
    accessible(member)

    before = balance(olga)
    door.goto(f"/club/checkin/{event.public_id}/")
    accessible(door)
    for light in ("green", "amber"):
        door.fill("[name=code]", registration.code)
        door.click("form.club-door-form button.btn-primary")
        door.wait_for_selector(f".club-light-{light}")
    assert balance(olga) == before + 20

    member.goto("/club/points/")
    accessible(member)
    assert "冬至包饺子" in member.content()


def balance(user: User) -> int:
    return PointAccount.objects.get(user=user).balance
