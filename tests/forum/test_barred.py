"""Whoever may not write meets the reason and the way to appeal, not a form that will be refused."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Topic


@pytest.fixture
def topic(nina, residents_board, start) -> Topic:
    return start(nina, residents_board, "路灯坏了", "<p>北门的路灯不亮。</p>")


@pytest.fixture
def bar(topic, olga, sam, viewer_of):
    """Olga may not write for three days."""
    post = actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>难听的话</p>")
    return actions.sanction_author(viewer=viewer_of(sam), post=post, kind="time_out", days=3, reason="辱骂邻居")


def _pages(topic: Topic) -> list[str]:
    return [reverse("forum:topic-start", args=[topic.board.slug]), reverse("forum:topic-reply", args=[topic.public_id])]


def test_barred_person_reads_why_and_where_to_appeal_instead_of_a_composer(topic, bar, olga, client_for) -> None:
    client = client_for(olga)

    for url in _pages(topic):
        page = client.get(url).content.decode()
        assert "辱骂邻居" in page
        assert bar.get_absolute_url() in page
        assert "<trix-editor" not in page
        assert 'name="body"' not in page


def test_barred_person_changes_nothing_either(topic, bar, olga, client_for) -> None:
    page = client_for(olga).get(reverse("forum:post-edit", args=[topic.public_id, 2])).content.decode()

    assert "辱骂邻居" in page
    assert 'name="body"' not in page


def test_others_write_as_before(topic, bar, nina, client_for) -> None:
    client = client_for(nina)

    assert all('name="body"' in client.get(url).content.decode() for url in _pages(topic))


def test_bar_at_another_estate_bars_nobody_here(topic, bar, olga, other_estate, client_for) -> None:
    bar.estate = other_estate
    bar.save()

    assert all('name="body"' in client_for(olga).get(url).content.decode() for url in _pages(topic))


def test_words_that_came_too_late_can_be_copied(topic, bar, olga, client_for) -> None:
    """Barred while they wrote: refused, and nothing is lost. What they wrote is no script."""
    sent = {"title": "还有一件事", "body": "<p>路灯的事<script>x()</script></p>", "poll_days": "7"}

    for url in _pages(topic):
        page = client_for(olga).post(url, sent).content.decode()
        assert "路灯的事" in page
        assert "x()" not in page
        assert 'name="body"' not in page
    assert Topic.objects.count() == 1
