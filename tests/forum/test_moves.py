"""Merging and splitting: nothing is lost, nothing is counted twice, every old address leads on."""

import pytest
from django.urls import reverse

from crm import actions as crm_actions
from crm.models import Case
from forum import actions
from forum.actions.drafts import Writing
from forum.errors import MergeRefused, NotAllowed, ReasonMissing, SplitRefused
from forum.models import (
    Board,
    Draft,
    ModerationRecord,
    OfficialAnswer,
    Post,
    ReadMark,
    Subscription,
    Topic,
    Watch,
    WatchState,
)
from search.models import SearchEntry


def write(viewer, topic: Topic, text: str) -> Post:
    return actions.reply(viewer=viewer, topic=topic, html=f"<p>{text}</p>")


@pytest.fixture
def older(olga, nina, public_board, start, viewer_of) -> Topic:
    """Olga's question with a reply of Nina's; a second reply comes after the newer topic."""
    topic = start(olga, public_board)
    write(viewer_of(nina), topic, "三号楼也是")
    return topic


@pytest.fixture
def newer(older, nina, olga, public_board, start, viewer_of) -> Topic:
    """Nina's question about the same, with one reply; meanwhile the older topic goes on."""
    topic = start(nina, public_board, title="三号楼电梯坏了", html="<p>又困人了</p>")
    write(viewer_of(olga), older, "今天来修了")
    write(viewer_of(olga), topic, "见另一个帖子")
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def merged(older, newer, sam, viewer_of) -> Topic:
    return actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")


def said(topic: Topic) -> list[tuple[int, str]]:
    return list(topic.posts.order_by("number").values_list("number", "text"))


# ── merging ─────────────────────────────────────────────────────────────────────────────────
def test_merged_posts_stand_in_the_order_of_time_and_no_number_is_given_twice(older, merged) -> None:
    assert merged.pk == older.pk
    assert said(merged) == [
        (1, "三号楼左边那部，早上八点起。"),
        (2, "三号楼也是"),
        (4, "又困人了"),
        (5, "今天来修了"),
        (6, "见另一个帖子"),
    ]


def test_merged_counters_are_exact(merged, olga, newer) -> None:
    topic, gone = Topic.objects.get(pk=merged.pk), Topic.objects.get(pk=newer.pk)

    assert (topic.reply_count, topic.last_post_number, topic.last_author_id) == (4, 6, olga.pk)
    assert topic.last_post_at == topic.posts.get(number=6).written_at
    assert (gone.reply_count, gone.posts.count(), gone.merged_into) == (0, 0, topic)


@pytest.mark.parametrize(("asked", "number"), [("?from=1", 4), ("?from=2", 6)])
def test_old_address_leads_to_the_post(merged, newer, client_for, asked, number) -> None:
    response = client_for(None).get(newer.get_absolute_url() + asked)

    assert (response.status_code, response["Location"]) == (301, merged.posts.get(number=number).get_absolute_url())


def test_old_address_alone_leads_to_the_question_and_names_where_it_came_from(merged, newer, client_for) -> None:
    response = client_for(None).get(newer.get_absolute_url())

    assert response["Location"] == f"{merged.get_absolute_url()}?from=4&was={newer.public_id}"


def test_number_that_moved_within_its_topic_leads_on(merged, client_for) -> None:
    response = client_for(None).get(merged.get_absolute_url() + "?from=3")

    assert response["Location"] == merged.posts.get(number=5).get_absolute_url()


def test_merge_carries_me_toos_by_home(older, newer, otto, olga, nina, sam, viewer_of, building) -> None:
    actions.react(viewer=viewer_of(nina), post=older.posts.get(number=1))
    actions.react(viewer=viewer_of(olga), post=newer.posts.get(number=1))

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=newer, other=older, reason="同一件事")

    # Olga asked the question that stays: nobody says "me too" to themselves.
    question = stays.posts.get(number=1)
    assert (Topic.objects.get(pk=stays.pk).me_too_count, question.reaction_count) == (1, 1)
    assert stays.posts.get(number=4).reactions.count() == 0


