"""Finds looks at personal data that are out of the ordinary, held against each person's own habit and against
ceilings (`PRIVACY_CEILINGS`). What is found is told, never prevented: in a crisis many people are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Max, Min
from django.utils import timezone

from owners.models import AlertKind, AlertState, Person, PrivacyAlert, Residency, StaffRole, User
from owners.names import name_key
from owners.oversight.counting import Habit, Tally, count_openings, habits, openings_since, tallies
from portal.worktime import now, today

# So many times the habit is out of the ordinary, if it is more than a handful at all.
FACTOR = 3
HANDFUL = 20
_CHUNK = 500


@dataclass(frozen=True, slots=True)
class Finding:
    kind: AlertKind
    count: int
    ceiling: int
    viewer: str = ""
    subject: str = ""
    usual: int | None = None
    since: datetime | None = None


def watch() -> list[PrivacyAlert]:
    """Counts, looks, and keeps what it finds today; gives today's alerts that are still open.

    Meant to run every few minutes. A pattern is one alert a day: while it is open its numbers grow.
    """
    since = count_openings()
    day = today()
    found = [*_of_numbers(day), *_crowds(day), *_of_their_own(since)]
    estates = _estates_of({finding.viewer for finding in found} - {""})
    for finding in found:
        _keep(finding, day, estates.get(finding.viewer))
    return list(PrivacyAlert.objects.open().filter(day=day).order_by("id"))


def ceiling(kind: AlertKind) -> int:
    return int(settings.PRIVACY_CEILINGS[kind.value])


def _of_numbers(day: date) -> Iterator[Finding]:
    counted = tallies(day)
    usual = habits([tally.viewer for tally in counted], day)
    for tally in counted:
        for kind, count, habit in _measures(tally, usual.get(tally.viewer, Habit())):
            if _is_much(count, habit, ceiling(kind)):
                yield Finding(kind, count, ceiling(kind), viewer=tally.viewer, usual=habit)


def _measures(tally: Tally, habit: Habit) -> list[tuple[AlertKind, int, int | None]]:
    return [
        (AlertKind.HOUR, tally.busiest, habit.hour),
        (AlertKind.DAY, tally.people, habit.day),
        (AlertKind.OUTSIDE, tally.outside, habit.outside),
        (AlertKind.REVEALS, tally.reveals, None),
    ]


def _is_much(count: int, habit: int | None, most: int) -> bool:
    return count > most or (habit is not None and count > max(HANDFUL, FACTOR * habit))


def _crowds(day: date) -> Iterator[Finding]:
    """One person looked at by many on one day: somebody well known, or talked about."""
    most = ceiling(AlertKind.CROWD)
    looked_at = (
        openings_since(_midnight(day))
        .values("subject")
        .annotate(staff=Count("actor", distinct=True), first=Min("recorded_at"), last=Max("recorded_at"))
        .filter(staff__gt=most)
    )
    for row in looked_at[:_CHUNK]:
        yield Finding(AlertKind.CROWD, row["staff"], most, subject=row["subject"], since=row["first"])


def _of_their_own(since: datetime) -> Iterator[Finding]:
    """Staff who look at themselves, at people they live with, or at several of their own family name."""
    looked: defaultdict[str, set[str]] = defaultdict(set)
    revealed: defaultdict[str, set[str]] = defaultdict(set)
    rows = openings_since(min(since, _midnight(today()))).filter(subject__startswith="person:")
    for actor, subject, action in rows.values_list("actor", "subject", "action").distinct().iterator(_CHUNK):
        looked[actor].add(subject.removeprefix("person:"))
        if action == "data.revealed":
            revealed[actor].add(subject.removeprefix("person:"))
    for user in User.objects.filter(public_id__in=[actor.removeprefix("user:") for actor in looked]):
        actor = user.pseudonym
        if user.person_id and (home := _of_the_own_home(user.person_id, looked[actor])):
            yield Finding(AlertKind.OWN_HOME, home, 0, viewer=actor)
        same = _of_the_own_name(user, revealed[actor])
        if same > ceiling(AlertKind.OWN_NAME):
            yield Finding(AlertKind.OWN_NAME, same, ceiling(AlertKind.OWN_NAME), viewer=actor)


def _of_the_own_home(person_id: int, looked: set[str]) -> int:
    units = Residency.objects.open().filter(person_id=person_id).values_list("unit_id", flat=True)
    people = Person.objects.filter(public_id__in=sorted(looked)[:_CHUNK])
    return people.filter(residencies__unit_id__in=list(units)).distinct().count()


def _of_the_own_name(user: User, looked: set[str]) -> int:
    family = name_key(user.get_full_name())[:1]
    if not looked or not family:
        return 0
    people = Person.objects.filter(public_id__in=sorted(looked)[:_CHUNK], naming__key__startswith=family)
    return people.exclude(pk=user.person_id or 0).count()


def _estates_of(viewers: set[str]) -> dict[str, int | None]:
    """Where each works, if that is one estate."""
    held: defaultdict[str, set[int | None]] = defaultdict(set)
    ids = [viewer.removeprefix("user:") for viewer in viewers]
    for public_id, estate_id in StaffRole.objects.filter(user__public_id__in=ids).values_list(
        "user__public_id", "estate_id"
    ):
        held[f"user:{public_id}"].add(estate_id)
    return {viewer: next(iter(estates)) for viewer, estates in held.items() if len(estates) == 1}


def _keep(finding: Finding, day: date, estate_id: int | None) -> None:
    """A decided alert is not opened again by more of the same on the same day."""
    seen = {"count": finding.count, "usual": finding.usual, "ceiling": finding.ceiling, "until": now()}
    alert, is_new = PrivacyAlert.objects.get_or_create(
        kind=finding.kind, viewer=finding.viewer, subject=finding.subject, day=day,
        defaults=seen | {"since": finding.since or _midnight(day), "estate_id": estate_id},
    )  # fmt: skip
    if not is_new and alert.state == AlertState.OPEN and alert.count != finding.count:
        PrivacyAlert.objects.open().filter(pk=alert.pk).update(**seen)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
