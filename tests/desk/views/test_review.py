"""The review queue: what was reported or held, with what stands around it and behind it."""

from collections.abc import Callable

import pytest
from django.urls import reverse

from desk import review
from forum import actions
from forum.models import Board, Flag, Post, Topic, WatchedWord
from owners.models import Estate, User

# session and account: 5; posts, reports, neighbours, sanctions, upheld: 5
QUEUE_QUERIES = 9


@pytest.fixture
def board(estate: Estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def ask(board: Board, olga: User, viewer_of) -> Callable[..., Topic]:
    """`ask(title)`: Olga asks on the public board."""

    def make(title: str = "电梯又停了") -> Topic:
        return actions.start_topic(viewer=viewer_of(olga), board=board, title=title, html=f"<p>{title}，三号楼</p>")

    return make


@pytest.fixture
def say(nina, viewer_of) -> Callable[..., Post]:
    def make(topic: Topic, text: str, by: User = nina) -> Post:
        return actions.reply(viewer=viewer_of(by), topic=topic, html=f"<p>{text}</p>")

    return make


def _page(client, **query: str) -> str:
    return client.get(reverse("desk:watch-flags"), query).content.decode()


def test_queue_shows_reports_and_held_posts(ask, nina, sam, viewer_of, client_for) -> None:
    actions.flag_post(viewer=viewer_of(nina), post=ask().posts.get(), reason="privacy", note="有电话")
    WatchedWord.objects.create(word="群租", action="hold")
    ask("有人群租")

    page = _page(client_for(sam))

    assert "有电话" in page and "有人群租" in page and nina.display_name in page
    assert page.count("<blockquote") == 2


def test_queue_shows_what_stands_around_a_post_and_behind_its_author(
    ask, say, olga, nina, sam, viewer_of, client_for
) -> None:
    topic = ask()
    rude = say(topic, "你们都是骗子")
    say(topic, "说话客气一点", olga)
    actions.sanction_author(viewer=viewer_of(sam), post=rude, kind="warning", reason="请注意语气")
    earlier = say(ask("另一件事"), "都给我滚出去")
    actions.flag_post(viewer=viewer_of(olga), post=earlier, reason="insult")
    actions.hide_post(viewer=viewer_of(sam), post=earlier, reason="辱骂邻居", kind="insult")
    actions.flag_post(viewer=viewer_of(olga), post=rude, reason="insult")

    (row,) = review.load_queue(viewer_of(sam), after="").rows
    page = _page(client_for(sam))

    assert (row.post, row.before.number, row.after.number) == (rude, 1, 3)
    assert ([sanction.kind for sanction in row.sanctions], row.upheld, row.likely) == (["warning"], 1, "insult")
    assert "请注意语气" in page and "说话客气一点" in page and '<option value="insult" selected>' in page


@pytest.mark.parametrize("posts", [1, 4])
def test_queue_costs_the_same_for_any_number_of_posts(
    posts, ask, say, olga, sam, viewer_of, client_for, django_assert_num_queries
) -> None:
    topic = ask()
    for n in range(posts):
        actions.flag_post(viewer=viewer_of(olga), post=say(topic, f"{n} 楼的人太吵"), reason="insult")
    client = client_for(sam)
    _page(client)

    with django_assert_num_queries(QUEUE_QUERIES):
        _page(client)


def test_queue_goes_on_by_key_past_what_was_decided_meanwhile(
    ask, say, olga, sam, viewer_of, client_for, monkeypatch
) -> None:
    monkeypatch.setattr(review, "PER_PAGE", 2)
    topic = ask()
    posts = [say(topic, f"{n} 楼的人太吵") for n in range(5)]
    for post in posts:
        actions.flag_post(viewer=viewer_of(olga), post=post, reason="insult")

    first = review.load_queue(viewer_of(sam), after="")
    actions.keep_post(viewer=viewer_of(sam), post=posts[0])
    second = review.load_queue(viewer_of(sam), after=first.later)
    third = review.load_queue(viewer_of(sam), after=second.later)

    assert [[row.post.number for row in page.rows] for page in (first, second, third)] == [[2, 3], [4, 5], [6]]
    assert third.later == ""
    assert f"after={second.later}" in _page(client_for(sam), after=first.later)


def test_queue_of_another_estate_stays_closed(ask, olga, nina, viewer_of, client_for) -> None:
    actions.flag_post(viewer=viewer_of(nina), post=ask().posts.get(), reason="privacy")

    assert not review.load_queue(viewer_of(olga), after="").rows
    assert client_for(olga).get(reverse("desk:watch-flags")).status_code in {302, 403, 404}


def test_decision_hides_or_keeps_and_leads_back_to_the_same_page(ask, nina, sam, viewer_of, client_for) -> None:
    post = ask().posts.get()
    actions.flag_post(viewer=viewer_of(nina), post=post, reason="privacy")
    url, client = reverse("desk:watch-flag-decide", args=[post.pk]), client_for(sam)

    client.post(url, {"reason": ""})
    still = Post.objects.get().visibility
    back = client.post(url, {"kind": "private", "reason": "公布了电话", "after": "1700000000000000-7"})

    assert (still, Post.objects.get().visibility) == ("visible", "hidden")
    assert back["Location"].endswith("?after=1700000000000000-7")
    assert Flag.objects.get().state == "upheld"
