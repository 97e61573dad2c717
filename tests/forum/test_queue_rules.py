"""What calls the company by rule, each reason a row, and what does not call twice."""

from datetime import timedelta

import pytest
from django.core.management import call_command

from forum import actions, wording
from forum.actions.watching import call_company
from forum.models import Watch, WatchCause, WatchedWord, WatchReason, WatchState
from tests.conftest import _owner, _unit
from tests.forum.complaint_texts import COMPLAINTS, INNOCENT
from tests.forum.conftest import MONDAY


@pytest.fixture
def chat(public_board):
    """A board on which the company isn't asked."""
    public_board.answer_expected = False
    public_board.me_too_calls, public_board.heat_calls = 2, 6
    public_board.save()
    return public_board


@pytest.fixture
def neighbours(building):
    return [_owner(f"邻居{n}", f"+861380001{n:04}", _unit(building, f"2{n:02}"), email="") for n in range(4)]


def _reasons(topic) -> list[tuple[str, str]]:
    return list(WatchCause.objects.filter(watch__topic=topic).order_by("pk").values_list("reason", "said"))


def test_question_where_the_company_answers_is_one_reason_and_its_words_another(olga, public_board, start) -> None:
    WatchedWord.objects.create(word="漏水", action="complaint")

    topic = start(olga, public_board, title="车库漏水")

    assert _reasons(topic) == [("expected", ""), ("complaint", "漏水")]
    assert not topic.posts.get().flags.exists()


def test_complaint_word_calls_from_a_board_where_nobody_is_asked(olga, chat, start) -> None:
    WatchedWord.objects.create(word="漏水", action="complaint")

    quiet, loud = start(olga, chat, title="约球"), start(olga, chat, title="漏 水了", html="<p>看图，三号楼的顶上</p>")

    assert not Watch.objects.filter(topic=quiet).exists()
    assert _reasons(loud) == [("complaint", "漏水")]
    assert (loud.awaits_answer, loud.is_held) == (True, False)


def test_complaint_word_in_a_reply_calls_once_for_its_topic(olga, nina, sam, chat, start, viewer_of) -> None:
    WatchedWord.objects.create(word="漏水", action="complaint")
    topic = start(olga, chat, title="约球")
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>先说漏水的事</p>")
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>已派人</p>")

    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>还在漏水</p>")

    assert Watch.objects.get(topic=topic).state == WatchState.ANSWERED


def test_me_toos_call_at_the_boards_number_of_homes(olga, neighbours, chat, start, viewer_of) -> None:
    topic = start(olga, chat)
    post = topic.posts.get()

    actions.react(viewer=viewer_of(neighbours[0]), post=post)
    one = Watch.objects.filter(topic=topic).exists()
    actions.react(viewer=viewer_of(neighbours[1]), post=post)

    assert (one, _reasons(topic)) == (False, [("me_toos", "2")])


def test_me_too_taken_back_and_said_again_calls_once(olga, sam, neighbours, chat, start, viewer_of) -> None:
    topic = start(olga, chat)
    post = topic.posts.get()
    for user in neighbours[:2]:
        actions.react(viewer=viewer_of(user), post=post)
    actions.dismiss_watch(viewer=viewer_of(sam), watch=topic.watch, reason="已另行答复")

    for _ in range(2):
        actions.react(viewer=viewer_of(neighbours[0]), post=post)

    assert Watch.objects.get(topic=topic).state == WatchState.DISMISSED


def test_heat_calls_by_replies_and_homes(olga, nina, neighbours, chat, start, viewer_of) -> None:
    chat.me_too_calls = 0
    chat.save()
    topic = start(olga, chat)
    for user in neighbours[:2]:
        actions.react(viewer=viewer_of(user), post=topic.posts.get(number=1))

    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>一</p>")
    before = Watch.objects.filter(topic=topic).exists()
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>二</p>")

    assert (before, _reasons(topic)) == (False, [("heat", "6")])


def test_board_can_switch_the_numbers_off(olga, neighbours, chat, start, viewer_of) -> None:
    chat.me_too_calls, chat.heat_calls = 0, 0
    chat.save()
    topic = start(olga, chat)

    for user in neighbours:
        actions.react(viewer=viewer_of(user), post=topic.posts.get())

    assert not Watch.objects.filter(topic=topic).exists()


def test_staff_put_a_topic_here_and_a_moderator_taps(olga, sam, adam, chat, start, viewer_of) -> None:
    topic = start(olga, chat)

    actions.put_on_watch(viewer=viewer_of(adam), topic=topic)
    due = Watch.objects.get().due_at
    actions.put_on_watch(viewer=viewer_of(sam), topic=topic)

    assert [reason for reason, _said in _reasons(topic)] == ["tapped", "put_here"]
    assert Watch.objects.get().due_at == due


def test_mention_calls_each_time_and_the_old_reasons_are_not_shown_again(
    olga, sam, public_board, start, viewer_of, clock
) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>好</p>")

    with clock(MONDAY + timedelta(days=1)):
        topic.refresh_from_db()
        watch = call_company(topic, WatchReason.MENTIONED)

    assert (watch.is_open, [cause.reason for cause in watch.why]) == (True, ["mentioned"])


def test_company_does_not_ask_itself(sam, public_board, start) -> None:
    WatchedWord.objects.create(word="漏水", action="complaint")

    start(sam, public_board, title="漏水抢修公告", html="<p>今晚八点停水检修，请各位邻居提前储水。</p>")

    assert not Watch.objects.exists()


def test_claim_that_lapsed_is_nobodys(olga, sam, public_board, start, viewer_of, clock) -> None:
    with clock(MONDAY):
        watch = actions.claim_watch(viewer=viewer_of(sam), watch=start(olga, public_board).watch)
        assert watch.holder == sam

    with clock(MONDAY + timedelta(hours=3)):
        assert watch.holder is None


def test_complaint_words_are_added_once_and_staffs_own_stay(db) -> None:
    WatchedWord.objects.create(word="漏水", action="hold", note="我们自己的")

    call_command("complaint_words")
    n = WatchedWord.objects.count()
    call_command("complaint_words")

    assert n == WatchedWord.objects.count() > 40
    assert WatchedWord.objects.get(word="漏水").action == "hold"
    assert WatchedWord.objects.get(word="甲醛").note == "安全与健康"


def test_complaint_words_on_labelled_texts(db) -> None:
    actions.add_complaint_words()

    heard = {text: wording.read(text).complaints for text in [*COMPLAINTS, *INNOCENT]}

    assert [text for text, word in COMPLAINTS.items() if word not in heard[text]] == []
    assert [text for text in INNOCENT if heard[text]] == []