def test_merge_joins_read_marks_at_the_first_unread_post(older, newer, stranger, otto, sam, viewer_of) -> None:
    actions.mark_read(viewer=viewer_of(stranger), topic=older, number=3)
    actions.mark_read(viewer=viewer_of(otto), topic=older, number=3)
    actions.mark_read(viewer=viewer_of(otto), topic=newer, number=1)

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    marks = dict(ReadMark.objects.filter(topic=stays).values_list("user_id", "number"))
    assert (marks[stranger.pk], marks[otto.pk]) == (3, 5)
    assert not ReadMark.objects.filter(topic=newer).exists()


def test_merge_carries_followers_and_leaves_choices_alone(older, newer, stranger, nina, sam, viewer_of) -> None:
    actions.follow_topic(viewer=viewer_of(stranger), topic=newer, level="follow")
    actions.follow_topic(viewer=viewer_of(nina), topic=older, level="mute")

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    levels = dict(Subscription.objects.filter(topic=stays).values_list("user_id", "level"))
    assert (levels[stranger.pk], levels[nina.pk]) == ("follow", "mute")


def test_merge_buys_the_company_no_time(older, newer, sam, viewer_of) -> None:
    actions.dismiss_watch(viewer=viewer_of(sam), watch=older.watch, reason="闲聊")
    waiting = newer.watch

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    watch = Watch.objects.get()
    assert (watch.topic, watch.state, watch.due_at) == (stays, WatchState.WAITING, waiting.due_at)
    assert Topic.objects.get(pk=stays.pk).awaits_answer is True


def test_merge_keeps_both_answers_and_one_first(older, newer, sam, viewer_of) -> None:
    for topic in (newer, older):
        actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>已安排维修，请放心。</p>")

    stays = actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    answers = list(
        OfficialAnswer.objects.filter(topic=stays).order_by("answered_at").values_list("is_first", flat=True)
    )
    topic = Topic.objects.get(pk=stays.pk)
    assert answers == [True, False]
    assert topic.first_answer_at < topic.last_answer_at


def test_merge_carries_the_matter_and_its_case(older, newer, mona, estate, viewer_of, drain) -> None:
    crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=newer, kind="complaint", estate=estate)

    stays = actions.merge_topics(viewer=viewer_of(mona), topic=older, other=newer, reason="同一件事")
    drain()

    case = Case.objects.get()
    topic = Topic.objects.get(pk=stays.pk)
    assert (case.topic_public_id, topic.case_number) == (stays.public_id, case.number)
    assert topic.progress_steps.count() == 1


def test_two_matters_stay_apart(older, newer, mona, estate, viewer_of) -> None:
    for topic in (older, newer):
        crm_actions.open_case_from_topic(viewer=viewer_of(mona), topic=topic, kind="complaint", estate=estate)

    with pytest.raises(MergeRefused):
        actions.merge_topics(viewer=viewer_of(mona), topic=older, other=newer, reason="同一件事")


def test_words_for_residents_are_not_merged_into_a_public_topic(
    older, olga, residents_board, start, sam, viewer_of
) -> None:
    inside = start(olga, residents_board)

    with pytest.raises(MergeRefused):
        actions.merge_topics(viewer=viewer_of(sam), topic=older, other=inside, reason="同一件事")


def test_merge_wants_a_reason_and_somebody_who_keeps_order(older, newer, sam, nina, viewer_of) -> None:
    with pytest.raises(ReasonMissing):
        actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason=" ")
    with pytest.raises(NotAllowed):
        actions.merge_topics(viewer=viewer_of(nina), topic=older, other=newer, reason="同一件事")


def test_draft_for_the_merged_topic_goes_on_in_the_other(older, newer, nina, sam, viewer_of) -> None:
    actions.keep_draft(viewer=viewer_of(nina), key=f"topic-{newer.public_id}", writing=Writing(html="<p>我想说</p>"))

    actions.merge_topics(viewer=viewer_of(sam), topic=older, other=newer, reason="同一件事")

    assert Draft.objects.get().key == f"topic-{older.public_id}"


def test_reply_sent_from_a_page_of_the_merged_topic_arrives(merged, newer, nina, client_for) -> None:
    client_for(nina).post(reverse("forum:topic-reply", args=[newer.public_id]), {"body": "还在写的时候被合并了"})

    assert Post.objects.get(text="还在写的时候被合并了").topic_id == merged.pk


def test_merged_words_are_found_at_their_new_address(merged) -> None:
    urls = dict(SearchEntry.objects.values_list("ref", "url"))

    assert {urls[str(post.pk)] for post in merged.posts.all()} == {
        post.get_absolute_url() for post in merged.posts.all()
    }


