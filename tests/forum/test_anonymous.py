"""Asking anonymously: who may, what the author keeps, what others can't find out, and what staff do without a name."""

import re
from pathlib import Path

import pytest
from django.urls import reverse

import search
from crm import actions as crm_actions
from crm.models import Case, Entry
from forum import actions, notices
from forum.errors import NotAllowed, TextRefused
from forum.models import Block, Post, Sanction, Topic
from forum.rows import fetch
from mailbox.models import Conversation
from notify.models import Notification
from owners import personal, rights
from owners.models import Grant, Reveal
from owners.rights import Whose
from owners.rights.looks import looks
from portal.audit.models import AuditRow
from portal.outbox.models import OutboxEntry
from search.scope import Scope

NAME = "匿名邻居"


@pytest.fixture
def quiet_board(residents_board):
    residents_board.allows_anonymous = True
    residents_board.save()
    return residents_board


@pytest.fixture
def topic(olga, quiet_board, viewer_of) -> Topic:
    return actions.start_topic(
        viewer=viewer_of(olga), board=quiet_board, title="楼上半夜敲墙", html="<p>不方便露面。</p>", anonymous=True
    )


def _form(**changes: str) -> dict[str, str]:
    return {"title": "楼上半夜敲墙", "body": "<p>不方便露面。</p>", "send_key": "k" * 24, "poll_days": "7"} | changes


def _article(page: str, number: int) -> str:
    return page.split(f'id="p{number}">')[1].split("</article>")[0]


# ── asking ──────────────────────────────────────────────────────────────────────────────────
def test_tick_stands_only_where_the_board_allows_it(client_for, olga, quiet_board, public_board) -> None:
    client = client_for(olga)

    assert 'name="anonymous"' in client.get(reverse("forum:topic-start", args=[quiet_board.slug])).content.decode()
    assert 'name="anonymous"' not in client.get(reverse("forum:topic-start", args=[public_board.slug])).content.decode()


def test_ticked_topic_shows_the_neutral_name_to_a_neighbour(client_for, olga, nina, quiet_board) -> None:
    client_for(olga).post(reverse("forum:topic-start", args=[quiet_board.slug]), _form(anonymous="on"))

    page = client_for(nina).get(Topic.objects.get().get_absolute_url()).content.decode()

    assert NAME in _article(page, 1)
    assert "奥丽佳" not in page
    assert olga.public_id not in page


def test_without_the_tick_the_name_stands_there(client_for, olga, nina, quiet_board) -> None:
    client_for(olga).post(reverse("forum:topic-start", args=[quiet_board.slug]), _form())

    assert "奥丽佳" in client_for(nina).get(Topic.objects.get().get_absolute_url()).content.decode()


def test_tick_on_another_board_publishes_nothing(client_for, olga, public_board) -> None:
    """Switched off while somebody was writing: better nothing than a name."""
    page = client_for(olga).post(reverse("forum:topic-start", args=[public_board.slug]), _form(anonymous="on"))

    assert "这里不能匿名提问" in page.content.decode()
    assert not Topic.objects.exists()


@pytest.mark.parametrize("second_factor", [True, False])
def test_staff_ask_under_their_name(client_for, sam, quiet_board, second_factor) -> None:
    quiet_board.audience = quiet_board.start_audience = "signed-in"
    quiet_board.save()
    client = client_for(sam, second_factor=second_factor)

    client.post(reverse("forum:topic-start", args=[quiet_board.slug]), _form(anonymous="on"))

    assert not Topic.objects.exists()


@pytest.mark.parametrize("name", ["匿名邻居", "匿 名", "Ａnonymous"])
def test_nobody_else_takes_the_name(name) -> None:
    from django.core.exceptions import ValidationError

    from owners.nicknames import clean_nickname

    with pytest.raises(ValidationError):
        clean_nickname(name)


def test_draft_keeps_the_tick(client_for, olga, quiet_board) -> None:
    """Whoever goes on with it tomorrow must not send it under their name."""
    url = reverse("forum:draft", args=[f"board-{quiet_board.slug}"])
    client = client_for(olga)
    client.put(url, {"html": "<p>一句</p>", "anonymous": True, "seq": 1}, content_type="application/json")

    assert client.get(url).json()["draft"]["anonymous"] is True


