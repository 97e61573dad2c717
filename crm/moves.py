"""Which move leads from which state to which: the whole life of a case in one table.

`PUBLIC` says which of the customer's five words each state shows (已受理 → 处理中 → 已答复 → 已办结 →
已回访). Nothing else in the code names a state change.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from crm.models import Case, State
from portal.errors import Refused

Move = Mapping[State, State]

_RUNNING = (State.ACKNOWLEDGED, State.ASSESSED, State.IN_PROGRESS, State.REOPENED)
_WORKING = (*_RUNNING, State.WAITING)
_TOLD = (State.ANSWERED, State.COMMUNICATED)
_ENDED = (State.CLOSED, State.FOLLOWED_UP)


def _stay(*states: State) -> dict[State, State]:
    return {state: state for state in states}


def _lead(states: tuple[State, ...], to: State) -> dict[State, State]:
    return dict.fromkeys(states, to)


MOVES: dict[str, Move] = {
    "take": {State.RECEIVED: State.ACKNOWLEDGED, State.REOPENED: State.REOPENED},
    "hand_over": _stay(*_WORKING, *_TOLD),
    "assess": {
        **_stay(State.ASSESSED, State.IN_PROGRESS, State.WAITING, *_TOLD),
        **_lead((State.ACKNOWLEDGED, State.REOPENED), State.ASSESSED),
    },
    "dispatch": _lead((*_WORKING, *_TOLD), State.IN_PROGRESS),
    "wait": _lead((*_RUNNING, State.ANSWERED), State.WAITING),
    "resume": {State.WAITING: State.IN_PROGRESS},
    "answer": {**_lead((*_WORKING, State.ANSWERED), State.ANSWERED), **_stay(State.COMMUNICATED)},
    "tell": _lead((*_WORKING, *_TOLD), State.COMMUNICATED),
    "close": _lead(_TOLD, State.CLOSED),
    "follow_up": {State.CLOSED: State.FOLLOWED_UP},
    "reopen": _lead(_ENDED, State.REOPENED),
    # The customer wrote: a waiting case goes on, an ended one is open again.
    "wake": {
        **_stay(State.RECEIVED, State.ACKNOWLEDGED, State.ASSESSED, State.IN_PROGRESS, State.REOPENED, *_TOLD),
        State.WAITING: State.IN_PROGRESS,
        **_lead(_ENDED, State.REOPENED),
    },
}

PUBLIC: dict[State, str] = {
    State.RECEIVED: "received",
    State.ACKNOWLEDGED: "received",
    State.ASSESSED: "in_progress",
    State.IN_PROGRESS: "in_progress",
    State.WAITING: "in_progress",
    State.REOPENED: "in_progress",
    State.ANSWERED: "answered",
    State.COMMUNICATED: "answered",
    State.CLOSED: "closed",
    State.FOLLOWED_UP: "followed_up",
}


class NotNow(Refused):
    """The case is not in a state from which this move leads on."""


def allowed(move: str, state: str) -> bool:
    return State(state) in MOVES[move]


def after(move: str, case: Case) -> State:
    """The state that `move` leads to; NotNow if it doesn't lead from here."""
    try:
        return MOVES[move][State(case.state)]
    except KeyError:
        raise NotNow(_why_not(move, case)) from None


def _why_not(move: str, case: Case) -> str:
    if case.state == State.RECEIVED:
        return _("Nobody has taken this case yet. Take it first.")
    if move == "close" and case.is_open:
        return _("The customer has not been told yet. Answer them, or note down the call, and then close.")
    if not case.is_open:
        return _("This case is closed. Reopen it first.")
    return _("That is not possible while the case is “%(state)s”.") % {"state": case.get_state_display()}
