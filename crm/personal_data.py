"""The company's side of people's matters: figures and course stay, whoever can be recognised in the words goes."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

import notify
from crm.models import Case, Entry, EntryKind, FollowUp, JoinedHome, WorkOrder
from mailbox.personal_data import conversations_of
from owners import rights
from owners.rights import Holding, Retention, Whose
from owners.rights.scrubbing import scrub

_KEPT = _("The course of a matter stays for the company’s records and figures, without your name and numbers.")


def _cases(whose: Whose) -> QuerySet[Case]:
    return Case.objects.filter(conversation__in=conversations_of(whose)).select_related("estate")


def has_open_case(whose: Whose) -> bool:
    return _cases(whose).filter(closed_at__isnull=True).exists()


def forget_cases(holding: Holding, whose: Whose) -> None:
    for case in _cases(whose).order_by("pk"):
        with transaction.atomic():
            _forget(case, whose.names)


def _forget(case: Case, names: list[str]) -> None:
    Case.objects.filter(pk=case.pk).update(subject=scrub(case.subject, names)[:200])
    for entry in case.entries.all():
        by_customer = entry.kind == EntryKind.CUSTOMER
        Entry.objects.filter(pk=entry.pk).update(
            html=scrub(entry.html, names),
            text=scrub(entry.text, names),
            author_name="" if by_customer else entry.author_name,
        )
    for order in case.work_orders.all():
        WorkOrder.objects.filter(pk=order.pk).update(
            instructions=scrub(order.instructions, names), report=scrub(order.report, names), place=""
        )
    for call in case.follow_ups.exclude(note=""):
        FollowUp.objects.filter(pk=call.pk).update(note=scrub(call.note, names))
    notify.forget([f"crm.case:{case.pk}"])


def _homes(whose: Whose) -> QuerySet[JoinedHome]:
    return JoinedHome.objects.filter(conversation__in=conversations_of(whose))


def forget_homes(holding: Holding, whose: Whose) -> None:
    """Where others of the home share the number it stays theirs."""
    alone = _homes(whose).filter(conversation__companions__isnull=True)
    JoinedHome.objects.filter(pk__in=alone.values("pk")).update(unit=None, is_former=True)


rights.hold(
    "crm.Case",
    title=_("How the company handled your matters"),
    retention=Retention.MATTER,
    rows=_cases,
    shows={
        "number": _("Number"),
        "kind": _("Kind"),
        "state": _("State"),
        "subject": _("Subject"),
        "opened_at": _("Opened"),
        "closed_at": _("Closed"),
    },
    erase=forget_cases,
    kept=_KEPT,
    also=["crm.Entry", "crm.WorkOrder", "crm.FollowUp", "crm.Clock", "crm.Escalation", "crm.JoinedTopic"],
    hides={"handler_phone": "of the worker, not of the customer"},
    # Before the conversations, by which the cases are found.
    sort=10,
)
rights.hold(
    "crm.JoinedHome",
    title=_("Matters behind which your home stands by “me too”"),
    retention=Retention.MATTER,
    rows=lambda whose: _homes(whose).select_related("conversation"),
    shows={"conversation__number": _("Number"), "joined_at": _("Since"), "withdrawn_at": _("Taken back")},
    erase=forget_homes,
    kept=_("That a home stood behind a matter stays counted; which one it was is forgotten."),
    sort=11,
)
rights.exempt("crm.Department", "crm.ClockPolicy", why="set up by staff")
rights.keep_while(
    "crm.open_case",
    text=_("A matter of yours is still being handled. Your account is closed once it is settled and followed up."),
    applies=has_open_case,
)
