import pytest

from crm.actions import (
    HoldsPersonalNumbers,
    NotYours,
    add_note,
    answer_customer,
    close_case,
    leaks,
    note_contact,
    put_waiting,
)
from crm.models import ClockKind, EntryKind, State
from mailbox.actions import receive_message
from portal.errors import Refused


def test_answer_reaches_the_conversation_and_stops_the_first_clock(danas_case, dana, viewer_of):
    entry = answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>今天下午换灯。</p>")

    danas_case.refresh_from_db()
    message = danas_case.conversation.messages.get(direction="out", pk=entry.message_id)
    assert "今天下午换灯" in message.html
    assert danas_case.state == State.ANSWERED
    assert danas_case.clocks.get(kind=ClockKind.FIRST_ANSWER).stopped_at is not None
    assert danas_case.clocks.get(kind=ClockKind.SOLUTION).stopped_at is None


def test_answer_that_solves_stops_the_solution_clock_too(danas_case, dana, viewer_of):
    answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>已换好。</p>", solves=True)

    danas_case.refresh_from_db()
    assert danas_case.state == State.COMMUNICATED
    assert danas_case.next_due_at is None


def test_answer_of_a_case_that_nobody_took_is_refused(case, mona, viewer_of):
    with pytest.raises(Refused, match=r".+"):
        answer_customer(viewer=viewer_of(mona), case=case, html="<p>好</p>")

    assert not case.entries.filter(kind=EntryKind.PUBLIC_ANSWER).exists()


@pytest.mark.parametrize("who", ["dora", "other_officer", "stranger", "stella"])
def test_answer_is_for_the_handler(danas_case, who, viewer_of, request):
    with pytest.raises(NotYours):
        answer_customer(viewer=viewer_of(request.getfixturevalue(who)), case=danas_case, html="<p>好</p>")


def test_answer_with_a_neighbours_number_is_held_until_confirmed(danas_case, dana, viewer_of):
    html = "<p>请联系楼上 138 0000 7777 的住户。</p>"

    with pytest.raises(HoldsPersonalNumbers, match="138 0000 7777"):
        answer_customer(viewer=viewer_of(dana), case=danas_case, html=html)

    assert answer_customer(viewer=viewer_of(dana), case=danas_case, html=html, confirmed=True).pk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("您的号码 13800001599 已登记", []),
        ("请打 13800007777", ["13800007777"]),
        ("身份证 620102199003074518 已核对", ["620102199003074518"]),
        ("工单 JSW-2026-000123，金额 1280000 分", []),
        ("值班电话 0931-8880000", []),
    ],
)
def test_leaks_finds_numbers_of_others_only(text, found):
    assert leaks(text, own="+8613800001599") == found


def test_reply_wakes_a_waiting_case(danas_case, dana, viewer_of, drain):
    put_waiting(viewer=viewer_of(dana), case=danas_case, reason="等业主")

    receive_message(conversation=danas_case.conversation, text="周六在家。")
    drain()

    danas_case.refresh_from_db()
    assert danas_case.state == State.IN_PROGRESS
    assert danas_case.customer_wrote_at is not None
    assert danas_case.next_due_at is not None


def test_reply_to_a_closed_case_opens_a_new_round_for_the_same_person(danas_case, dana, viewer_of, drain):
    answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>已修好。</p>", solves=True)
    close_case(viewer=viewer_of(dana), case=danas_case)

    receive_message(conversation=danas_case.conversation, text="又坏了。")
    drain()

    danas_case.refresh_from_db()
    assert (danas_case.state, danas_case.round, danas_case.closed_at) == (State.REOPENED, 1, None)
    assert danas_case.first_asked == danas_case.handler == dana


def test_reply_that_is_not_proved_is_shown_and_moves_nothing(danas_case, dana, viewer_of, drain, unproved):
    put_waiting(viewer=viewer_of(dana), case=danas_case, reason="等业主")

    unproved(danas_case, "请撤销")
    drain()

    danas_case.refresh_from_db()
    assert danas_case.state == State.WAITING
    assert danas_case.entries.filter(message__unverified=True).count() == 1


def test_call_that_tells_the_customer_counts_as_the_answer(danas_case, dana, viewer_of):
    note_contact(viewer=viewer_of(dana), case=danas_case, kind="call", html="<p>已告知结果</p>", told=True)

    danas_case.refresh_from_db()
    assert danas_case.state == State.COMMUNICATED


def test_note_is_clean_and_never_reaches_the_customer(danas_case, dana, viewer_of):
    before = danas_case.conversation.messages.count()

    entry = add_note(viewer=viewer_of(dana), case=danas_case, html='<p onclick="x()">内部</p><script>x</script>')

    assert str(entry.safe_html) == "<p>内部</p>"
    assert danas_case.conversation.messages.count() == before
