"""The looks themselves, as the privacy officer reads them: who saw whom, when, where, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from owners.models import Claim, Contact, Person, PersonContact, PersonName, RevealReason, Role, User
from owners.oversight_querysets import of_estates_watched_by
from owners.personal import FIELDS
from owners.phones import PhoneNumberError, normalise_phone
from portal.audit.models import OPENINGS, AuditRow

if TYPE_CHECKING:
    from owners.viewers import Viewer

# More people of one name than these are not looked up: a name has to be more exact.
MANY = 60


class TooMany(Exception):
    """The words fit too many people or colleagues."""


@dataclass(frozen=True, slots=True)
class Look:
    """One row, with what its names stand for. `thing` is the person, contact or claim, None once it is gone."""

    row: AuditRow
    who: User | None
    thing: Any
    fields: list[str]
    why: str
    roles: list[str]

    @property
    def at_nameless(self) -> bool:
        """At somebody who wrote without a name: the privacy officer reads of it, and not who it is."""
        return self.row.subject.startswith("post:")

    @property
    def kind(self) -> str:
        return self.row.action.removeprefix("data.")


def looks_seen_by(viewer: Viewer) -> QuerySet[AuditRow]:
    """Openings, reveals and exported rows at the estates of this privacy officer."""
    return AuditRow.objects.filter(of_estates_watched_by(viewer), action__in=OPENINGS)


def narrow(
    rows: QuerySet[AuditRow],
    *,
    by: Sequence[str] = (),
    of: Sequence[str] = (),
    day: date | None = None,
    kind: str = "",
    estate_id: int | None = None,
) -> QuerySet[AuditRow]:
    """The same `by` colleagues (pseudonyms), `of` people (subjects), on one day and so on."""
    rows = rows.filter(actor__in=by) if by else rows
    rows = rows.filter(subject__in=of) if of else rows
    if day:
        since = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        rows = rows.filter(recorded_at__gte=since, recorded_at__lt=since + timedelta(days=1))
    rows = rows.filter(action=f"data.{kind}") if kind else rows
    return rows.filter(estate_id=estate_id) if estate_id else rows


def colleagues(words: str) -> list[str]:
    """Pseudonyms of staff whose name has these characters in it. Raises TooMany."""
    staff = User.objects.filter(staff_roles__isnull=False).filter(
        Q(last_name__contains=words) | Q(first_name__contains=words) | Q(nickname__contains=words)
    )
    found = list(staff.distinct().order_by("pk").values_list("public_id", flat=True)[: MANY + 1])
    if len(found) > MANY:
        raise TooMany
    return [f"user:{public_id}" for public_id in found]


def subjects(words: str) -> list[str]:
    """People and contacts of a whole number, or people of a name (two characters at least). Raises TooMany."""
    try:
        number = normalise_phone(words)
    except PhoneNumberError:
        names = PersonName.objects.called(words).order_by("pk").values_list("person__public_id", flat=True)
        people = list(names[: MANY + 1])
        if len(people) > MANY:
            raise TooMany from None
        return [f"person:{public_id}" for public_id in people]
    owners = PersonContact.objects.filter(value=number).values_list("person__public_id", flat=True)
    contacts = Contact.objects.filter(phone=number).order_by("-pk").values_list("pk", flat=True)
    return [*(f"person:{one}" for one in owners[:MANY]), *(f"contact:{one}" for one in contacts[:MANY])]


def accounts(words: str) -> list[str]:
    """Public ids of accounts: of people of a name (under whichever row), or who have a whole number. Raises TooMany."""
    ids = [one.removeprefix("person:") for one in subjects(words) if one.startswith("person:")]
    stays = [person.stays_id for person in Person.objects.filter(public_id__in=ids)]
    theirs = Q(person__in=stays) | Q(person__canonical__in=stays)
    with suppress(PhoneNumberError):
        theirs |= Q(phone=normalise_phone(words))
    return list(User.objects.filter(theirs).order_by("pk").values_list("public_id", flat=True)[:MANY])


def told(rows: Sequence[AuditRow]) -> list[Look]:
    """The rows with names for what they name: at most four queries, however many rows."""
    users = User.objects.in_bulk([row.actor.removeprefix("user:") for row in rows], field_name="public_id")
    things = _things(row.subject for row in rows)
    return [
        Look(
            row=row,
            who=users.get(row.actor.removeprefix("user:")),
            thing=things.get(row.subject),
            fields=[str(FIELDS[name].label) for name in row.facts.get("fields", []) if name in FIELDS],
            why=_why(row),
            roles=[str(dict(Role.choices).get(role, role)) for role in row.facts.get("roles", [])],
        )
        for row in rows
    ]


def _things(subjects: Iterable[str]) -> dict[str, Any]:
    refs: defaultdict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, ref = subject.partition(":")
        refs[kind].add(ref)
    people = Person.objects.filter(public_id__in=refs["person"]).select_related("naming") if refs["person"] else []
    contacts = Contact.objects.filter(pk__in=refs["contact"]) if refs["contact"] else []
    claims = Claim.objects.filter(pk__in=refs["claim"]) if refs["claim"] else []
    return {thing.subject: thing for thing in [*people, *contacts, *claims]}


def _why(row: AuditRow) -> str:
    """The matter in hand by its number, or the reason that was chosen."""
    why = str(row.facts.get("why", ""))
    if row.action == "data.revealed":
        return str(dict(RevealReason.choices).get(why, why))
    return why.partition(":")[2] or why