def test_merged_topic_is_in_no_list_and_in_the_record(merged, newer, nina, viewer_of, client_for) -> None:
    mine = client_for(nina).get(reverse("forum:index"), {"show": "mine"}).content.decode()
    record = client_for(None).get(reverse("forum:record")).content.decode()

    assert newer.title not in mine
    assert "同一件事" in record
    assert ModerationRecord.objects.get(act="merge").posts == 2


def test_page_says_what_was_merged_in(merged, newer, client_for) -> None:
    page = client_for(None).get(merged.get_absolute_url()).content.decode()

    assert newer.title in page and "同一件事" in page


def test_everybody_whose_posts_were_moved_hears_why(merged, olga, nina, drain) -> None:
    from notify.models import Notification

    drain()

    assert set(Notification.objects.filter(kind="forum.moderated").values_list("user_id", flat=True)) == {
        olga.pk,
        nina.pk,
    }


def test_what_was_merged_before_goes_on_with_the_next_merge(
    merged, newer, stranger, public_board, start, sam, viewer_of, client_for
) -> None:
    third = start(stranger, public_board, title="也是电梯", html="<p>同样的情况</p>")
    Topic.objects.filter(pk=third.pk).update(started_at=merged.started_at.replace(year=2020))

    last = actions.merge_topics(viewer=viewer_of(sam), topic=merged, other=third, reason="同一件事")

    assert last.pk == third.pk
    response = client_for(None).get(newer.get_absolute_url() + "?from=2", follow=True)
    assert response.redirect_chain[-1][0] == Post.objects.get(text="见另一个帖子").get_absolute_url()


# ── splitting ───────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def mixed(older, olga, nina, viewer_of) -> Topic:
    """Replies 3 and 4 are about parking."""
    write(viewer_of(olga), older, "说到停车位，也被占了")
    write(viewer_of(nina), older, "停车位天天有人占")
    write(viewer_of(nina), older, "电梯下午好了")
    return Topic.objects.get(pk=older.pk)


def split(viewer, topic: Topic, numbers=(3, 4)) -> Topic:
    return actions.split_topic(viewer=viewer, topic=topic, numbers=numbers, title="停车位被占", reason="另一件事")


def test_split_makes_a_topic_for_the_same_people(mixed, olga, sam, viewer_of) -> None:
    new = split(viewer_of(sam), mixed)

    assert said(new) == [(1, "说到停车位，也被占了"), (2, "停车位天天有人占")]
    assert (new.author, new.board, new.audience, new.reply_count) == (olga, mixed.board, mixed.audience, 1)
    mixed.refresh_from_db()
    assert [number for number, _text in said(mixed)] == [1, 2, 5]
    assert (mixed.reply_count, mixed.last_post_number) == (2, 5)


def test_split_posts_are_found_at_their_old_address(mixed, sam, viewer_of, client_for) -> None:
    new = split(viewer_of(sam), mixed)

    response = client_for(None).get(mixed.get_absolute_url() + "?from=4")

    assert response["Location"] == new.posts.get(number=2).get_absolute_url()


def test_both_topics_have_a_line_about_it(mixed, sam, viewer_of, client_for) -> None:
    new = split(viewer_of(sam), mixed)

    pages = [client_for(None).get(topic.get_absolute_url()).content.decode() for topic in (mixed, new)]

    assert new.get_absolute_url() in pages[0] and "另一件事" in pages[0]
    assert mixed.get_absolute_url() in pages[1] and "另一件事" in pages[1]


def test_open_page_drops_the_moved_posts(mixed, sam, viewer_of, client_for) -> None:
    url = reverse("forum:topic-changes", args=[mixed.public_id])
    split(viewer_of(sam), mixed)

    page = client_for(None).get(url, {"seen": mixed.changes, "first": 1, "last": 5, "grows": 1}).content.decode()

    assert 'data-gone="3 4"' in page
    assert "停车位被占" in page


def test_open_page_of_a_merged_topic_is_told_to_load_anew(merged, newer, client_for) -> None:
    url = reverse("forum:topic-changes", args=[newer.public_id])

    assert client_for(None).get(url, {"seen": 0, "first": 1, "last": 2}).status_code == 404


