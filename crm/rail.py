"""The five public words of a case with their dates, for the status rail."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min, Q
from django.utils.translation import pgettext_lazy

from crm.models import Case, EntryKind, State, Step
from crm.moves import PUBLIC

WORDS: dict[str, object] = {
    "received": pgettext_lazy("progress", "Received"),
    "in_progress": pgettext_lazy("progress", "In progress"),
    "answered": pgettext_lazy("progress", "Answered"),
    "closed": pgettext_lazy("progress", "Settled"),
    "followed_up": pgettext_lazy("progress", "Followed up"),
}


@dataclass(frozen=True, slots=True)
class RailStep:
    label: object
    state: str
    at: datetime | None


def rail_of(case: Case) -> list[RailStep]:
    """Steps as the `status_rail` component takes them. One query."""
    worked = Q(step__in=(Step.ASSESSED, Step.DISPATCHED, Step.RESUMED))
    told = Q(kind=EntryKind.PUBLIC_ANSWER) | Q(step=Step.TOLD)
    reached = case.entries.aggregate(
        in_progress=Min("created_at", filter=worked),
        answered=Min("created_at", filter=told),
        closed=Max("created_at", filter=Q(step=Step.CLOSED)),
        followed_up=Max("created_at", filter=Q(step=Step.FOLLOWED_UP)),
    )
    reached["received"] = case.opened_at
    order = list(WORDS)
    current = order.index(PUBLIC[State(case.state)])
    return [
        RailStep(
            label=WORDS[word],
            state="done" if place < current else "now" if place == current else "next",
            at=reached[word] if place <= current else None,
        )
        for place, word in enumerate(order)
    ]
