"""The spokesperson's desk: queue, thread, answer."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Board, Post, Topic, Watch, WatchedWord, WatchState
from owners.models import Estate, User
from portal.worktime import today

WATCH_QUERIES = 7


@pytest.fixture
def board(estate: Estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def ask(board: Board, olga: User, viewer_of) -> Callable[..., Topic]:
    """`ask(title)`: Olga asks on the public board."""

    def make(title: str = "电梯又停了") -> Topic:
        return actions.start_topic(viewer=viewer_of(olga), board=board, title=title, html="<p>三号楼</p>")

    return make


def _url(name: str, topic: Topic) -> str:
    return reverse(f"desk:{name}", args=[topic.public_id])


@pytest.mark.parametrize("who, code", [("olga", 403), ("stella", 403), ("dana", 403), ("sam", 200), ("mona", 200)])
def test_watch_list_is_the_spokespersons(request, ask, client_for, who, code) -> None:
    ask()

    assert client_for(request.getfixturevalue(who)).get(reverse("desk:watch-list")).status_code == code


def test_watch_list_shows_its_own_estates_only(otto, sam, other_estate, client_for, viewer_of) -> None:
    there = Board.objects.create(slug="there", estate=other_estate, name="云栖广场", audience="public")
    actions.start_topic(viewer=viewer_of(otto), board=there, title="云栖台的事", html="<p>那边</p>")

    assert "云栖台的事" not in client_for(sam).get(reverse("desk:watch-list")).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_watch_list_costs_the_same_for_any_number_of_rows(
    rows, ask, sam, client_for, django_assert_num_queries
) -> None:
    for n in range(rows):
        ask(f"第 {n} 个问题")
    client = client_for(sam)
    client.get(reverse("desk:watch-list"))

    with django_assert_num_queries(WATCH_QUERIES):
        response = client.get(reverse("desk:watch-list"))

    assert response.content.decode().count("data-desk-row") == rows


def test_watch_shows_thread_author_and_clock(ask, sam, client_for) -> None:
    topic = ask()

    page = client_for(sam).get(_url("watch", topic)).content.decode()

    assert "三号楼" in page and "奥丽佳" in page
    assert "clock-chip" in page
    assert reverse("desk:case-from-topic", args=[topic.public_id]) in page


def test_watch_of_another_estate_does_not_exist(otto, sam, other_estate, client_for, viewer_of) -> None:
    there = Board.objects.create(slug="there", estate=other_estate, name="云栖广场", audience="public")
    topic = actions.start_topic(viewer=viewer_of(otto), board=there, title="云栖台的事", html="<p>那边</p>")

    assert client_for(sam).get(_url("watch", topic)).status_code == 404


def test_watch_claim_and_release(ask, sam, client_for) -> None:
    topic, client = ask(), client_for(sam)

    client.post(_url("watch-claim", topic))
    claimed = Watch.objects.get().claimed_by
    client.post(_url("watch-release", topic))

    assert (claimed, Watch.objects.get().claimed_by) == (sam, None)


def test_watch_draft_is_kept_and_comes_back(ask, sam, client_for) -> None:
    topic, client = ask(), client_for(sam)

    saved = client.post(_url("watch-draft", topic), {"body": "<p>写到一半</p>"}, headers={"HX-Request": "true"})

    assert saved.status_code == 200
    assert "写到一半" in client.get(_url("watch", topic)).content.decode()


def test_watch_answer_publishes_under_the_seal(ask, sam, client_for) -> None:
    topic = ask()

    client_for(sam).post(_url("watch-answer", topic), {"body": "<p>周四修好</p>"})

    page = client_for(None).get(topic.get_absolute_url()).content.decode()
    assert Post.objects.get(is_official=True).text == "周四修好"
    assert "周四修好" in page and 'class="seal' in page


def test_watch_answer_empty_keeps_the_desk_and_says_why(ask, sam, client_for) -> None:
    response = client_for(sam).post(_url("watch-answer", ask()), {"body": ""})

    assert response.status_code == 422
    assert "field-error" in response.content.decode()


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_watch_answer_by_anybody_else_is_forbidden(request, ask, client_for, who) -> None:
    response = client_for(request.getfixturevalue(who)).post(_url("watch-answer", ask()), {"body": "<p>冒充</p>"})

    assert response.status_code == 403
    assert not Post.objects.filter(is_official=True).exists()


def test_watch_submit_then_approve(ask, board, sam, mona, client_for) -> None:
    Board.objects.update(answer_approval=True)
    topic = ask()

    client_for(sam).post(_url("watch-submit", topic), {"body": "<p>拟稿</p>"})
    state = Watch.objects.get().state
    client_for(mona).post(_url("watch-approve", topic))

    assert (state, Post.objects.get(is_official=True).text) == (WatchState.APPROVAL, "拟稿")


def test_watch_return_wants_a_note(ask, sam, mona, viewer_of, client_for) -> None:
    topic = ask()
    actions.submit_draft(viewer=viewer_of(sam), watch=topic.watch, html="<p>拟稿</p>")

    response = client_for(mona).post(_url("watch-return", topic), {"note": ""})

    assert response.status_code == 422
    assert Watch.objects.get().state == WatchState.APPROVAL


def test_watch_dismiss_with_and_without_a_reason(ask, sam, client_for) -> None:
    topic, client = ask(), client_for(sam)

    refused = client.post(_url("watch-dismiss", topic), {"reason": ""}).status_code
    client.post(_url("watch-dismiss", topic), {"reason": "邻里闲聊"})

    assert (refused, Watch.objects.get().dismissed_reason) == (422, "邻里闲聊")


def test_spokesperson_is_told_of_a_new_question(ask, sam, drain) -> None:
    from notify.models import Notification

    topic = ask("车库漏水")
    drain()

    notice = Notification.objects.get(user=sam, kind="forum.watch")
    assert (notice.params["topic"], notice.url) == ("车库漏水", topic.get_absolute_url())


def test_watch_says_why_it_is_here_and_what_was_said_of_the_same(ask, nina, board, sam, viewer_of, client_for) -> None:
    WatchedWord.objects.create(word="困人", action="complaint")
    actions.start_topic(viewer=viewer_of(nina), board=board, title="电梯停运", html="<p>四号楼的电梯今早停运。</p>")
    topic = ask("电梯停运又困人")

    page = client_for(sam).get(_url("watch", topic))

    assert [str(cause.said) for cause in page.context["watch"].why] == ["", "困人"]
    assert [other.topic.title for other in page.context["related"]] == ["电梯停运"]
    assert page.context["author"].resident == "业主"


def test_watch_does_not_tell_of_topics_its_reader_may_not_read(ask, otto, other_estate, sam, viewer_of, client_for):
    there = Board.objects.create(slug="there", name="全公司", audience=f"estate:{other_estate.pk}:verified")
    actions.start_topic(viewer=viewer_of(otto), board=there, title="电梯停运", html="<p>一号楼的电梯今早停运。</p>")

    page = client_for(sam).get(_url("watch", ask("电梯停运")))

    assert page.context["related"] == []


def test_watch_answer_with_promise_further_topic_and_last_word(ask, board, nina, sam, viewer_of, client_for) -> None:
    other = actions.start_topic(viewer=viewer_of(nina), board=board, title="电梯停运", html="<p>四号楼今早停运。</p>")
    topic = ask("电梯停运")
    day = today() + timedelta(days=3)
    sent = {"body": "<p>周四修好</p>", "also": [other.public_id], "promised_for": day, "lock_reason": "请到新帖继续"}

    client_for(sam).post(_url("watch-answer", topic), sent)

    topic.refresh_from_db()
    page = client_for(None).get(topic.get_absolute_url()).content.decode()
    assert Post.objects.filter(is_official=True).count() == 2
    assert (topic.is_locked, topic.locked_reason) == (True, "请到新帖继续")
    assert "official-promise" in page


def test_watch_answer_with_a_day_gone_by_keeps_the_text(ask, sam, client_for) -> None:
    response = client_for(sam).post(_url("watch-answer", ask()), {"body": "<p>周四</p>", "promised_for": "2020-01-01"})

    assert response.status_code == 422
    assert "promised_for" in response.context["form"].errors
    assert "周四" in response.content.decode()


def test_watch_correct_stands_under_the_seal_for_all(ask, sam, client_for) -> None:
    topic, client = ask(), client_for(sam)
    client.post(_url("watch-answer", topic), {"body": "<p>周四修好</p>"})
    url = reverse("desk:watch-correct", args=[topic.public_id, 2])

    refused = client.post(url, {"body": ""}).status_code
    client.post(url, {"body": "应为周五"})

    page = client_for(None).get(topic.get_absolute_url()).content.decode()
    assert refused == 422
    assert "周四修好" in page and "应为周五" in page and "official-added" in page


@pytest.mark.parametrize("who, code", [("olga", 403), ("dana", 403)])
def test_watch_correct_is_the_spokespersons(request, who, code, ask, sam, client_for) -> None:
    topic = ask()
    client_for(sam).post(_url("watch-answer", topic), {"body": "<p>周四修好</p>"})
    url = reverse("desk:watch-correct", args=[topic.public_id, 2])

    assert client_for(request.getfixturevalue(who)).post(url, {"body": "改"}).status_code == code
