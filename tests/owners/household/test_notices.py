"""Nobody is told of what they may no longer see."""

import pytest

from forum.actions import reply, start_topic
from forum.models import Board
from notify.models import Notification
from owners.actions.residencies import end_residency
from owners.models import EndReason
from owners.viewers import estate_key

pytestmark = pytest.mark.django_db


def test_follower_who_moved_out_hears_nothing_more(host, olga, nina, estate, viewer_of, drain):
    key = estate_key(estate.pk)
    board = Board.objects.create(
        slug="service", estate=estate, name="邻里", audience=key, start_audience=key, answer_expected=False
    )
    topic = start_topic(viewer=viewer_of(olga), board=board, title="电梯", html="<p>又停了</p>")
    reply(viewer=viewer_of(nina), topic=topic, html="<p>是啊</p>")
    drain()
    assert Notification.objects.filter(user=olga, kind="forum.reply").count() == 1

    end_residency(residency=host, why=EndReason.REGISTER, actor="test")
    reply(viewer=viewer_of(nina), topic=topic, html="<p>修好了</p>")
    drain()

    assert Notification.objects.filter(user=olga, kind="forum.reply").count() == 1
