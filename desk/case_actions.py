"""Which actions the page of a case offers, and the empty form of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from django.forms import Form
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from crm import forms, moves, permissions
from crm.models import Case
from portal.worktime import calendar, now

if TYPE_CHECKING:
    from owners.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Offer:
    """`move` is the row of crm.moves that must lead on; `None` for what is always possible."""

    label: object
    icon: str
    submit: object
    url_name: str
    move: str | None


OFFERS: dict[str, Offer] = {
    "answer": Offer(_("Answer"), "send", _("Send to the customer"), "desk:case-answer", "answer"),
    "contact": Offer(_("Call or visit"), "phone", _("Keep"), "desk:case-contact", "answer"),
    "dispatch": Offer(_("Work order"), "settings", _("Send work order"), "desk:work-order-dispatch", "dispatch"),
    "note": Offer(_("Note"), "edit", _("Keep note"), "desk:case-note", None),
    "assess": Offer(_("Assess"), "flag", _("Keep assessment"), "desk:case-assess", "assess"),
    "wait": Offer(_("Wait"), "clock", _("Pause the clocks"), "desk:case-wait", "wait"),
    "hand-over": Offer(_("Hand over"), "users", _("Offer"), "desk:case-hand-over", "hand_over"),
    "close": Offer(_("Close"), "check", _("Close the case"), "desk:case-close", "close"),
    "reopen": Offer(_("Reopen"), "back", _("Take up again"), "desk:case-reopen", "reopen"),
}


def offered_actions(viewer: Viewer, case: Case) -> dict[str, Offer]:
    """What this viewer can do with this case now, in the order of the page."""
    works = permissions.can_work(viewer, case)
    may = {"note": permissions.can_note(viewer, case), "reopen": permissions.can_follow_up(viewer, case)}
    return {
        name: offer
        for name, offer in OFFERS.items()
        if may.get(name, works) and (offer.move is None or moves.allowed(offer.move, case.state))
    }


def chosen_action(wanted: str, offered: dict[str, Offer]) -> str:
    if wanted in offered:
        return wanted
    return next(iter(offered), "")


def form_for(action: str, case: Case) -> Form | None:
    """The empty form of an action."""
    match action:
        case "answer":
            return forms.AnswerForm(case=case)
        case "contact":
            return forms.ContactForm()
        case "dispatch":
            return forms.DispatchForm(case=case, initial=_dispatch_initial(case))
        case "note":
            return forms.NoteForm()
        case "assess":
            return forms.AssessForm(initial={"kind": case.kind, "severity": case.severity})
        case "wait" | "reopen":
            return forms.ReasonForm()
        case "hand-over":
            return forms.HandOverForm(case=case)
        case "close":
            return forms.CloseForm()
    return None


def _dispatch_initial(case: Case) -> dict[str, object]:
    """One working day, and the place as the customer gave it."""
    conversation = case.conversation
    contact = conversation.contact
    place = str(conversation.unit) if conversation.unit else contact.address if contact else ""
    due = localtime(calendar().add_working(now(), timedelta(hours=9)))
    return {"place": place, "due_at": due.strftime("%Y-%m-%dT%H:%M")}
