"""Who is meant by an @, how it looks, and who hears of it."""

import pytest

from forum import actions, mentions
from forum.models import Mention, Topic, Watch, WatchedWord
from forum.models.watch import WatchState
from owners import rights
from owners.rights import Whose
from portal import richtext
from portal.outbox.models import OutboxEntry


@pytest.fixture
def topic(olga, nina, public_board, start, viewer_of) -> Topic:
    """Olga's question, on which Nina has written."""
    public_board.answer_expected = False
    public_board.save()
    topic = start(olga, public_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也是</p>")
    return topic


@pytest.fixture
def reply_as(topic, viewer_of):
    return lambda user, html: actions.reply(viewer=viewer_of(user), topic=topic, html=html)


def _told() -> int:
    return OutboxEntry.objects.filter(kind="PersonMentioned").count()


def test_mention_is_marked_and_remembered(topic, olga, nina, reply_as) -> None:
    post = reply_as(olga, "<p>请@倪娜 看一下</p>")

    assert post.html == '<p>请<span data-mention="person">@倪娜</span> 看一下</p>'
    assert richtext.clean(post.html) == post.html
    assert (Mention.objects.get().user, _told()) == (nina, 1)


@pytest.mark.parametrize(
    "html",
    [
        "<p>@路人 来看</p>",
        "<p>写信到 a@倪娜.cn</p>",
        "<blockquote>@倪娜 说过</blockquote><p>是的</p>",
        "<p><code>@倪娜</code></p>",
        '<p><span data-mention="person">@路人</span></p>',
        "<p>@奥丽佳 是我自己</p>",
        "<p>@ 倪娜</p>",
    ],
)
def test_nobody_is_meant(html, olga, reply_as) -> None:
    post = reply_as(olga, html)

    assert "data-mention" not in post.html
    assert not Mention.objects.exists()


def test_longest_name_is_meant_and_a_latin_one_ends_where_it_ends(topic, olga, nina, sam, stranger, reply_as) -> None:
    for user, name in ((nina, "Ann"), (stranger, "Anna")):
        user.nickname = name
        user.save()
        reply_as(user, f"<p>{name}在此</p>")

    assert "@Anna</span>" in reply_as(olga, "<p>@Anna你好</p>").html
    assert "data-mention" not in reply_as(olga, "<p>@Annabel你好呀</p>").html


def test_signs_in_a_name_and_around_it_stay_text(topic, olga, nina, reply_as) -> None:
    nina.nickname = "<b>&娜"
    nina.save()

    post = reply_as(olga, "<p>a &lt; b ＠&lt;b&gt;&amp;娜 &amp; c</p>")

    assert richtext.to_text(richtext.clean(post.html)) == "a < b @<b>&娜 & c"
    assert "<b>" not in post.html


def test_other_spans_are_unwrapped_and_other_marks_refused() -> None:
    company = '<span data-mention="company">@客服</span>'
    written = f'<p><span class="seal">官{company}</span><span data-mention="seal">方</span></p>'

    assert richtext.clean(written) == f"<p>官{company}方</p>"


def test_who_lost_the_board_is_not_meant(olga, nina, residents_board, start, viewer_of) -> None:
    topic = start(olga, residents_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也是</p>")
    nina.person.residencies.all().delete()

    assert mentions.read("<p>@倪娜</p>", topic, author_id=olga.pk).users == []
    assert mentions.suggest(topic, "倪", apart_from=olga.pk) == []


def test_spokesperson_and_held_writers_are_not_suggested(topic, olga, sam, stranger, reply_as, viewer_of) -> None:
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>已修好</p>")
    WatchedWord.objects.create(word="群租", action="hold")
    reply_as(stranger, "<p>群租</p>")

    assert mentions.suggest(topic, "", apart_from=olga.pk) == ["客服", "倪娜"]


def test_edit_tells_only_those_who_are_new(topic, olga, nina, stranger, reply_as, viewer_of) -> None:
    reply_as(stranger, "<p>路过</p>")
    post = reply_as(olga, "<p>@倪娜</p>")

    actions.edit_post(viewer=viewer_of(olga), post=post, html="<p>@倪娜 和@陌生人</p>")
    assert (Mention.objects.filter(post=post).count(), _told()) == (2, 2)
    actions.edit_post(viewer=viewer_of(olga), post=post, html="<p>@陌生人</p>")

    assert (Mention.objects.get(post=post).user, _told()) == (stranger, 2)


def test_held_mention_is_told_when_it_is_released(topic, olga, nina, sam, reply_as, viewer_of) -> None:
    WatchedWord.objects.create(word="群租", action="hold")
    post = reply_as(olga, "<p>@倪娜 有人群租 @客服</p>")
    assert (_told(), Watch.objects.exists()) == (0, False)

    actions.keep_post(viewer=viewer_of(sam), post=post)

    assert (_told(), Watch.objects.get().causes.get().reason) == (1, "mentioned")


def test_speaking_to_the_company_enters_the_queue_once(topic, olga, nina, sam, reply_as, viewer_of) -> None:
    reply_as(olga, "<p>@客服 请回复</p>")

    watch = Watch.objects.get(topic=topic)
    assert (watch.causes.get().reason, watch.state) == ("mentioned", WatchState.WAITING)
    actions.claim_watch(viewer=viewer_of(sam), watch=watch)
    reply_as(nina, "<p>＠客服 在吗</p>")
    watch.refresh_from_db()
    assert watch.claimed_by == sam


def test_staff_do_not_ask_the_company(topic, sam, reply_as) -> None:
    reply_as(sam, "<p>@客服 已转</p>")

    assert not Watch.objects.exists()


def test_text_without_a_sign_costs_no_query(topic, olga, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        mentions.read("<p>没有</p>", topic, author_id=olga.pk)
    with django_assert_num_queries(1):
        mentions.read("<p>@倪娜 @客服 @谁</p>", topic, author_id=olga.pk)


def test_mentions_go_with_the_account(topic, olga, nina, reply_as) -> None:
    reply_as(olga, "<p>@倪娜 @客服</p>")
    holding = next(one for one in rights.holdings() if one.model == "forum.Mention")

    holding.erase(holding, Whose(nina))

    assert Mention.objects.get().company is True
