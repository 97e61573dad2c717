"""What neighbours wrote and read here, and what becomes of it when they close their account."""

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

import notify
from forum.actions.bursts import close_if_done
from forum.actions.telling import tell_change
from forum.indexing import index_post, index_topic
from forum.models import (
    Absence,
    AllRead,
    Ballot,
    Block,
    Bookmark,
    Burst,
    BurstMember,
    Draft,
    Flag,
    Mention,
    Poll,
    Post,
    PostRevision,
    Reaction,
    ReadMark,
    Removal,
    RemovalState,
    RulesAcceptance,
    Sanction,
    Shift,
    Subscription,
    Topic,
    Verdict,
    Visibility,
)
from owners import rights
from owners.personal import FIELDS, register_subjects
from owners.personal.subjects import Subject
from owners.rights import Holding, Retention, Whose, delete_rows
from owners.rights.scrubbing import scrub
from owners.viewers import Viewer
from portal import richtext, uploads
from portal.worktime import now

_BATCH = 100


def _anonymous_post(viewer: Viewer, ref: str) -> Subject | None:
    """A post without a name that the viewer may read; of the company's own boards, known wherever they keep order."""
    if not ref.isdecimal():
        return None
    posts = Post.objects.visible_to(viewer).filter(is_anonymous=True, author__isnull=False)
    post = posts.select_related("author", "topic").filter(pk=int(ref)).first()
    if post is None:
        return None
    here = {post.topic.estate_id} if post.topic.estate_id else viewer.estates_for(*FIELDS["account"].roles)
    return Subject(post, frozenset(here))


register_subjects("post", _anonymous_post)


@rights.register_audited
def _own_anonymous_posts(whose: Whose) -> list[str]:
    return [post.subject for post in Post.objects.filter(author=whose.user, is_anonymous=True)]


def _posts(whose: Whose) -> QuerySet[Post]:
    return Post.objects.filter(author=whose.user).select_related("topic")


def forget_posts(holding: Holding, whose: Whose) -> None:
    """Kept posts lose their author and what names them; the others leave a placeholder with the reason."""
    while posts := list(_posts(whose).order_by("pk")[:_BATCH]):
        with transaction.atomic():
            for post in posts:
                keeps = whose.keep_posts and not post.is_taken_back
                _keep_without_author(post, whose) if keeps else _take_out(post)
            PostRevision.objects.filter(post__in=posts).delete()
            notify.forget([f"forum.post:{post.pk}" for post in posts])


def _keep_without_author(post: Post, whose: Whose) -> None:
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=post.topic_id)
    post.html, post.text = scrub(post.html, whose.names), scrub(post.text, whose.names)
    post.author, post.send_key = None, None
    post.save(update_fields=["html", "text", "author", "send_key"])
    if post.is_question:
        topic.title = scrub(topic.title, whose.names)[:80]
        topic.excerpt = richtext.excerpt(post.html, 120) if post.visibility == Visibility.VISIBLE else ""
    _without_author(topic, whose.user.pk)
    _index(post, topic)
    tell_change(topic, post=post)


def _take_out(post: Post) -> None:
    topic = Topic.objects.select_for_update(of=("self",)).get(pk=post.topic_id)
    author_id = post.author_id
    with translation.override(settings.LANGUAGE_CODE):
        reason, title = str(_("The author closed their account.")), str(_("(Deleted by the author)"))
    if post.visibility == Visibility.VISIBLE and not post.is_question:
        topic.reply_count = max(topic.reply_count - 1, 0)
    post.html = post.text = ""
    post.author, post.send_key = None, None
    post.visibility, post.hidden_reason = Visibility.HIDDEN, reason
    post.save(update_fields=["html", "text", "author", "send_key", "visibility", "hidden_reason"])
    uploads.remove(post.upload_scope)
    if post.is_question:
        topic.title, topic.excerpt, topic.has_poll = title, "", False
        Poll.objects.filter(topic=topic).delete()
        if topic.reply_count == 0:
            topic.visibility, topic.hidden_reason = Visibility.HIDDEN, reason
    # Nothing is left that a second person could bring back.
    Removal.objects.filter(post=post, state=RemovalState.WAITING).update(state=RemovalState.GONE, decided_at=now())
    _without_author(topic, author_id)
    _index(post, topic)
    tell_change(topic, post=post)


def _index(post: Post, topic: Topic) -> None:
    """The title stands in every entry of its topic."""
    if post.is_question:
        index_topic(topic)
    else:
        index_post(post, topic)


def _without_author(topic: Topic, user_id: int | None) -> None:
    if topic.author_id == user_id:
        topic.author = None
    if topic.last_author_id == user_id:
        topic.last_author = None
    topic.save(
        update_fields=[
            "title",
            "excerpt",
            "has_poll",
            "reply_count",
            "visibility",
            "hidden_reason",
            "author",
            "last_author",
        ]
    )


