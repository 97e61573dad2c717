"""Kinds that exist for the tests of this room, and a moment at which nothing waits for quiet hours."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress

from notify import declare, kinds
from owners.models import User
from portal.worktime import at_clock

# Half past ten in the morning in China.
MORNING = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a copy of the register: whatever else a test puts there goes with it, in any order of undoing."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    declare(
        "test.reply", label="Replies", title="%(who)s replied to “%(topic)s”", text="%(who)s says hello",
        default=("bell", "email"),
    )  # fmt: skip
    declare("test.quiet", label="Quiet", title="Quiet news")
    declare("test.alarm", label="Alarm", title="Gas leak", default=("bell", "email", "sms"), urgent=True)
    declare(
        "test.talk", label="Talk", title="%(who)s wrote", several="%(people)s people wrote", outside="New talk",
        default=("bell", "email", "sms"), rank=1,
    )  # fmt: skip
    declare("test.off", label="Off the bell", title="By mail only", default=("email",))
    declare("test.word", label="The word", title="The company's word", default=("bell", "email"), rank=5)
    declare("test.asked", label="Asked for", title="You are answered", default=("bell", "email"), rank=6, insists=True)
    declare("test.watch", label="Watch", title="Something waits", for_staff=True)


@pytest.fixture
def olga_with_mail(olga: User) -> User:
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    return olga


@pytest.fixture
def morning() -> Iterator[None]:
    with at_clock(MORNING):
        yield
