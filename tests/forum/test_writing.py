"""Starting topics, replying, editing."""

from datetime import timedelta

import pytest

from forum import actions, limits, watchlist
from forum.errors import AlreadyWritten, NotAllowed, TextRefused, TooFast, TopicLocked
from forum.models import Flag, Post, Topic, Watch, WatchedWord, WatchState
from portal.outbox.models import OutboxEntry
from portal.uploads import store_bytes
from tests.forum.conftest import MONDAY


def test_start_topic_copies_audience_and_estate_of_its_board(olga, residents_board, start) -> None:
    topic = start(olga, residents_board)

    assert topic.audience == residents_board.audience
    assert topic.estate_id == residents_board.estate_id
    assert list(topic.posts.values_list("number", "author_id")) == [(1, olga.pk)]


def test_start_topic_enters_the_watch_with_a_clock_in_working_hours(olga, public_board, start, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)

    watch = Watch.objects.get(topic=topic)
    # Ten to six is eight working hours.
    assert watch.due_at == MONDAY.replace(hour=10)
    assert Topic.objects.get(pk=topic.pk).awaits_answer is True


def test_start_topic_of_the_spokesperson_is_not_watched(sam, public_board, start) -> None:
    topic = start(sam, public_board)

    assert not Watch.objects.filter(topic=topic).exists()


def test_start_topic_by_an_owner_of_another_estate_is_refused(otto, residents_board, start) -> None:
    with pytest.raises(NotAllowed):
        start(otto, residents_board)

    assert Topic.objects.count() == 0


def test_start_topic_twice_with_one_send_key_writes_one(olga, public_board, viewer_of) -> None:
    form = {"board": public_board, "title": "同一张表单", "html": "<p>一次</p>", "send_key": "k1"}

    first = actions.start_topic(viewer=viewer_of(olga), **form)
    second = actions.start_topic(viewer=viewer_of(olga), **form)

    assert first.pk == second.pk
    assert Post.objects.count() == 1


