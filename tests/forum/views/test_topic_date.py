"""To a day of a topic."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Topic
from portal.worktime import at_clock
from tests.forum.conftest import MONDAY


@pytest.fixture
def topic(olga, nina, residents_board, start, viewer_of) -> Topic:
    """Asked on Monday 16th, answered on the 18th and on the 20th, each time at ten in China."""
    with at_clock(MONDAY):
        topic = start(olga, residents_board)
    for days in (2, 4):
        with at_clock(MONDAY + timedelta(days=days)):
            actions.reply(viewer=viewer_of(nina), topic=topic, html=f"<p>第{days}天</p>")
    return topic


@pytest.mark.parametrize(
    ("day", "number"),
    [("2026-11-01", 1), ("2026-11-16", 1), ("2026-11-17", 2), ("2026-11-18", 2), ("2026-11-20", 3), ("2027-01-01", 3)],
)
def test_topic_date_leads_to_the_first_post_of_the_day_or_after(topic, nina, client_for, day, number) -> None:
    response = client_for(nina).get(reverse("forum:topic-date", args=[topic.public_id]), {"on": day})

    assert response["Location"] == f"/forum/t/{topic.public_id}/?from={number}#p{number}"


@pytest.mark.parametrize("day", ["", "gestern", "2026-13-40"])
def test_topic_date_that_cannot_be_read_leads_to_the_topic(topic, nina, client_for, day) -> None:
    response = client_for(nina).get(reverse("forum:topic-date", args=[topic.public_id]), {"on": day})

    assert response["Location"] == topic.get_absolute_url()


def test_topic_date_is_closed_to_strangers(topic, otto, client_for) -> None:
    url = reverse("forum:topic-date", args=[topic.public_id])

    assert client_for(otto).get(url, {"on": "2026-11-17"}).status_code == 404
    assert client_for(None).get(url, {"on": "2026-11-17"}).status_code == 404


def test_only_a_topic_of_several_pages_offers_days(topic, nina, client_for, monkeypatch) -> None:
    field = 'id="jump-date"'
    assert field not in client_for(nina).get(topic.get_absolute_url()).content.decode()

    monkeypatch.setattr("forum.thread.PER_PAGE", 2)

    assert field in client_for(nina).get(topic.get_absolute_url()).content.decode()