# ── replies, moves, quotes ──────────────────────────────────────────────────────────────────
def test_replies_of_the_asker_are_anonymous_and_others_are_not(topic, olga, nina, otto, viewer_of, client_for) -> None:
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也听见了</p>")
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>谢谢</p>")

    page = client_for(nina).get(topic.get_absolute_url()).content.decode()

    assert NAME in _article(page, 3)
    assert "倪娜" in _article(page, 2)
    assert "奥丽佳" not in page


def test_author_sees_that_it_is_theirs_and_may_edit_it(topic, olga, nina, client_for) -> None:
    own = client_for(olga).get(topic.get_absolute_url()).content.decode()
    others = client_for(nina).get(topic.get_absolute_url()).content.decode()

    assert "是您，别人看不到您的名字" in _article(own, 1)
    assert reverse("forum:post-edit", args=[topic.public_id, 1]) in own
    assert "是您" not in _article(others, 1)
    assert reverse("forum:post-edit", args=[topic.public_id, 1]) not in others


def test_kept_markup_of_the_author_is_not_served_to_others(topic, olga, nina, client_for) -> None:
    """The chip is filled in for each reader; the author read first."""
    client_for(olga).get(topic.get_absolute_url())

    assert "是您" not in _article(client_for(nina).get(topic.get_absolute_url()).content.decode(), 1)


def test_asker_goes_on_anonymously_where_the_topic_was_merged(topic, olga, nina, sam, viewer_of, start, clock) -> None:
    from datetime import timedelta

    from portal.worktime import now

    with clock(now() - timedelta(days=1)):
        older = start(nina, topic.board, "敲墙声")
    stays = actions.merge_topics(viewer=viewer_of(sam), topic=topic, other=older, reason="同一件事")

    post = actions.reply(viewer=viewer_of(olga), topic=stays, html="<p>还在敲</p>")

    assert stays == older
    assert post.is_anonymous
    assert not stays.is_anonymous


def test_split_off_topic_of_an_anonymous_reply_is_anonymous(topic, olga, nina, sam, viewer_of, client_for) -> None:
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>另外路灯也坏了</p>")

    new = actions.split_topic(viewer=viewer_of(sam), topic=topic, numbers=[2], title="路灯", reason="另一件事")

    assert new.is_anonymous
    assert "奥丽佳" not in client_for(nina).get(new.get_absolute_url()).content.decode()


def test_list_feed_and_saved_posts_show_the_neutral_name(topic, olga, nina, viewer_of, client_for, quiet_board) -> None:
    actions.save_post(viewer=viewer_of(nina), post=topic.posts.get())
    client = client_for(nina)

    pages = [client.get(reverse(f"forum:{name}")).content.decode() for name in ("index", "saved-list")]

    assert all(NAME in page and "奥丽佳" not in page and olga.public_id not in page for page in pages)


def test_public_feed_names_nobody(topic, olga, client_for) -> None:
    Topic.objects.update(audience="public")

    feed = client_for(None).get(reverse("forum:feed")).content.decode()

    assert NAME in feed
    assert "奥丽佳" not in feed


def test_list_costs_one_query_as_before(topic, olga, viewer_of, django_assert_num_queries) -> None:
    keys = viewer_of(olga).keys
    with django_assert_num_queries(1):
        rows = fetch(keys, user_id=olga.pk, show="mine", most=5)
        assert [(row.by_name, row.seed) for row in rows] == [(NAME, "")]


# ── what others could find out ──────────────────────────────────────────────────────────────
def test_search_by_author_does_not_find_it(topic, nina, viewer_of) -> None:
    found = search.hits(viewer_of(nina), "敲墙", Scope(author="奥丽佳"))

    assert not found.exists()
    assert search.hits(viewer_of(nina), "敲墙", Scope()).exists()


