"""Who looked at a person's data, as the person may know it: which role, which fields, when and why. No names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from owners.models import Claim, RevealReason, Role
from owners.personal import FIELDS
from owners.rights.whose import Whose
from portal.audit.models import AuditRow

ACTIONS = ("data.opened", "data.revealed", "evidence.fetched", "data.exported")
PAGE = 20

# What a grant's source begins with, and the work it stands for.
_WORK = {
    "case": gettext_lazy("handling your matter"),
    "order": gettext_lazy("a repair at your home"),
    "event": gettext_lazy("an event you registered for"),
    "membership": gettext_lazy("your application to the club"),
    "call": gettext_lazy("your telephone call"),
    "care": gettext_lazy("club care"),
    "claim": gettext_lazy("verifying your home"),
    "data-request": gettext_lazy("what you asked about your data"),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One opening. `number` is where a page that ends with it goes on."""

    number: int
    at: datetime
    who: str
    what: str
    why: str


def looks(whose: Whose, *, before: int | None = None) -> tuple[list[Look], int | None]:
    """A page of them, newest first, and where the next one begins."""
    claims = [f"claim:{pk}" for pk in Claim.objects.filter(user=whose.user).values_list("pk", flat=True)]
    rows = AuditRow.objects.filter(subject__in=[*whose.subjects, *claims], action__in=ACTIONS)
    rows = rows.exclude(actor=whose.user.pseudonym)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    more = found[PAGE - 1].pk if len(found) > PAGE else None
    return [look_of(row) for row in found[:PAGE]], more


def look_of(row: AuditRow) -> Look:
    return Look(row.pk, row.recorded_at, _who(row.facts.get("roles")), _what(row), _why(row))


def _who(roles: Any) -> str:
    known = dict(Role.choices)
    names = [str(known[role]) for role in roles or () if role in known]
    return _listed(names) or _("Staff")


def _what(row: AuditRow) -> str:
    if row.action == "evidence.fetched":
        return _("Your document for the verification")
    fields: Sequence[str] = row.facts.get("fields") or ()
    return _listed([str(FIELDS[name].label) for name in fields if name in FIELDS]) or _("Your data")


def _why(row: AuditRow) -> str:
    if row.action == "evidence.fetched":
        return str(_WORK["claim"])
    why = str(row.facts.get("why", ""))
    if row.action == "data.revealed":
        reasons: Mapping[str, Any] = dict(RevealReason.choices)
        return str(reasons.get(why, why)).split("(")[0].split("（")[0].strip()
    kind, _colon, ref = why.partition(":")
    work = str(_WORK.get(kind, _("work in hand")))
    return f"{work} {ref}" if kind == "case" else work


def _listed(words: Sequence[str]) -> str:
    return _(", ").join(words)
