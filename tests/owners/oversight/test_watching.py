"""What is out of the ordinary is found once, and never stops anybody."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from desk.tasks import watch_looks
from notify.models import Notification
from owners import oversight
from owners.actions.privacy import DecidedAlready, NoteMissing, NotThePrivacyOfficer, decide_alert
from owners.models import Estate, OpeningCount, Person, PrivacyAlert, Residency, Role, StaffRole, User
from portal import audit
from portal.worktime import at_clock

pytestmark = pytest.mark.django_db

# A Wednesday, ten in the morning in China.
NOON = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.fixture
def petra(petra: User, estate: Estate) -> User:
    """Here she is the officer of one estate."""
    petra.staff_roles.update(estate=estate)
    return petra


def officer(name: str, estate: Estate | None) -> User:
    user = User.objects.create(username=name, nickname=name)
    StaffRole.objects.create(user=user, role=Role.PRIVACY, estate=estate)
    return user


def look(who: User, count: int, *, at: datetime = NOON, action: str = "data.opened", first: int = 0) -> None:
    with at_clock(at):
        audit.record_many(
            audit.Fact(who.pseudonym, action, f"contact:{number}", None, {"fields": ["name"], "why": "case:X"})
            for number in range(first, first + count)
        )


def found(at: datetime = NOON + timedelta(minutes=9)) -> list[tuple[str, int, int | None]]:
    with at_clock(at):
        return [(alert.kind, alert.count, alert.usual) for alert in oversight.watch()]


def test_ordinary_day_is_no_news(dana: User) -> None:
    look(dana, 19)

    assert found() == []
    assert OpeningCount.objects.get().people == 19


def test_same_person_opened_again_counts_once(dana: User) -> None:
    for _again in range(3):
        look(dana, 30)

    assert found() == []
    assert OpeningCount.objects.get().people == 30


def test_ceiling_of_an_hour_is_told(dana: User, settings: Any) -> None:
    look(dana, 61)

    assert found() == [("hour", 61, None)]


def test_own_habit_is_the_measure(dana: User) -> None:
    for day in range(1, 8):
        look(dana, 5, at=NOON - timedelta(days=day), first=1000 * day)
    look(dana, 25)

    assert found() == [("hour", 25, 5), ("day", 25, 5)]


def test_busy_colleague_may_be_busy(dana: User) -> None:
    for day in range(1, 8):
        look(dana, 25, at=NOON - timedelta(days=day), first=1000 * day)
    look(dana, 40)

    assert found() == []


def test_night_is_told(dana: User) -> None:
    look(dana, 31, at=NOON + timedelta(hours=12))

    assert found(NOON + timedelta(hours=12, minutes=9)) == [("outside", 31, None)]


def test_reveals_without_a_case_are_told(dana: User) -> None:
    look(dana, 16, action="data.revealed")

    assert found() == [("reveals", 16, None)]


def test_one_person_looked_at_by_many_is_told(estate: Estate) -> None:
    for number in range(9):
        look(User.objects.create(username=f"s{number}"), 1)

    assert found() == [("crowd", 9, None)]
    assert PrivacyAlert.objects.get().subject == "contact:0"


def test_looking_at_the_own_home_is_told(olga: User, dana: User) -> None:
    """Dana lives with Olga."""
    home = Residency.objects.get(person=olga.person)
    dana.person = Person.objects.make("戴娜")
    dana.save()
    Residency.objects.create(unit=home.unit, person=dana.person, role="family")
    with at_clock(NOON):
        audit.record(actor=dana.pseudonym, action="data.opened", subject=olga.person.subject, fields=["name"])

    assert found() == [("own_home", 1, None)]


def test_several_of_the_own_family_name_are_told(dana: User) -> None:
    with at_clock(NOON):
        for given in "甲乙丙丁":
            person = Person.objects.make(f"戴{given}")
            audit.record(actor=dana.pseudonym, action="data.revealed", subject=person.subject, fields=["phone"])

    assert found() == [("own_name", 4, None)]


def test_alert_grows_while_it_is_open_and_is_not_found_twice(dana: User) -> None:
    look(dana, 61)
    found()
    look(dana, 20, first=100)

    assert found() == [("hour", 81, None)]
    assert PrivacyAlert.objects.count() == 1


def test_explained_alert_stays_explained(dana: User, petra: User, viewer_of: Callable[..., Any]) -> None:
    look(dana, 61)
    found()
    decide_alert(
        viewer=viewer_of(petra), alert=PrivacyAlert.objects.get(), state="explained", note="停电，逐户打电话。"
    )
    look(dana, 20, first=100)

    assert found() == []
    assert PrivacyAlert.objects.get().note.open() == "停电，逐户打电话。"


def test_officers_of_the_estate_and_of_all_are_told_once(dana: User, petra: User, other_estate: Estate) -> None:
    everywhere, elsewhere = officer("everywhere", None), officer("elsewhere", other_estate)
    look(dana, 61)
    for _again in range(2):
        with at_clock(NOON + timedelta(minutes=9)):
            watch_looks()

    told = Notification.objects.filter(kind="privacy.alert").values_list("user__username", flat=True)
    assert set(told) == {everywhere.username, petra.username}
    assert elsewhere.username not in told


def test_nobody_explains_their_own_looks(petra: User, viewer_of: Callable[..., Any]) -> None:
    look(petra, 61)
    found()

    with pytest.raises(NotThePrivacyOfficer):
        decide_alert(viewer=viewer_of(petra), alert=PrivacyAlert.objects.get(), state="explained", note="x")


def test_alert_takes_words_and_is_decided_once(dana: User, petra: User, viewer_of: Callable[..., Any]) -> None:
    look(dana, 61)
    found()
    alert, viewer = PrivacyAlert.objects.get(), viewer_of(petra)

    with pytest.raises(NoteMissing):
        decide_alert(viewer=viewer, alert=alert, state="explained", note=" ")
    decide_alert(viewer=viewer, alert=alert, state="escalated", note="请主管核实。")
    decide_alert(viewer=viewer, alert=alert, state="explained", note="已核实。")
    with pytest.raises(DecidedAlready):
        decide_alert(viewer=viewer, alert=alert, state="explained", note="再一次")