def _loose_topics(holding: Holding, whose: Whose) -> None:
    """Topics that name the account without a post of theirs; after the posts."""
    if not whose.keep_posts:
        # Of a merged topic nothing is left but its title.
        with translation.override(settings.LANGUAGE_CODE):
            gone = str(_("(Deleted by the author)"))
        Topic.objects.filter(author=whose.user, visibility=Visibility.MERGED).update(title=gone)
    Topic.objects.filter(author=whose.user).update(author=None)
    Topic.objects.filter(last_author=whose.user).update(last_author=None)


def _forget_read_marks(holding: Holding, whose: Whose) -> None:
    ReadMark.objects.filter(user=whose.user).delete()
    AllRead.objects.filter(user=whose.user).delete()


def _forget_removals(holding: Holding, whose: Whose) -> None:
    """What they objected, and that the words were theirs."""
    Removal.objects.filter(author=whose.user).update(author=None, objection="")


def _forget_sanctions(holding: Holding, whose: Whose) -> None:
    """Whom it hit, and what they said to it."""
    Sanction.objects.filter(user=whose.user).update(user=None, appeal="")


def _forget_bursts(holding: Holding, whose: Whose) -> None:
    """A group of which nobody waits any more is closed by that."""
    for member in BurstMember.objects.filter(user=whose.user).select_related("burst"):
        with transaction.atomic():
            burst = Burst.objects.select_for_update().get(pk=member.burst_id)
            member.delete()
            close_if_done(burst, now())


def _forget_drafts(holding: Holding, whose: Whose) -> None:
    """With the files that no post has taken over."""
    for draft in _drafts(whose):
        with transaction.atomic():
            uploads.discard(draft.upload_ids, owner=whose.user.pseudonym)
            draft.delete()


def _drafts(whose: Whose) -> QuerySet[Draft]:
    return Draft.objects.filter(user=whose.user)


def _forget_blocks(holding: Holding, whose: Whose) -> None:
    """Both ways: whom they blocked, and who blocked them."""
    Block.objects.filter(Q(user=whose.user) | Q(blocked=whose.user)).delete()


def _forget_ballots(holding: Holding, whose: Whose) -> None:
    Ballot.objects.filter(user=whose.user).update(user=None, unit=None)


rights.hold(
    "forum.Draft",
    title=_("What you began to write in the forum and have not sent"),
    retention=Retention.ACCOUNT,
    rows=_drafts,
    shows={"title": _("Title"), "excerpt": _("Text"), "saved_at": _("Saved")},
    erase=_forget_drafts,
    sort=19,
)


def _forget_duty(holding: Holding, whose: Whose) -> None:
    Shift.objects.filter(user=whose.user).delete()
    Absence.objects.filter(user=whose.user).delete()
    Absence.objects.filter(substitute=whose.user).update(substitute=None)


