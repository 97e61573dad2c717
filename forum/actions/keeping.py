"""What every act of order has in common: the lock, the right, the reason, and the line in the open record."""

from datetime import datetime

from django.conf import settings
from django.utils import translation

from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.errors import NotAllowed, ReasonMissing
from forum.models import FlagState, ModerationRecord, Post, Topic
from forum.permissions import can_moderate
from owners.models import User
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import TopicModerated
from portal.worktime import now


def lock_to_keep(viewer: Viewer, topic: Topic) -> Topic:
    """The topic, locked until commit. Raises NotAllowed unless the viewer keeps order there."""
    topic = lock_topic(topic)
    if not can_moderate(viewer, topic):
        raise NotAllowed
    return topic


def lock_post(topic: Topic, post: Post) -> Post:
    """A post of a topic that is locked already."""
    post = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    post.topic = topic
    return post


def required(reason: str) -> str:
    if not reason.strip():
        raise ReasonMissing
    return reason.strip()[:200]


def decide_flags(by: User | None, post: Post, state: str) -> None:
    post.flags.filter(state=FlagState.OPEN).update(state=state, decided_by=by, decided_at=now())


def write_record(
    topic: Topic,
    act: str,
    *,
    by: Viewer | None,
    reason: str = "",
    post: Post | None = None,
    other: Topic | None = None,
    posts: int = 0,
    minutes: int = 0,
    until: datetime | None = None,
) -> ModerationRecord:
    """The open record, the audit, the word to the author, and the open pages. `by` is empty where nobody decided."""
    record = ModerationRecord.objects.create(
        topic=topic,
        post=post,
        other=other,
        posts=posts,
        minutes=minutes,
        until=until,
        audience=topic.audience,
        act=act,
        reason=reason[:200],
        by=by.user if by else None,
        at=now(),
    )
    audit.record(
        actor=by.pseudonym if by else "system",
        action=f"forum.moderation.{act}",
        subject=f"post:{post.pk}" if post else f"topic:{topic.pk}",
        estate_id=topic.estate_id,
    )
    outbox.record(TopicModerated(record_id=record.pk), key=f"topic:{topic.pk}")
    tell_change(topic, post=post)
    return record


def in_house_language(message: str) -> str:
    """A reason that nobody typed (its text in the code), as it is stored for all to read."""
    with translation.override(settings.LANGUAGE_CODE):
        return translation.gettext(message)