def test_profile_does_not_count_it(topic, olga, nina, client_for, quiet_board, start) -> None:
    client = client_for(nina)
    url = reverse("forum:profile", args=[olga.public_id])

    assert client.get(url).status_code == 404
    start(olga, quiet_board, "路灯坏了", "<p>北门的路灯不亮。</p>")
    assert "敲墙" not in client.get(url).content.decode()


def test_calling_the_asker_by_name_marks_nothing(topic, olga, nina, viewer_of) -> None:
    """A mark would say that the guess was right."""
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>@奥丽佳 是你吗</p>")

    assert "data-mention" not in post.html
    assert not Notification.objects.filter(user=olga, kind="forum.mention").exists()


def test_block_of_the_asker_folds_nothing_and_is_not_offered(topic, olga, nina, client_for) -> None:
    """Whoever had blocked Olga would know her by the fold."""
    Block.objects.create(user=nina, blocked=olga)

    page = client_for(nina).get(topic.get_absolute_url()).content.decode()

    assert "post-fold" not in page
    assert "forum/u/" not in page


def test_follower_who_blocked_the_asker_hears_of_it_like_everybody(topic, olga, nina, viewer_of) -> None:
    Block.objects.create(user=nina, blocked=olga)
    actions.follow_topic(viewer=viewer_of(nina), topic=topic, level="follow")
    post = actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>还在敲</p>")

    notices.tell_of_post(post.pk)

    told = Notification.objects.get(user=nina)
    assert told.params["who"] == NAME
    assert told.actor == "anonymous"


def test_helpful_on_it_gives_no_points(topic, olga, nina, viewer_of) -> None:
    """The club's ledger would name the author."""
    post = actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>试试耳塞</p>")
    actions.react(viewer=viewer_of(nina), post=post)

    assert not OutboxEntry.objects.filter(kind="PostFoundHelpful").exists()


# ── staff ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("who", ["sam", "mona", "adam"])
def test_who_keeps_order_sees_the_name_after_a_reason(topic, olga, request, client_for, who) -> None:
    client = client_for(request.getfixturevalue(who))
    page = client.get(topic.get_absolute_url()).content.decode()
    subject = topic.posts.get().subject
    asked = {"subject": subject, "field": "account", "where": "forum:topic"}

    before = client.get(reverse("owners:reveal"), asked).content.decode()
    without = client.post(reverse("owners:reveal"), asked | {"reason": "other"}).content.decode()
    after = client.post(reverse("owners:reveal"), asked | {"reason": "safety"}).content.decode()

    assert f"subject={subject}" in page
    assert "奥丽佳" not in page + before + without
    assert "奥丽佳" in after
    assert Reveal.objects.get().subject == subject
    assert AuditRow.objects.get(action="data.revealed").facts["why"] == "safety"


@pytest.mark.parametrize("who", ["nina", "stella", "dana", "otto"])
def test_nobody_else_learns_it_for_any_reason(topic, request, client_for, who) -> None:
    asked = {"subject": topic.posts.get().subject, "field": "account", "where": "x", "reason": "safety"}

    page = client_for(request.getfixturevalue(who)).post(reverse("owners:reveal"), asked)

    assert page.status_code in {403, 404}
    assert "奥丽佳" not in page.content.decode()
    assert not Reveal.objects.exists()


def test_nothing_is_shown_where_the_log_cannot_be_written(topic, mona, viewer_of, monkeypatch) -> None:
    from owners.personal import opening

    def broken(**facts: object) -> None:
        raise RuntimeError("the log is full")

    monkeypatch.setattr(opening.audit, "record", broken)
    subject = personal.find_subject(viewer_of(mona), topic.posts.get().subject)

    with pytest.raises(RuntimeError):
        personal.reveal(viewer=viewer_of(mona), subject=subject, field="account", reason="safety")
    assert not Reveal.objects.exists()


def test_author_reads_that_somebody_looked(topic, olga, sam, viewer_of) -> None:
    subject = personal.find_subject(viewer_of(sam), topic.posts.get().subject)
    personal.reveal(viewer=viewer_of(sam), subject=subject, field="account", reason="safety")

    seen, _more = looks(Whose(olga))

    assert [look.what for look in seen] == ["发帖人"]


