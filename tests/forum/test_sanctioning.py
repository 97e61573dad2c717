"""Warnings, time-outs, bans: because of a post, until a day, decided anew by a second person."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.errors import AppealDecided, NotAllowed, ReasonMissing, Sanctioned, TextRefused
from forum.models import Board, ModerationRecord, Post, Sanction, Topic
from notify.models import Notification
from portal.worktime import now


@pytest.fixture
def topic(olga, public_board, start) -> Topic:
    return start(olga, public_board)


@pytest.fixture
def rude(topic, nina, viewer_of) -> Post:
    return actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>你们都是骗子</p>")


@pytest.fixture
def barred(rude, sam, viewer_of) -> Sanction:
    return actions.sanction_author(viewer=viewer_of(sam), post=rude, kind="time_out", days=3, reason="辱骂邻居")


def test_time_out_refuses_writing_at_once_and_says_until_when_and_why(barred, topic, nina, viewer_of) -> None:
    with pytest.raises(Sanctioned) as refused:
        actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>还要说</p>")

    assert "辱骂邻居" in str(refused.value) and barred.get_absolute_url() in str(refused.value)


def test_time_out_refuses_new_topics_and_edits(barred, rude, nina, public_board, start, viewer_of) -> None:
    with pytest.raises(Sanctioned):
        start(nina, public_board)
    with pytest.raises(Sanctioned):
        actions.edit_post(viewer=viewer_of(nina), post=rude, html="<p>改一改</p>")


def test_time_out_ends_by_itself(barred, topic, nina, viewer_of, clock) -> None:
    with clock(now() + timedelta(days=3, minutes=1)):
        assert actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我回来了</p>").number == 3


def test_time_out_at_one_estate_leaves_the_company_boards_open(barred, nina, start) -> None:
    elsewhere = Board.objects.create(slug="all", name="全部", audience="public", answer_expected=False)

    assert start(nina, elsewhere).pk


def test_warning_keeps_nobody_from_writing(rude, topic, nina, sam, viewer_of) -> None:
    actions.sanction_author(viewer=viewer_of(sam), post=rude, kind="warning", reason="请注意语气")

    assert actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>知道了</p>").number == 3


def test_nothing_typed_is_lost(barred, topic, nina, client_for) -> None:
    url = reverse("forum:topic-reply", args=[topic.public_id])

    page = client_for(nina).post(url, {"body": "我写了很久的一段话"}).content.decode()

    assert "我写了很久的一段话" in page and "辱骂邻居" in page
    assert not Post.objects.filter(text="我写了很久的一段话").exists()


def test_reason_days_and_somebody_elses_words_are_needed(rude, topic, olga, sam, mona, viewer_of) -> None:
    viewer = viewer_of(sam)
    with pytest.raises(ReasonMissing):
        actions.sanction_author(viewer=viewer, post=rude, kind="ban", days=30, reason=" ")
    with pytest.raises(TextRefused):
        actions.sanction_author(viewer=viewer, post=rude, kind="time_out", days=90, reason="辱骂")
    colleague = actions.reply(viewer=viewer_of(mona), topic=topic, html="<p>请大家冷静</p>")
    with pytest.raises(NotAllowed):
        actions.sanction_author(viewer=viewer, post=colleague, kind="warning", reason="语气")


@pytest.mark.parametrize("who", ["olga", "otto", "stella", "dana"])
def test_whoever_keeps_no_order_sanctions_nobody(request, rude, viewer_of, who) -> None:
    with pytest.raises(NotAllowed):
        actions.sanction_author(
            viewer=viewer_of(request.getfixturevalue(who)), post=rude, kind="warning", reason="语气"
        )


def test_only_an_administrator_decides_for_all_estates(rude, nina, sam, adam, start, viewer_of) -> None:
    with pytest.raises(NotAllowed):
        actions.sanction_author(viewer=viewer_of(sam), post=rude, kind="ban", days=30, reason="辱骂", everywhere=True)
    actions.sanction_author(viewer=viewer_of(adam), post=rude, kind="ban", days=30, reason="辱骂", everywhere=True)
    elsewhere = Board.objects.create(slug="all", name="全部", audience="public", answer_expected=False)

    with pytest.raises(Sanctioned):
        start(nina, elsewhere)


def test_it_stands_in_the_open_record_and_the_author_is_told(barred, nina, client_for, drain) -> None:
    drain()

    assert "辱骂邻居" in client_for(None).get(reverse("forum:record")).content.decode()
    assert Notification.objects.get(user=nina, kind="forum.moderated").url == barred.get_absolute_url()


def test_appeal_is_decided_by_a_second_person_and_lifts_at_once(
    barred, topic, nina, sam, mona, viewer_of, drain
) -> None:
    actions.appeal(viewer=viewer_of(nina), sanction=barred, text="我说的是物业，不是邻居")
    drain()
    with pytest.raises(NotAllowed):
        actions.decide_appeal(viewer=viewer_of(sam), sanction=barred, lift=False, note="不变")

    actions.decide_appeal(viewer=viewer_of(mona), sanction=barred, lift=True, note="是批评，不是辱骂")

    assert actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>谢谢</p>").number == 3
    assert list(Notification.objects.filter(kind="forum.appeal").values_list("user", flat=True)) == [mona.pk]
    assert ModerationRecord.objects.get(act="lift").reason == "是批评，不是辱骂"


def test_appeal_that_fails_leaves_it_running_and_cannot_be_made_again(barred, topic, nina, mona, viewer_of) -> None:
    actions.appeal(viewer=viewer_of(nina), sanction=barred, text="不公平")
    actions.decide_appeal(viewer=viewer_of(mona), sanction=barred, lift=False, note="确实是辱骂")

    with pytest.raises(Sanctioned):
        actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>还要说</p>")
    with pytest.raises(AppealDecided):
        actions.appeal(viewer=viewer_of(nina), sanction=barred, text="再说一次")
    with pytest.raises(AppealDecided):
        actions.decide_appeal(viewer=viewer_of(mona), sanction=barred, lift=True, note="算了")


def test_appeal_of_somebody_else_is_refused(barred, olga, viewer_of) -> None:
    with pytest.raises(NotAllowed):
        actions.appeal(viewer=viewer_of(olga), sanction=barred, text="我替她说")


# ── pages ───────────────────────────────────────────────────────────────────────────────────
def test_sanction_page_shows_its_person_why_and_takes_the_appeal(barred, nina, client_for) -> None:
    client = client_for(nina)

    page = client.get(barred.get_absolute_url()).content.decode()
    client.post(barred.get_absolute_url(), {"text": "不公平"})

    assert "辱骂邻居" in page and "你们都是骗子" in page
    assert Sanction.objects.get().appeal == "不公平"


def test_sanction_page_with_an_empty_appeal_is_refused_at_the_field(barred, nina, client_for) -> None:
    response = client_for(nina).post(barred.get_absolute_url(), {"text": " "})

    assert response.status_code == 422 and "field-error" in response.content.decode()


@pytest.mark.parametrize("who", ["olga", "otto", "stranger"])
def test_sanction_page_of_others_does_not_exist(request, barred, client_for, who) -> None:
    assert client_for(request.getfixturevalue(who)).get(barred.get_absolute_url()).status_code == 404


def test_own_page_says_that_writing_is_off(barred, nina, client_for) -> None:
    assert barred.get_absolute_url() in client_for(nina).get(reverse("owners:me")).content.decode()


def test_post_sanction_page_decides(rude, topic, sam, client_for) -> None:
    url = reverse("forum:post-sanction", args=[topic.public_id, rude.number])

    client_for(sam).post(url, {"measure": "time_out-7", "reason": "辱骂邻居"})

    found = Sanction.objects.get()
    assert (found.kind, (found.until - found.since).days, found.estate) == ("time_out", 7, topic.estate)


def test_post_sanction_page_without_a_reason_is_refused(rude, topic, sam, client_for) -> None:
    url = reverse("forum:post-sanction", args=[topic.public_id, rude.number])

    assert client_for(sam).post(url, {"measure": "warning-0", "reason": ""}).status_code == 422
    assert not Sanction.objects.exists()


@pytest.mark.parametrize("who", ["olga", "nina", "stella"])
def test_post_sanction_page_is_for_those_who_keep_order(request, rude, topic, client_for, who) -> None:
    url = reverse("forum:post-sanction", args=[topic.public_id, rude.number])

    assert client_for(request.getfixturevalue(who)).get(url).status_code == 403


def test_desk_offers_the_decision_to_the_second_person_only(barred, nina, sam, mona, viewer_of, client_for) -> None:
    actions.appeal(viewer=viewer_of(nina), sanction=barred, text="不公平")
    door = reverse("desk:appeal-decide", args=[barred.public_id])

    first, second = (client_for(one).get(reverse("desk:sanction-list")).content.decode() for one in (sam, mona))
    client_for(mona).post(door, {"lift": "1", "note": "是批评"})

    assert "不公平" in first and door not in first and door in second
    assert Sanction.objects.get().is_running is False


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_desk_list_is_for_those_who_keep_order(request, barred, client_for, who) -> None:
    assert client_for(request.getfixturevalue(who)).get(reverse("desk:sanction-list")).status_code == 403


def _queries(client, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(url)
    return len(seen)


def test_desk_list_takes_as_many_queries_for_three_as_for_one(barred, rude, sam, mona, viewer_of, client_for) -> None:
    client, url = client_for(mona), reverse("desk:sanction-list") + "?show=all"
    one = _queries(client, url)
    for _n in range(2):
        actions.sanction_author(viewer=viewer_of(sam), post=rude, kind="warning", reason="语气")

    assert (_queries(client, url), one <= 8) == (one, True)


def test_topic_page_says_why_somebody_may_not_write_instead_of_offering_to(
    barred, topic, nina, olga, client_for, clock
) -> None:
    theirs = client_for(nina).get(topic.get_absolute_url()).content.decode()
    others = client_for(olga).get(topic.get_absolute_url()).content.decode()
    with clock(now() + timedelta(days=3, minutes=1)):
        later = client_for(nina).get(topic.get_absolute_url()).content.decode()

    send = reverse("forum:topic-reply", args=[topic.public_id])
    assert "辱骂邻居" in theirs and barred.get_absolute_url() in theirs and f'action="{send}"' not in theirs
    assert f'action="{send}"' in others and f'action="{send}"' in later