def test_split_carries_read_marks_and_followers(mixed, stranger, sam, viewer_of) -> None:
    actions.mark_read(viewer=viewer_of(stranger), topic=mixed, number=3)
    actions.follow_topic(viewer=viewer_of(stranger), topic=mixed, level="follow")

    new = split(viewer_of(sam), mixed)

    assert ReadMark.objects.get(user=stranger, topic=new).number == 1
    assert Subscription.objects.get(user=stranger, topic=new).level == "follow"


def test_split_topic_waits_for_the_company_where_it_answers(mixed, sam, viewer_of) -> None:
    new = split(viewer_of(sam), mixed)

    assert [cause.reason for cause in new.watch.why] == ["expected"]
    assert mixed.watch.is_open


@pytest.mark.parametrize("numbers", [(), (1, 2), (9,)])
def test_question_stays_and_something_must_be_chosen(mixed, sam, viewer_of, numbers) -> None:
    with pytest.raises(SplitRefused):
        split(viewer_of(sam), mixed, numbers)


def test_official_answer_stays_with_its_question(mixed, sam, viewer_of) -> None:
    answer = actions.answer_officially(viewer=viewer_of(sam), topic=mixed, html="<p>已安排维修，请放心。</p>")

    with pytest.raises(SplitRefused):
        split(viewer_of(sam), mixed, (3, answer.number))


def test_unread_link_stays_in_the_topic_after_a_split(mixed, stranger, sam, viewer_of, client_for) -> None:
    actions.mark_read(viewer=viewer_of(stranger), topic=mixed, number=2)
    split(viewer_of(sam), mixed)

    response = client_for(stranger).get(reverse("forum:topic-unread", args=[mixed.public_id]))

    assert response["Location"].endswith("?from=5#p5")


def test_pages_without_posts_are_left_out(mixed, nina, public_board, sam, viewer_of, client_for) -> None:
    Post.objects.filter(topic=mixed, number=5).update(number=61)
    Topic.objects.filter(pk=mixed.pk).update(last_post_number=61, has_moves=True)
    client = client_for(None)

    first, last = (client.get(mixed.get_absolute_url(), {"from": at}) for at in (1, 41))

    assert (first.context["page"].later, last.context["page"].first, last.context["page"].earlier) == (61, 61, 1)


def test_merged_topic_moves_with_its_board_only_by_itself(merged, residents_board, sam, viewer_of, client_for, otto):
    """Whoever lost the topic that stays is led nowhere."""
    gone = Topic.objects.get(merged_into=merged)
    actions.move_topic(viewer=viewer_of(sam), topic=merged, board=residents_board, reason="涉及住户")

    assert client_for(otto).get(gone.get_absolute_url()).status_code == 404
    assert client_for(otto).get(gone.get_absolute_url() + "?from=1").status_code == 404


# ── pages ───────────────────────────────────────────────────────────────────────────────────
def test_moderate_page_merges_by_address(older, newer, sam, client_for) -> None:
    url = reverse("forum:topic-moderate", args=[newer.public_id])
    address = f"http://testserver{older.get_absolute_url()}?from=2#p2"

    response = client_for(sam).post(url, {"act": "merge", "other": address, "reason": "同一件事"})

    assert response["Location"] == older.get_absolute_url()


def test_moderate_page_says_that_nothing_is_at_an_address(older, sam, client_for) -> None:
    url = reverse("forum:topic-moderate", args=[older.public_id])

    response = client_for(sam).post(url, {"act": "merge", "other": "nowhere", "reason": "同一件事"})

    assert "field-error" in response.content.decode()


def test_split_page_splits(mixed, sam, client_for) -> None:
    url = reverse("forum:topic-split", args=[mixed.public_id])
    client = client_for(sam)

    page = client.get(url, {"pick": "3"}).content.decode()
    client.post(url, {"numbers": ["3", "4"], "title": "停车位被占", "reason": "另一件事"})

    assert "停车位天天有人占" in page
    assert Topic.objects.get(title="停车位被占").posts.count() == 2


@pytest.mark.parametrize("who", ["olga", "nina", "stella"])
def test_split_page_is_for_those_who_keep_order(request, mixed, client_for, who) -> None:
    url = reverse("forum:topic-split", args=[mixed.public_id])

    assert client_for(request.getfixturevalue(who)).get(url).status_code == 403


def test_list_of_a_board_shows_a_merged_topic_no_more(merged, newer, public_board: Board, client_for) -> None:
    assert newer.title not in client_for(None).get(public_board.get_absolute_url()).content.decode()
