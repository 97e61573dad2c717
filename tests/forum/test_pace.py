"""Slow mode: each person waits between two posts, staff don't, and it ends by itself or by hand."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.errors import NotAllowed, ReasonMissing, TextRefused, TooSoon
from forum.models import ModerationRecord, Post, Topic
from portal.worktime import now

from .conftest import MONDAY

SOON = timedelta(minutes=9)


@pytest.fixture
def slow(olga, public_board, start, sam, viewer_of, clock) -> Topic:
    """Ten minutes between two posts, for a day, from Monday at ten."""
    with clock(MONDAY):
        topic = start(olga, public_board)
        until = MONDAY + timedelta(days=1)
        actions.slow_topic(viewer=viewer_of(sam), topic=topic, minutes=10, until=until, reason="请大家慢慢说")
    return topic


@pytest.fixture
def write(viewer_of, clock):
    """`write(nina, topic, after)` replies that long after Monday at ten."""

    def make(user, topic, after: timedelta, text: str = "一句话") -> Post:
        with clock(MONDAY + after):
            return actions.reply(viewer=viewer_of(user), topic=topic, html=f"<p>{text} {after}</p>")

    return make


def test_slow_topic_lets_each_person_write_once_in_the_pace(slow, nina, olga, write) -> None:
    write(nina, slow, timedelta(minutes=11))
    write(olga, slow, timedelta(minutes=11))

    with pytest.raises(TooSoon) as refused:
        write(nina, slow, timedelta(minutes=11) + SOON)
    later = write(nina, slow, timedelta(minutes=21))

    assert "10:21" in str(refused.value)
    assert later.number == 4


def test_slow_topic_counts_what_was_taken_back(slow, nina, write, viewer_of, clock) -> None:
    post = write(nina, slow, timedelta(minutes=1))
    with clock(MONDAY + timedelta(minutes=2)):
        actions.take_back_post(viewer=viewer_of(nina), post=post)

    with pytest.raises(TooSoon):
        write(nina, slow, timedelta(minutes=3))


def test_slow_topic_lets_staff_and_the_spokesperson_write_at_once(slow, sam, write, viewer_of) -> None:
    write(sam, slow, timedelta(minutes=1))

    assert write(sam, slow, timedelta(minutes=2)).number == 3


def test_slow_mode_ends_at_its_time_and_by_hand(slow, nina, sam, write, viewer_of, clock) -> None:
    last = timedelta(days=1) - timedelta(minutes=2)
    write(nina, slow, last)
    with pytest.raises(TooSoon):
        write(nina, slow, last + timedelta(minutes=1))
    write(nina, slow, timedelta(days=1))
    with clock(MONDAY):
        actions.slow_topic(viewer=viewer_of(sam), topic=slow, minutes=60, until=None, reason="又吵起来了")
        actions.unslow_topic(viewer=viewer_of(sam), topic=slow)

    assert write(nina, slow, timedelta(days=1, minutes=1)).number == 4


def test_slow_mode_stands_in_the_open_record(slow, client) -> None:
    page = client.get(reverse("forum:record")).content.decode()

    record = ModerationRecord.objects.get(act="slow")
    assert (record.minutes, record.until) == (10, MONDAY + timedelta(days=1))
    assert "请大家慢慢说" in page and "10 分钟" in page


def test_slow_mode_wants_a_keeper_a_reason_and_a_known_pace(olga, nina, public_board, start, sam, viewer_of) -> None:
    topic = start(olga, public_board)
    asked = {"topic": topic, "minutes": 10, "until": None, "reason": "慢慢说"}

    with pytest.raises(NotAllowed):
        actions.slow_topic(viewer=viewer_of(nina), **asked)
    with pytest.raises(NotAllowed):
        actions.unslow_topic(viewer=viewer_of(nina), topic=topic)
    with pytest.raises(ReasonMissing):
        actions.slow_topic(viewer=viewer_of(sam), **{**asked, "reason": " "})
    with pytest.raises(TextRefused):
        actions.slow_topic(viewer=viewer_of(sam), **{**asked, "minutes": 7})
    with pytest.raises(TextRefused):
        actions.slow_topic(viewer=viewer_of(sam), **{**asked, "until": now()})


def test_split_topic_goes_on_at_the_same_pace(slow, nina, sam, write, viewer_of, clock) -> None:
    write(nina, slow, timedelta(minutes=1))

    with clock(MONDAY + timedelta(minutes=2)):
        new = actions.split_topic(viewer=viewer_of(sam), topic=slow, numbers=[2], title="另一件事", reason="不同的事")
        assert new.pace == 10


def test_page_says_the_pace_and_when_the_reader_may_write_again(slow, nina, write, client_for, clock) -> None:
    write(nina, slow, timedelta(minutes=1))

    with clock(MONDAY + timedelta(minutes=2)):
        page = client_for(nina).get(slow.get_absolute_url()).content.decode()

    assert "10 分钟" in page and "10:11:00" in page


def test_refused_reply_keeps_its_text(slow, nina, write, client_for, clock) -> None:
    write(nina, slow, timedelta(minutes=1))

    with clock(MONDAY + timedelta(minutes=2)):
        url = reverse("forum:topic-reply", args=[slow.public_id])
        page = client_for(nina).post(url, {"body": "<p>我还没说完</p>"}).content.decode()

    assert "我还没说完" in page and "10:11:00" in page
    assert slow.posts.count() == 2


def test_moderate_page_begins_slow_mode_and_ends_it(olga, public_board, start, sam, client_for) -> None:
    topic = start(olga, public_board)
    url, client = reverse("forum:topic-moderate", args=[topic.public_id]), client_for(sam)

    client.post(url, {"act": "slow", "minutes": "5", "hours": "24", "reason": "慢慢说"})
    begun = Topic.objects.get(pk=topic.pk).pace
    client.post(url, {"act": "unslow"})

    assert (begun, Topic.objects.get(pk=topic.pk).pace) == (5, 0)
