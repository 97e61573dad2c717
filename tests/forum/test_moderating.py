"""Keeping order in the open."""

import pytest

from forum import actions
from forum.errors import NotAllowed, ReasonMissing
from forum.models import Flag, FlagState, ModerationRecord, Topic


def test_hide_post_wants_a_reason(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    with pytest.raises(ReasonMissing):
        actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(), reason="")


def test_hide_post_leaves_an_open_record_and_takes_it_from_the_count(
    olga, nina, sam, public_board, start, viewer_of
) -> None:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>骂人</p>")

    actions.hide_post(viewer=viewer_of(sam), post=post, reason="辱骂邻居")

    record = ModerationRecord.objects.visible_to(viewer_of(None)).get()
    assert (record.act, record.reason) == ("hide_post", "辱骂邻居")
    assert Topic.objects.get(pk=topic.pk).reply_count == 0


@pytest.mark.parametrize("who", ["olga", "nina", "otto", "stella"])
def test_hide_post_by_anybody_else_is_refused(request, olga, public_board, start, viewer_of, who) -> None:
    topic = start(olga, public_board)

    with pytest.raises(NotAllowed):
        actions.hide_post(viewer=viewer_of(request.getfixturevalue(who)), post=topic.posts.get(), reason="不想看")


def test_flag_is_upheld_by_hiding(olga, nina, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.flag_post(viewer=viewer_of(nina), post=topic.posts.get(), reason="privacy")

    actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(), reason="公布了电话")

    assert Flag.objects.get().state == FlagState.UPHELD


def test_hidden_topic_leaves_the_list_and_its_address_says_why(olga, sam, public_board, start, viewer_of, client_for):
    topic = start(olga, public_board)
    actions.hide_topic(viewer=viewer_of(sam), topic=topic, reason="广告")

    response = client_for(None).get(topic.get_absolute_url())

    assert response.status_code == 410
    assert "广告" in response.content.decode()
    assert topic.title not in response.content.decode()
    assert not Topic.objects.listed_for(viewer_of(None)).exists()


def test_author_is_told_what_was_done_and_why(olga, sam, public_board, start, viewer_of, drain) -> None:
    from notify.models import Notification

    topic = start(olga, public_board)
    actions.hide_post(viewer=viewer_of(sam), post=topic.posts.get(), reason="写了别人的门牌号")
    drain()

    notice = Notification.objects.get(user=olga, kind="forum.moderated")
    assert notice.params["reason"] == "写了别人的门牌号"