def test_named_post_cannot_be_revealed(olga, residents_board, start, sam, client_for) -> None:
    asked = {"subject": start(olga, residents_board).posts.get().subject, "field": "account"}

    assert client_for(sam).get(reverse("owners:reveal"), asked).status_code == 404


def test_anonymous_author_is_barred_without_being_named(topic, olga, sam, viewer_of, client_for) -> None:
    client = client_for(sam)
    url = reverse("forum:post-sanction", args=[topic.public_id, 1])
    client.post(url, {"measure": "time_out-3", "reason": "辱骂"})

    pages = [client.get(page).content.decode() for page in (url, reverse("desk:sanction-list"))]

    assert Sanction.objects.get().user == olga
    assert all("奥丽佳" not in page and olga.public_id not in page for page in pages)
    with pytest.raises(Exception, match="辱骂"):
        actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>还说</p>")


def test_earlier_decisions_under_the_name_are_not_told_beside_it(
    topic, olga, nina, sam, viewer_of, client_for, quiet_board, start
) -> None:
    """They stand in the open record beside a post with a name."""
    named = start(olga, quiet_board, "路灯坏了", "<p>北门的路灯不亮。</p>")
    actions.sanction_author(viewer=viewer_of(sam), post=named.posts.get(), kind="warning", reason="路灯帖语气")
    actions.flag_post(viewer=viewer_of(nina), post=topic.posts.get(), reason="other")
    client = client_for(sam)

    review = client.get(reverse("desk:watch-flags")).content.decode()
    sanction = client.get(reverse("forum:post-sanction", args=[topic.public_id, 1])).content.decode()

    assert "敲墙" in review
    assert "路灯帖语气" not in review + sanction


def test_desk_knows_that_the_asker_lives_there_and_no_more(topic, olga, sam, viewer_of, client_for) -> None:
    actions.put_on_watch(viewer=viewer_of(sam), topic=topic)

    page = client_for(sam).get(reverse("desk:watch", args=[topic.public_id])).content.decode()

    assert "匿名提问：以前提过的问题不显示" in page
    assert "本小区认证" in page or "已认证" in page or "业主" in page
    assert "奥丽佳" not in page


# ── cases ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def case(topic, mona, viewer_of) -> Case:
    return crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=topic, kind="complaint")


def test_case_does_not_know_the_author_who_hears_of_its_answers(case, topic, olga, mona, viewer_of) -> None:
    crm_actions.answer_customer(viewer=viewer_of(mona), case=case, html="<p>已提醒。</p>")

    matter = Conversation.objects.get(number=case.number)
    told = Notification.objects.filter(user=olga).order_by("number")
    assert (matter.user, matter.person, matter.anonymous) == (None, None, True)
    assert not Grant.objects.filter(source=f"case:{case.number}").exists()
    assert [one.kind for one in told] == ["case.nameless", "case.nameless_answer"]
    assert {matter.token in one.url for one in told} == {True}


def test_case_of_a_named_topic_knows_the_author_as_before(olga, residents_board, start, mona, viewer_of) -> None:
    crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=start(olga, residents_board), kind="complaint")

    assert Conversation.objects.get().user == olga
    assert not Notification.objects.filter(kind="case.nameless").exists()


def test_word_on_the_end_is_heard_without_the_name(case, topic, olga, viewer_of) -> None:
    Topic.objects.update(progress_state="closed")
    verdict = actions.judge_end(viewer=viewer_of(olga), topic=topic, settled=True)

    crm_actions.hear_author(verdict_id=verdict.pk)

    assert Entry.objects.get(case=case, step="confirmed").author_name == NAME


def test_author_lets_the_company_know_before_the_case(topic, olga, nina, mona, client_for, viewer_of) -> None:
    client_for(olga).post(reverse("forum:topic-naming", args=[topic.public_id]), {"named": "1"})
    topic.refresh_from_db()

    crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=topic, kind="complaint")

    assert Conversation.objects.get().user == olga
    assert "奥丽佳" not in client_for(nina).get(topic.get_absolute_url()).content.decode()


