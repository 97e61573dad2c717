"""The table of states as a whole, and random lives of a case through the real actions."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, given, settings

from crm import actions, moves
from crm.models import Case, ClockKind, State
from crm.moves import MOVES, PUBLIC

ENDED = {State.CLOSED, State.FOLLOWED_UP}
_ORDER = ["received", "in_progress", "answered", "closed", "followed_up"]


@given(st.lists(st.sampled_from(sorted(MOVES)), max_size=30))
def test_moves_any_walk_closes_only_what_was_told(walk):
    state = State.RECEIVED
    for move in walk:
        if state not in MOVES[move]:
            continue
        after = MOVES[move][state]
        if after == State.CLOSED:
            assert state in {State.ANSWERED, State.COMMUNICATED}
        if state in ENDED and after not in ENDED:
            assert after == State.REOPENED
        if state == State.RECEIVED and after != State.RECEIVED:
            assert move == "take"
        state = after


def test_moves_every_state_is_reached_and_left():
    reached, frontier = {State.RECEIVED}, [State.RECEIVED]
    while frontier:
        here = frontier.pop()
        onward = {table[here] for table in MOVES.values() if here in table} - {here}
        assert onward, f"{here} is a dead end"
        frontier += onward - reached
        reached |= onward

    assert reached == set(State)


def test_moves_every_state_has_a_public_word():
    assert set(PUBLIC) == set(State)
    assert set(PUBLIC.values()) == set(_ORDER)


_STEPS = {
    "assess": lambda viewer, case: actions.assess(viewer=viewer, case=case, severity="hot", kind="repair"),
    "wait": lambda viewer, case: actions.put_waiting(viewer=viewer, case=case, reason="等配件"),
    "resume": lambda viewer, case: actions.resume(viewer=viewer, case=case),
    "answer": lambda viewer, case: actions.answer_customer(viewer=viewer, case=case, html="<p>已安排。</p>"),
    "tell": lambda viewer, case: actions.note_contact(
        viewer=viewer, case=case, kind="call", html="<p>已告知</p>", told=True
    ),
    "close": lambda viewer, case: actions.close_case(viewer=viewer, case=case),
    "reopen": lambda viewer, case: actions.reopen(viewer=viewer, case=case, reason="又坏了"),
}


@given(walk=st.lists(st.sampled_from(sorted(_STEPS)), min_size=3, max_size=9))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_actions_any_life_keeps_clocks_and_state_together(walk, open_matter, dana, viewer_of):
    viewer = viewer_of(dana)
    case = actions.take_case(viewer=viewer, case=open_matter())
    for name in walk:
        may = moves.allowed(name, Case.objects.get(pk=case.pk).state)
        if may:
            _STEPS[name](viewer, case)
        else:
            with pytest.raises(moves.NotNow):
                _STEPS[name](viewer, case)

        fresh = Case.objects.get(pk=case.pk)
        running = fresh.clocks.filter(stopped_at=None, paused_at=None).order_by("due_at")
        assert fresh.first_asked == dana
        assert (fresh.closed_at is not None) == (fresh.state in ENDED)
        assert fresh.next_due_at == (running[0].due_at if running else None)
        assert not (fresh.closed_at and fresh.clocks.filter(stopped_at=None).exists())
        assert fresh.clocks.filter(kind=ClockKind.SOLUTION).count() == fresh.round + 1
        fresh.conversation.refresh_from_db()
        assert fresh.conversation.progress_state == PUBLIC[State(fresh.state)]