rights.hold(
    "forum.Post",
    title=_("What you wrote in the forum"),
    retention=Retention.ACCOUNT,
    rows=_posts,
    shows={
        "topic__title": _("Topic"),
        "number": _("No."),
        "written_at": _("Written"),
        "is_anonymous": _("Anonymous"),
        "text": _("Text"),
    },
    erase=forget_posts,
    kept=_("If you agree, your posts stay for the neighbours under a neutral name. Otherwise they go."),
    also=["forum.PostRevision", "forum.OfficialAnswer", "forum.Correction"],
    sort=20,
)
rights.hold(
    "forum.Topic",
    title=_("Topics you started"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Topic.objects.filter(author=whose.user),
    shows={"title": _("Title"), "started_at": _("Started")},
    erase=_loose_topics,
    sort=21,
    also=["forum.Watch", "forum.Poll", "forum.PollOption", "forum.PrivateOffer"],
)
rights.hold(
    "forum.Ballot",
    also=["forum.Ballot_options"],
    title=_("Polls in which you voted"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Ballot.objects.filter(user=whose.user).select_related("poll").prefetch_related("options"),
    shows={"poll__question": _("Question"), "chosen": _("Your vote"), "voted_at": _("When")},
    # A vote stays counted; whose it was is forgotten.
    erase=_forget_ballots,
    sort=27,
)
rights.hold(
    "forum.Reaction",
    title=_("Your “helpful” and “me too”"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Reaction.objects.filter(user=whose.user).select_related("post__topic"),
    shows={"post__topic__title": _("Topic"), "kind": _("Kind"), "created_at": _("When")},
    # Counted thanks stay counted; whose they were is forgotten.
    erase=delete_rows,
    sort=22,
)
rights.hold(
    "forum.Bookmark",
    title=_("Posts you saved"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Bookmark.objects.filter(user=whose.user).select_related("post__topic"),
    shows={"post__topic__title": _("Topic"), "post__number": _("No."), "saved_at": _("Saved")},
    erase=delete_rows,
    sort=31,
)
rights.hold(
    "forum.Block",
    title=_("Neighbours you have blocked"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Block.objects.filter(user=whose.user).select_related("blocked"),
    shows={"blocked__display_name": _("Name"), "since": _("When")},
    erase=_forget_blocks,
    sort=32,
)
rights.hold(
    "forum.RulesAcceptance",
    title=_("Rules of boards you agreed to"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: RulesAcceptance.objects.filter(user=whose.user).select_related("board"),
    shows={"board__name": _("Board"), "version": _("Version"), "at": _("When")},
    erase=delete_rows,
    sort=33,
)
rights.hold(
    "forum.Subscription",
    title=_("Topics you follow"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Subscription.objects.filter(user=whose.user).select_related("topic"),
    shows={"topic__title": _("Topic"), "level": _("How")},
    erase=delete_rows,
    sort=23,
)
rights.hold(
    "forum.ReadMark",
    also=["forum.AllRead"],
    title=_("What you have read"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: ReadMark.objects.filter(user=whose.user).select_related("topic"),
    shows={"topic__title": _("Topic"), "number": _("Up to no."), "read_at": _("When")},
    erase=_forget_read_marks,
    sort=24,
)
rights.hold(
    "forum.Flag",
    title=_("Posts you reported"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Flag.objects.filter(user=whose.user).select_related("post__topic"),
    shows={"post__topic__title": _("Topic"), "reason": _("Reason"), "note": _("Note"), "created_at": _("When")},
    erase=delete_rows,
    sort=25,
)

rights.hold(
    "forum.Removal",
    title=_("What staff took away of yours"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Removal.objects.filter(author=whose.user).select_related("topic", "record"),
    shows={
        "topic__title": _("Topic"),
        "record__at": _("When"),
        "record__reason": _("Reason"),
        "state": _("State"),
        "objection": _("Your objection"),
    },
    # That something was removed, and why, stays in the open record; whose words they were is forgotten.
    erase=_forget_removals,
    sort=28,
)
rights.hold(
    "forum.Sanction",
    title=_("Warnings and bans in the forum"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Sanction.objects.filter(user=whose.user).select_related("record"),
    shows={
        "kind": _("Kind"),
        "since": _("From"),
        "until": _("Until"),
        "reason": _("Reason"),
        "appeal": _("Your appeal"),
        "appeal_state": _("State"),
    },
    erase=_forget_sanctions,
    sort=31,
)
rights.hold(
    "forum.BurstMember",
    title=_("That your account was looked at because many signed up at once"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: BurstMember.objects.filter(user=whose.user),
    shows={"since": _("From"), "state": _("State"), "reason": _("Reason"), "decided_at": _("When")},
    erase=_forget_bursts,
    sort=34,
)
rights.exempt(
    "forum.Burst", "forum.BurstSign", why="when accounts were gathered, and by what; which ones says BurstMember"
)
rights.hold(
    "forum.Mention",
    title=_("Where neighbours spoke to you by name"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Mention.objects.filter(user=whose.user).select_related("post__topic"),
    shows={"post__topic__title": _("Topic"), "post__number": _("No.")},
    erase=delete_rows,
    sort=26,
)
rights.hold(
    "forum.Shift",
    title=_("When you are on duty at the spokesperson's desk"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Shift.objects.filter(user=whose.user).select_related("estate"),
    shows={"estate__name": _("Estate"), "weekday": _("Day"), "starts": _("From"), "ends": _("Until")},
    erase=_forget_duty,
    sort=29,
    also=["forum.Absence"],
)

rights.hold(
    "forum.Verdict",
    title=_("What you said of the end of your matters"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Verdict.objects.filter(by=whose.user).select_related("topic"),
    shows={"topic__title": _("Topic"), "settled": _("Settled"), "said": _("Reason"), "at": _("When")},
    # The case keeps its course; the author's words about it go.
    erase=delete_rows,
    sort=30,
)

rights.exempt("forum.Board", "forum.Section", "forum.WatchedWord", "forum.Seal", why="set up by staff, about no person")
rights.exempt("forum.ModerationRecord", why="what staff did, and why, for all to read; no words of the author")
rights.exempt("forum.FormerPlace", why="which number a post had before it was moved")
rights.exempt("forum.ProgressStep", why="states and dates")
rights.exempt("forum.Sighting", why="what is said outside, noted by staff for the company; no account is meant by it")
rights.exempt("forum.WatchCause", why="which rule called for an answer, and what it counted")
