"""Starting topics, replying, editing one's own words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from forum import limits, mentions, wording
from forum.actions.drafts import drop_draft
from forum.actions.gathering import held_for_burst
from forum.actions.locking import lock_topic
from forum.actions.mentioning import remember_mentions, tell_mentioned
from forum.actions.pacing import refuse_hurried
from forum.actions.reading import follow_by_writing, mark_read
from forum.actions.sanctioning import refuse_sanctioned
from forum.actions.telling import tell_change
from forum.actions.voting import NewPoll, checked_poll, put_up_poll
from forum.actions.watching import call_by_numbers, call_company, reopen_watch_for
from forum.drafting import board_key, post_key, topic_key
from forum.errors import AlreadyWritten, NotAllowed, TextRefused, TopicLocked
from forum.indexing import index_post, index_topic
from forum.models import Board, Flag, FlagReason, FlagState, Post, PostRevision, Topic, Visibility, WatchReason
from forum.permissions import SPOKESPEOPLE, can_ask_anonymously, can_edit, can_moderate, can_reply, can_start
from forum.rules import heed_rules
from forum.wording import Wording
from owners.models import StaffRole, User
from owners.viewers import Viewer
from portal import audit, outbox, realtime, uploads
from portal.domain_events import PostWritten, TopicStarted
from portal.worktime import now

MAX_TITLE = 80
# Shorter texts (谢谢, 同求) are said again and again by honest people.
REPEATED_FROM = 20
REPEATED_WITHIN = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPost:
    """What `append` needs of a post that is to be written."""

    author: User
    wording: Wording
    send_key: str | None = None
    is_official: bool = False
    is_anonymous: bool = False


@transaction.atomic
def start_topic(
    *,
    viewer: Viewer,
    board: Board,
    title: str,
    html: str,
    upload_ids: Iterable[str] = (),
    send_key: str = "",
    poll: NewPoll | None = None,
    accepts_rules: int = 0,
    anonymous: bool = False,
) -> Topic:
    """A new topic with its first post, and a poll if wanted; watched if the company answers on this board.

    Raises NotAllowed, RulesNotAccepted, TooFast, TextRefused, AlreadyWritten. `accepts_rules` is the version of the
    board's rules that the author agrees to with this post; needed once for each. A text with a word to be looked at
    is held: only its author and staff see it until it is released. The same `send_key` again gives the same topic.
    `anonymous`: nobody sees whose topic it is, nor the author's replies in it; refused where the board does not
    allow it, rather than published under a name.
    """
    if viewer.user is None or not can_start(viewer, board):
        raise NotAllowed(_("You can't start topics on this board."))
    if anonymous:
        _refuse_named(viewer, board)
    if sent := _already_sent(viewer.user, send_key):
        return sent.topic
    refuse_sanctioned(viewer.user, board.estate_id)
    heed_rules(viewer, board, accepts_rules)
    limits.take_turn(viewer, "topic")
    title, upload_ids = checked_title(title), list(upload_ids)
    poll = checked_poll(poll) if poll else None
    headed = f"{title}\n{poll.words}" if poll else title
    words = wording.read(html, title=headed, has_files=bool(upload_ids))
    words = _newcomers_held(viewer, board.estate_id, words)
    _refuse_repeated(viewer, words)
    new = NewPost(author=viewer.user, wording=words, send_key=send_key or None, is_anonymous=anonymous)
    try:
        with transaction.atomic():
            topic, post = _create_topic(board, title, new)
    except IntegrityError:
        # The same form, sent twice at once: the other one won.
        return Post.objects.select_related("topic").get(author=viewer.user, send_key=send_key).topic
    uploads.attach(upload_ids, owner=viewer.pseudonym, scope=post.upload_scope)
    if poll:
        put_up_poll(topic, poll)
    drop_draft(viewer.user, board_key(board))
    mark_read(viewer=viewer, topic=topic, number=1)
    audit.record(
        actor=viewer.pseudonym, action="forum.topic.started", subject=f"topic:{topic.pk}", estate_id=topic.estate_id
    )
    _call_by_words(viewer, topic, words, is_new=True)
    if not words.held:
        announce_topic(topic, post)
    return topic


@transaction.atomic
def reply(
    *,
    viewer: Viewer,
    topic: Topic,
    html: str,
    upload_ids: Iterable[str] = (),
    send_key: str = "",
    accepts_rules: int = 0,
) -> Post:
    """A further post. Raises as start_topic does, and TopicLocked, TooSoon; `send_key` and `accepts_rules` as there."""
    if viewer.user is None:
        raise NotAllowed
    topic = lock_topic(topic)
    if topic.is_locked and viewer.can_see(topic.audience) and not can_moderate(viewer, topic):
        raise TopicLocked(topic.locked_reason)
    if not can_reply(viewer, topic):
        raise NotAllowed(_("You can't reply to this topic."))
    if sent := _already_sent(viewer.user, send_key):
        return sent
    refuse_sanctioned(viewer.user, topic.estate_id)
    heed_rules(viewer, topic.board, accepts_rules)
    refuse_hurried(viewer, topic)
    limits.take_turn(viewer, "post")
    upload_ids = list(upload_ids)
    words = _newcomers_held(viewer, topic.estate_id, wording.read(html, has_files=bool(upload_ids)))
    _refuse_repeated(viewer, words)
    hides = speaks_anonymously(topic, viewer.user)
    post = append(topic, NewPost(author=viewer.user, wording=words, send_key=send_key or None, is_anonymous=hides))
    uploads.attach(upload_ids, owner=viewer.pseudonym, scope=post.upload_scope)
    drop_draft(viewer.user, topic_key(topic))
    mark_read(viewer=viewer, topic=topic, number=post.number)
    audit.record(
        actor=viewer.pseudonym, action="forum.post.written", subject=f"post:{post.pk}", estate_id=topic.estate_id
    )
    reopen_watch_for(topic, author_id=viewer.user.pk)
    _call_by_words(viewer, topic, words)
    if not words.held:
        call_by_numbers(topic, replies=1)
    if not words.held:
        announce_post(topic, post)
    return post


def append(topic: Topic, new: NewPost) -> Post:
    """Gives the next number and counts the post. `topic` comes from `lock_topic`, or is new."""
    moment = now()
    mentioned = mentions.read(new.wording.html, topic, author_id=new.author.pk)
    post = Post.objects.create(
        topic=topic,
        number=topic.last_post_number + 1,
        author=new.author,
        html=mentioned.html,
        text=new.wording.text,
        written_at=moment,
        is_official=new.is_official,
        is_anonymous=new.is_anonymous,
        send_key=new.send_key,
        visibility=Visibility.HELD if new.wording.held else Visibility.VISIBLE,
    )
    counted: dict[str, object] = {"last_post_number": post.number}
    if not new.wording.held:
        counted |= {"last_post_at": moment, "last_author": new.author}
        if post.number > 1:
            counted["reply_count"] = F("reply_count") + 1
    Topic.objects.filter(pk=topic.pk).update(**counted)
    topic.last_post_number = post.number
    remember_mentions(post, mentioned)
    follow_by_writing(user=new.author, topic=topic)
    have_looked_at(topic, post, new.wording)
    return post


def speaks_anonymously(topic: Topic, user: User) -> bool:
    """Whoever asked without a name goes on so in that topic, also where their posts were moved into another one."""
    if topic.is_anonymous and topic.author_id == user.pk:
        return True
    return topic.has_moves and Post.objects.filter(topic=topic, author=user, is_anonymous=True).exists()


def _refuse_named(viewer: Viewer, board: Board) -> None:
    """Staff are known by name, whether they proved themselves in this session or not."""
    if not can_ask_anonymously(viewer, board) or StaffRole.objects.filter(user=viewer.user).exists():
        raise TextRefused(_("Nobody can ask anonymously here. Nothing was published."), field="anonymous")


def have_looked_at(topic: Topic, post: Post, words: Wording) -> None:
    """Puts a post with watched words, or held for something else, before those who keep order. `topic` is locked."""
    if not words.watched and not words.held:
        return
    reason = FlagReason.LINK if words.linked else FlagReason.BURST
    if words.watched:
        reason = FlagReason.WORD
    seen = {"reason": reason, "note": "、".join(words.watched)[:200]}
    flag, _is_new = Flag.objects.update_or_create(
        post=post, user=None, defaults={**seen, "state": FlagState.OPEN, "created_at": now()}
    )
    realtime.tell(f"watch:{topic.estate_id or 'company'}", "flag", {"id": flag.pk})


def _call_by_words(viewer: Viewer, topic: Topic, words: Wording, *, is_new: bool = False) -> None:
    """The rules that read: what is asked where the company answers, and the words of a complaint."""
    if viewer.has_role(*SPOKESPEOPLE, estate_id=topic.estate_id):
        # The company doesn't ask itself.
        return
    if is_new and topic.board.answer_expected:
        call_company(topic, WatchReason.EXPECTED)
    if words.complaints:
        call_company(topic, WatchReason.COMPLAINT, said="、".join(words.complaints))


def _already_sent(author: User, send_key: str) -> Post | None:
    if not send_key:
        return None
    return Post.objects.filter(author=author, send_key=send_key).select_related("topic").first()


def _newcomers_held(viewer: Viewer, estate_id: int | None, words: Wording) -> Wording:
    """Links of strangers who are new, and of those who were barred lately, are read before they are followed.

    So is everything of accounts that came in a burst.
    """
    if held_for_burst(viewer, words.text):
        return replace(words, held=True)
    lives_here = estate_id is not None and viewer.is_resident_of(estate_id)
    if words.linked and viewer.user is not None and limits.holds_links(viewer, lives_here=lives_here):
        return replace(words, held=True)
    return words


def _refuse_repeated(viewer: Viewer, words: Wording) -> None:
    """The same text in topic after topic is a flood. Staff may need the same words in many places."""
    if viewer.works_here or len(words.text) < REPEATED_FROM:
        return
    own = Post.objects.filter(author=viewer.user, written_at__gte=now() - REPEATED_WITHIN, text=words.text)
    if first := own.select_related("topic").order_by("written_at").first():
        raise AlreadyWritten(title=first.topic.title, url=first.get_absolute_url())


def checked_title(title: str) -> str:
    """Raises TextRefused at `title`."""
    folded = " ".join(title.split())
    if not 2 <= len(folded) <= MAX_TITLE:
        raise TextRefused(_("Please give a title of 2 to 80 characters."), field="title")
    return folded


def _create_topic(board: Board, title: str, new: NewPost) -> tuple[Topic, Post]:
    moment = now()
    topic = Topic.objects.create(
        board=board,
        estate_id=board.estate_id,
        audience=board.audience,
        author=new.author,
        is_anonymous=new.is_anonymous,
        title=title,
        excerpt=new.wording.excerpt,
        started_at=moment,
        last_post_at=moment,
        last_author=new.author,
        visibility=Visibility.HELD if new.wording.held else Visibility.VISIBLE,
    )
    return topic, append(topic, new)


@transaction.atomic
def edit_post(*, viewer: Viewer, post: Post, html: str, title: str = "", upload_ids: Iterable[str] = ()) -> Post:
    """Changes one's own post; what it said before stays in its history. `title` counts for post 1 only.

    Raises NotAllowed or TextRefused. A word to be looked at takes the post out of sight again.
    """
    topic = lock_topic(post.topic)
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.topic = topic
    if not can_edit(viewer, post):
        raise NotAllowed(_("You can't change this post."))
    if viewer.user is not None:
        refuse_sanctioned(viewer.user, topic.estate_id)
    title = checked_title(title) if post.is_question and title else topic.title
    upload_ids = list(upload_ids)
    words = wording.read(html, title=title, has_files=bool(upload_ids or uploads.of(post.upload_scope)))
    words = _newcomers_held(viewer, topic.estate_id, words)
    if viewer.user is not None:
        drop_draft(viewer.user, post_key(post))
    uploads.attach(upload_ids, owner=viewer.pseudonym, scope=post.upload_scope)
    mentioned = mentions.read(words.html, topic, author_id=post.author_id)
    if mentioned.html == post.html and title == topic.title:
        return post
    PostRevision.objects.create(
        post=post, html=post.html, title=topic.title if post.is_question else "", edited_by=viewer.user, edited_at=now()
    )
    post.html, post.text, post.edited_at = mentioned.html, words.text, now()
    newly_held = words.held and post.visibility == Visibility.VISIBLE
    if newly_held:
        post.visibility = Visibility.HELD
    post.save(update_fields=["html", "text", "edited_at", "visibility"])
    have_looked_at(topic, post, words)
    newly_mentioned = remember_mentions(post, mentioned)
    _bring_topic_up_to_date(topic, post, words=words, title=title, newly_held=newly_held)
    if post.visibility == Visibility.VISIBLE:
        tell_mentioned(topic, post, newly_mentioned)
    audit.record(
        actor=viewer.pseudonym, action="forum.post.edited", subject=f"post:{post.pk}", estate_id=topic.estate_id
    )
    tell_change(topic, post=post)
    return post


def _bring_topic_up_to_date(topic: Topic, post: Post, *, words: Wording, title: str, newly_held: bool) -> None:
    if not post.is_question:
        if newly_held:
            Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") - 1)
        index_post(post, topic)
        return
    topic.title, topic.excerpt = title, words.excerpt
    if newly_held:
        topic.visibility = Visibility.HELD
    topic.save(update_fields=["title", "excerpt", "visibility"])
    index_topic(topic)


def announce_topic(topic: Topic, post: Post) -> None:
    """Tells of a topic that everybody in its audience may see from now on."""
    index_post(post, topic)
    outbox.record(TopicStarted(topic_id=topic.pk), key=f"topic:{topic.pk}")
    tell_mentioned(topic, post)
    realtime.tell(f"board:{topic.board.slug}", "topic", {"id": topic.public_id})


def announce_post(topic: Topic, post: Post) -> None:
    """Tells of a post that everybody in its topic's audience may see from now on."""
    index_post(post, topic)
    outbox.record(PostWritten(topic_id=topic.pk, post_id=post.pk), key=f"topic:{topic.pk}")
    tell_mentioned(topic, post)
    tell_change(topic, post=post)