def test_reply_counts_and_numbers(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也遇到了</p>")

    topic.refresh_from_db()
    assert post.number == 2
    assert (topic.reply_count, topic.last_post_number, topic.last_author_id) == (1, 2, nina.pk)
    assert OutboxEntry.objects.filter(kind="PostWritten").count() == 1


def test_reply_twice_with_one_send_key_writes_one(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    first = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>一</p>", send_key="same")
    second = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>一</p>", send_key="same")

    assert first.pk == second.pk
    assert Topic.objects.get(pk=topic.pk).reply_count == 1


def test_reply_in_a_locked_topic_says_why(olga, nina, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.lock_topic_for(viewer=viewer_of(sam), topic=topic, reason="问题已经解决")

    with pytest.raises(TopicLocked, match="问题已经解决"):
        actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>还有</p>")


def test_reply_without_words_or_files_is_refused(olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    with pytest.raises(TextRefused):
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p> <br> </p>")


def test_reply_strips_what_looks_like_the_seal(nina, olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    forged = (
        '<article class="official" style="color:red"><svg class="seal"><text>官方答复</text></svg><p>假的</p></article>'
    )

    post = actions.reply(viewer=viewer_of(nina), topic=topic, html=forged)

    assert post.is_official is False
    assert "class" not in post.html
    assert "svg" not in post.html
    assert "官方答复" not in post.html


def test_reply_of_a_newcomer_is_limited_within_the_hour(olga, stranger, public_board, start, viewer_of, clock) -> None:
    with clock(MONDAY):
        topic = start(olga, public_board)
        for n in range(limits.ALLOWED["post"][limits.Level.NEW]):
            actions.reply(viewer=viewer_of(stranger), topic=topic, html=f"<p>{n}</p>")

        with pytest.raises(TooFast):
            actions.reply(viewer=viewer_of(stranger), topic=topic, html="<p>太多</p>")


def test_watched_word_to_block_refuses_whatever_stands_between(olga, public_board, start) -> None:
    WatchedWord.objects.create(word="代开发票", action="block")

    with pytest.raises(TextRefused):
        start(olga, public_board, html="<p>代 开*发.票 请联系</p>")


def test_watched_word_to_block_is_named_as_it_was_written(olga, public_board, start) -> None:
    WatchedWord.objects.create(word="代开发票", action="block")

    with pytest.raises(TextRefused, match=r"“代開\*发\.漂”") as in_text:
        start(olga, public_board, html="<p>找我代開*发.漂吧</p>")
    with pytest.raises(TextRefused) as in_title:
        start(olga, public_board, title="代开发票")

    assert (in_text.value.field, in_title.value.field) == ("body", "title")
    assert Post.objects.count() == 0


def test_watched_word_to_watch_publishes_and_asks_the_moderators(
    olga, nina, sam, public_board, start, viewer_of
) -> None:
    WatchedWord.objects.create(word="维权", action="watch")

    topic = start(olga, public_board, title="大家一起維 权")

    flag = Flag.objects.visible_to(viewer_of(sam)).open().get()
    assert (flag.post_id, flag.user, flag.reason, flag.note) == (topic.posts.get().pk, None, "word", "维权")
    assert Topic.objects.listed_for(viewer_of(nina)).filter(pk=topic.pk).exists()
    assert OutboxEntry.objects.filter(kind="TopicStarted").count() == 1


def test_gravest_grade_counts_where_several_words_stand(olga, public_board, start) -> None:
    WatchedWord.objects.create(word="维权", action="watch")
    WatchedWord.objects.create(word="群租", action="hold")

    topic = start(olga, public_board, title="群租维权")

    assert topic.is_held
    assert set(Flag.objects.get().note.split("、")) == {"群租", "维权"}


def test_watched_word_edited_into_a_post_asks_the_moderators_once(olga, public_board, start, viewer_of) -> None:
    WatchedWord.objects.create(word="维权", action="watch")
    post = start(olga, public_board).posts.get()

    for html in ("<p>维权</p>", "<p>维 权吧</p>"):
        actions.edit_post(viewer=viewer_of(olga), post=post, html=html)

    assert list(Flag.objects.values_list("post_id", "note")) == [(post.pk, "维权")]


def test_official_answer_with_a_watched_word_is_not_put_to_the_moderators(
    olga, sam, public_board, start, viewer_of
) -> None:
    WatchedWord.objects.create(word="维权", action="watch")
    topic = start(olga, public_board)

    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>请依法维权</p>")

    assert not Flag.objects.exists()


def test_list_of_watched_words_is_read_once_until_it_changes(public_board, django_assert_num_queries) -> None:
    row = WatchedWord.objects.create(word="群租", action="watch")
    watchlist.hits("无")

    with django_assert_num_queries(1):
        in_title, in_text = watchlist.hits("", "有人群 租")
    assert (in_title, [hit.passage for hit in in_text]) == ([], ["群 租"])
    # By whatever road: a new harmless phrase, without save().
    WatchedWord.objects.filter(pk=row.pk).update(harmless="群租协会")
    with django_assert_num_queries(2):
        assert watchlist.hits("群租协会") == [[]]
    with django_assert_num_queries(1):
        assert watchlist.hits("群租协会") == [[]]


def test_watched_word_to_hold_shows_the_topic_to_author_and_staff_only(
    olga, nina, sam, public_board, start, viewer_of
) -> None:
    WatchedWord.objects.create(word="群租", action="hold")

    topic = start(olga, public_board, title="有人群租")

    seen_by = [user for user in (olga, nina, sam) if Topic.objects.visible_to(viewer_of(user)).filter(pk=topic.pk)]
    assert seen_by == [olga, sam]
    assert OutboxEntry.objects.filter(kind="TopicStarted").count() == 0


def test_held_topic_is_released_by_keeping_it(olga, nina, sam, public_board, start, viewer_of) -> None:
    WatchedWord.objects.create(word="群租", action="hold")
    topic = start(olga, public_board, title="有人群租")

    actions.keep_post(viewer=viewer_of(sam), post=topic.posts.get())

    assert Topic.objects.listed_for(viewer_of(nina)).filter(pk=topic.pk).exists()
    assert OutboxEntry.objects.filter(kind="TopicStarted").count() == 1


def test_edit_post_keeps_what_it_said_before(olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board, html="<p>早先</p>")

    actions.edit_post(viewer=viewer_of(olga), post=topic.posts.get(), html="<p>后来</p>", title="新标题")

    post = topic.posts.get()
    assert post.text == "后来"
    assert post.revisions.get().html == "<p>早先</p>"
    assert Topic.objects.get(pk=topic.pk).title == "新标题"


def test_edit_post_of_somebody_else_is_refused(olga, nina, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    with pytest.raises(NotAllowed):
        actions.edit_post(viewer=viewer_of(nina), post=topic.posts.get(), html="<p>改</p>")


def test_photos_are_bound_to_the_post_of_their_owner_only(olga, nina, public_board, viewer_of) -> None:
    mine = store_bytes(b"%PDF-1.4 mine", name="报价.pdf", owner=olga.pseudonym)
    hers = store_bytes(b"%PDF-1.4 hers", name="别人.pdf", owner=nina.pseudonym)

    topic = actions.start_topic(
        viewer=viewer_of(olga), board=public_board, title="附件", html="", upload_ids=[mine.public_id, hers.public_id]
    )

    mine.refresh_from_db()
    hers.refresh_from_db()
    assert mine.scope == topic.posts.get().upload_scope
    assert hers.scope == ""


def test_author_asking_again_after_the_answer_reopens_the_watch(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>明天修好</p>")

    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>还没有修</p>")

    watch = Watch.objects.get(topic=topic)
    assert watch.state == WatchState.WAITING
    assert "asked_again" in [cause.reason for cause in watch.why]
    assert Topic.objects.get(pk=topic.pk).awaits_answer is True


LONG = "<p>三号楼左边那部电梯从早上八点起就停着，物业还没有人来看。</p>"


def test_same_text_within_a_day_is_refused_with_the_way_to_the_first(
    olga, nina, public_board, start, viewer_of, clock
) -> None:
    with clock(MONDAY):
        first = start(olga, public_board, title="电梯<停>了", html=LONG)
        with pytest.raises(AlreadyWritten) as refusal:
            start(olga, public_board, title="再说一次", html=LONG)
        actions.reply(viewer=viewer_of(nina), topic=first, html=LONG)
    with clock(MONDAY + timedelta(days=1, minutes=1)):
        start(olga, public_board, title="第二天", html=LONG)

    assert f'<a href="{first.get_absolute_url()}' in str(refusal.value)
    assert "电梯&lt;停&gt;了</a>" in str(refusal.value)
    assert Topic.objects.count() == 2


def test_same_short_text_and_the_same_text_of_staff_are_welcome(olga, sam, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    for _n in range(2):
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>谢谢大家</p>")
        actions.reply(viewer=viewer_of(sam), topic=topic, html=LONG)

    assert topic.posts.count() == 5


@pytest.mark.parametrize(
    "html",
    ['<p><a href="https://evil.example/x">看这里</a></p>', "<p>上 www.evil.com 看</p>", "<p>请打开evil.top</p>"],
)
def test_link_of_a_newcomer_is_held_until_somebody_has_looked(
    html, stranger, sam, public_board, start, viewer_of
) -> None:
    topic = start(stranger, public_board, html=html)

    assert topic.is_held
    assert Flag.objects.visible_to(viewer_of(sam)).get().reason == "link"


def test_link_of_a_resident_or_of_an_old_account_is_published(olga, stranger, public_board, start, clock) -> None:
    mine = start(olga, public_board, html="<p>https://news.example/a</p>")
    stranger.date_joined = stranger.date_joined - limits.WEEK
    stranger.save(update_fields=["date_joined"])
    theirs = start(stranger, public_board, html="<p>https://news.example/b</p>")

    assert not mine.is_held and not theirs.is_held


def test_link_to_our_own_pages_and_mail_addresses_are_no_links(stranger, public_board, start, settings) -> None:
    settings.CANONICAL_URL = "https://linli.example"
    html = '<p><a href="/forum/">论坛</a> https://linli.example/forum/ 或写信给 a@b.com，第3.5版</p>'

    assert not start(stranger, public_board, html=html).is_held


def test_link_edited_in_by_a_newcomer_is_held(stranger, public_board, start, viewer_of) -> None:
    post = start(stranger, public_board).posts.get()

    edited = actions.edit_post(viewer=viewer_of(stranger), post=post, html="<p>https://evil.example/</p>")

    assert edited.is_held