def test_author_lets_the_company_know_afterwards(case, topic, olga, client_for, drain) -> None:
    url = reverse("forum:topic-naming", args=[topic.public_id])
    client_for(olga).post(url, {"named": "1"})
    drain()
    crm_actions.learn_author(topic_id=topic.pk)
    client_for(olga).post(url, {"named": ""})

    matter = Conversation.objects.get(number=case.number)
    topic.refresh_from_db()
    assert (matter.user, matter.anonymous) == (olga, False)
    assert Entry.objects.filter(case=case, step="named").count() == 1
    assert Grant.objects.filter(source=f"case:{case.number}", subject=olga.person.subject).exists()
    assert topic.named_to_company, "what a case knows can't be unsaid"


def test_author_thinks_better_of_it_before_a_case_knows(topic, olga, mona, client_for, viewer_of, drain) -> None:
    url = reverse("forum:topic-naming", args=[topic.public_id])
    client_for(olga).post(url, {"named": "1"})
    client_for(olga).post(url, {"named": ""})
    topic.refresh_from_db()
    crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=topic, kind="complaint")
    drain()

    assert Conversation.objects.get().anonymous


@pytest.mark.parametrize("who", ["nina", "sam", "mona"])
def test_nobody_else_says_it_for_the_author(topic, request, client_for, viewer_of, who) -> None:
    user = request.getfixturevalue(who)

    assert (
        client_for(user).post(reverse("forum:topic-naming", args=[topic.public_id]), {"named": "1"}).status_code == 404
    )
    with pytest.raises(NotAllowed):
        actions.name_to_company(viewer=viewer_of(user), topic=topic, named=True)


# ── the author's own data ───────────────────────────────────────────────────────────────────
def test_own_data_hold_it(topic, olga) -> None:
    held = {holding.model: holding for holding in rights.holdings()}

    assert [post.topic for post in held["forum.Post"].rows(Whose(olga))] == [topic]


@pytest.mark.parametrize("keeps", [True, False])
def test_erased_author_leaves_the_neutral_name_or_nothing(topic, olga, nina, client_for, viewer_of, keeps) -> None:
    """A kept post that turned into “former neighbour” on the day somebody closed their account would name them."""
    from forum.personal_data import forget_posts

    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")
    held = {holding.model: holding for holding in rights.holdings()}
    forget_posts(held["forum.Post"], Whose(olga, keep_posts=keeps))

    page = client_for(nina).get(topic.get_absolute_url()).content.decode()

    assert not Post.objects.filter(author=olga).exists()
    assert (NAME in _article(page, 1)) == keeps
    assert "奥丽佳" not in page


def test_refused_tick_is_said_by_the_action_too(olga, residents_board, viewer_of) -> None:
    with pytest.raises(TextRefused):
        actions.start_topic(
            viewer=viewer_of(olga), board=residents_board, title="两个字", html="<p>一句话</p>", anonymous=True
        )


# ── the sources ─────────────────────────────────────────────────────────────────────────────
_NAMES = re.compile(r"author(?:\.|__)(?:user\.)?(?:display_name|public_id|nickname|get_full_name)")
# Where an author's name may be read: the one place that knows of anonymous words, the list that asks in one query,
# the search, the card of whoever asked under their name, and the course of a case, whose authors are staff.
_KNOW = {
    "forum/speakers.py", "forum/models/posts.py", "forum/rows.py", "search/querysets.py", "desk/watch_context.py",
    "crm/actions/entries.py",
}  # fmt: skip


def test_no_other_source_reads_an_authors_name(settings) -> None:
    root = Path(settings.ROOT)
    found = {
        str(path.relative_to(root))
        for room in ("forum", "desk", "crm", "mailbox", "home", "club", "search", "notify")
        for path in (root / room).rglob("*")
        if path.suffix in {".py", ".html", ".txt"} and _NAMES.search(path.read_text(encoding="utf-8"))
    }

    assert found - _KNOW == set()
