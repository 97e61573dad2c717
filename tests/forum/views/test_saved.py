"""Saving a post, and the list of what somebody saved."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Bookmark, Topic

# The frame, the session and the viewer cost six of them.
LIST_QUERIES = 6


@pytest.fixture
def topic(olga, residents_board, start) -> Topic:
    return start(olga, residents_board, "哪家师傅修水管")


@pytest.fixture
def save(client_for):
    """`save(nina, topic, 1)` taps “save” under a post."""

    def tap(user, topic: Topic, number: int = 1, **extra: str):
        return client_for(user).post(reverse("forum:post-save", args=[topic.public_id, number]), extra)

    return tap


def _list(client) -> str:
    return client.get(reverse("forum:saved-list")).content.decode()


def test_post_save_puts_it_on_the_list_and_again_takes_it_off(topic, nina, client_for, save) -> None:
    client = client_for(nina)

    response = save(nina, topic)

    assert response["Location"].endswith("#p1")
    assert "哪家师傅修水管" in _list(client)
    assert save(nina, topic, from_list="1")["Location"].endswith("/forum/saved/")
    assert "哪家师傅修水管" not in _list(client)


def test_post_save_answers_htmx_with_the_pressed_post(topic, nina, client_for) -> None:
    url = reverse("forum:post-save", args=[topic.public_id, 1])

    page = client_for(nina).post(url, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith("<article")
    assert 'aria-pressed="true"' in page.split(url)[-1]


def test_saved_shows_on_the_saver_s_page_only(topic, olga, nina, client_for, save) -> None:
    save(nina, topic)
    tool = reverse("forum:post-save", args=[topic.public_id, 1])

    pages = [client_for(user).get(topic.get_absolute_url()).content.decode() for user in (nina, olga)]

    pressed = ['aria-pressed="true"' in page.split(tool)[-1].split("</button>")[0] for page in pages]
    assert pressed == [True, False]


def test_saved_list_is_one_s_own(topic, olga, nina, client_for, save) -> None:
    save(nina, topic)

    assert "哪家师傅修水管" not in _list(client_for(olga))


def test_post_save_is_refused_to_strangers(topic, otto, client, save) -> None:
    assert save(otto, topic).status_code == 404
    assert "/accounts/" in client.post(reverse("forum:post-save", args=[topic.public_id, 1]))["Location"]
    assert not Bookmark.objects.exists()


def test_saved_post_vanishes_when_its_board_closes_to_the_saver(
    topic, nina, estate, client_for, save, residents_board
) -> None:
    save(nina, topic)
    residents_board.audience = f"staff:{estate.pk}"
    residents_board.save()

    actions.spread_board(board=residents_board)

    assert "哪家师傅修水管" not in _list(client_for(nina))


def test_saved_post_vanishes_when_it_is_hidden_and_comes_back(topic, nina, sam, viewer_of, client_for, save) -> None:
    post = topic.posts.get()
    save(nina, topic)

    actions.hide_post(viewer=viewer_of(sam), post=post, reason="看一下")
    assert "哪家师傅修水管" not in _list(client_for(nina))

    actions.show_post(viewer=viewer_of(sam), post=post)
    assert "哪家师傅修水管" in _list(client_for(nina))


def test_saved_list_pages_by_key(topic, nina, viewer_of, client_for, monkeypatch) -> None:
    monkeypatch.setattr("forum.views.saved.PER_PAGE", 2)
    for n in range(2):
        actions.reply(viewer=viewer_of(nina), topic=topic, html=f"<p>第{n}条</p>")
    for post in topic.posts.order_by("number"):
        actions.save_post(viewer=viewer_of(nina), post=post)
    client = client_for(nina)

    first = client.get(reverse("forum:saved-list"))
    older = client.get(reverse("forum:saved-list"), {"before": first.context["older"]})

    assert [one.post.number for one in first.context["saved"]] == [3, 2]
    assert [one.post.number for one in older.context["saved"]] == [1]
    assert older.context["older"] == ""


@pytest.mark.parametrize("count", [1, 3])
def test_saved_list_costs_the_same_for_any_number(
    count, olga, nina, residents_board, start, viewer_of, client_for, django_assert_num_queries
) -> None:
    for n in range(count):
        post = start(olga, residents_board, f"话题{n}", f"<p>第{n}个</p>").posts.get()
        actions.save_post(viewer=viewer_of(nina), post=post)
    client = client_for(nina)
    _list(client)

    with django_assert_num_queries(LIST_QUERIES):
        page = _list(client)

    assert page.count('class="list-row"') == count
