"""The second look at what staff removed: confirmed or undone by somebody else within a working day."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forum.actions.keeping import in_house_language, lock_post, write_record
from forum.actions.locking import lock_topic
from forum.actions.showing import show_post_again, show_topic_again
from forum.errors import NotAllowed, ObjectedBefore, RemovalDecided, TextRefused
from forum.models import (
    Flag,
    FlagState,
    ModerationAct,
    ModerationRecord,
    Post,
    Removal,
    RemovalKind,
    RemovalState,
    Topic,
)
from forum.permissions import can_decide_removal
from owners.viewers import Viewer
from portal import audit, realtime
from portal.worktime import calendar, now

MOST_AT_ONCE = 200
_STAYS = gettext_noop("A second person decided that it may stay.")
_TOO_LATE = gettext_noop("Nobody confirmed the removal within a working day.")


def open_removal(record: ModerationRecord, *, kind: str, author_id: int | None, is_company: bool = False) -> None:
    """Lets a second person look at what the record says. Not at one's own words. Inside the caller's transaction."""
    if author_id is not None and author_id == record.by_id and not is_company:
        return
    working = calendar()
    removal = Removal.objects.create(
        record=record,
        topic=record.topic,
        post=record.post,
        author_id=author_id,
        kind=RemovalKind(kind),
        by=record.by,
        due_at=working.add_working(record.at, working.day_length),
    )
    _tell_queue(removal)


def settle_waiting(topic: Topic, post: Post | None, *, state: str, by: Viewer | None) -> None:
    """Ends the removal of these words that still waits, if there is one. `topic` is locked."""
    removal = Removal.objects.filter(topic=topic, post=post, state=RemovalState.WAITING).first()
    if removal is not None:
        _settle(removal, state=state, by=by)


@transaction.atomic
def confirm_removal(*, viewer: Viewer, removal: Removal) -> Removal:
    """A second person agrees: the words stay out of sight. Raises NotAllowed (the first one), RemovalDecided."""
    removal = _lock_waiting(viewer, removal)
    _settle(removal, state=RemovalState.CONFIRMED, by=viewer)
    write_record(removal.topic, ModerationAct.CONFIRM_HIDE, by=viewer, reason=removal.record.reason, post=removal.post)
    return removal


@transaction.atomic
def undo_removal(*, viewer: Viewer, removal: Removal, note: str = "") -> Removal:
    """A second person doesn't agree: the words are shown again. Raises as confirm_removal does."""
    removal = _lock_waiting(viewer, removal)
    _settle(removal, state=RemovalState.UNDONE, by=viewer)
    _show_again(removal, by=viewer, reason=note.strip() or in_house_language(_STAYS))
    _flags_of(removal).update(state=FlagState.REJECTED, decided_by=viewer.user, decided_at=now())
    return removal


@transaction.atomic
def object_to_removal(*, viewer: Viewer, removal: Removal, text: str) -> Removal:
    """The author says, once, why their words should stay. Raises NotAllowed, ObjectedBefore, RemovalDecided."""
    removal = _lock(removal)
    if viewer.user is None or removal.author_id != viewer.user.pk:
        raise NotAllowed
    if removal.objection:
        raise ObjectedBefore
    if not removal.is_waiting:
        raise RemovalDecided
    text = " ".join(text.split())
    if not text:
        raise TextRefused(_("Please write something first."), field="text")
    removal.objection, removal.objected_at = text[:500], now()
    removal.save(update_fields=["objection", "objected_at"])
    _audit(removal, "objected", actor=viewer.pseudonym)
    _tell_queue(removal)
    return removal


def lapse_removals() -> int:
    """Shows again what nobody confirmed in time, each by itself. Run twice, it does nothing twice.

    Private data is not put on show by a clock: it stays out of sight, late, until somebody decides.
    """
    late = Removal.objects.waiting().filter(due_at__lte=now()).exclude(kind=RemovalKind.PRIVATE)
    return sum(_lapse(removal) for removal in late.select_related("topic")[:MOST_AT_ONCE])


@transaction.atomic
def _lapse(removal: Removal) -> bool:
    removal = _lock(removal)
    if not removal.is_waiting:
        return False
    _settle(removal, state=RemovalState.LAPSED, by=None)
    _show_again(removal, by=None, reason=in_house_language(_TOO_LATE))
    # Nobody has decided about the reports either: they wait again.
    _flags_of(removal).update(state=FlagState.OPEN, decided_by=None, decided_at=None)
    return True


def _lock_waiting(viewer: Viewer, removal: Removal) -> Removal:
    removal = _lock(removal)
    if not can_decide_removal(viewer, removal):
        raise NotAllowed(_("A second person decides about this: not who hid it, and not who wrote it."))
    if not removal.is_waiting:
        raise RemovalDecided
    return removal


def _lock(removal: Removal) -> Removal:
    """The topic's row first, as everybody takes it; then what is decided about it."""
    topic = lock_topic(removal.topic)
    removal = Removal.objects.select_for_update(of=("self",)).select_related("record", "post").get(pk=removal.pk)
    removal.topic = topic
    return removal


def _settle(removal: Removal, *, state: str, by: Viewer | None) -> None:
    removal.state, removal.decided_by, removal.decided_at = state, by.user if by else None, now()
    removal.save(update_fields=["state", "decided_by", "decided_at"])
    _audit(removal, state, actor=by.pseudonym if by else "system")
    _tell_queue(removal)


def _show_again(removal: Removal, *, by: Viewer | None, reason: str) -> None:
    if removal.post is None:
        show_topic_again(removal.topic, by=by, reason=reason)
    else:
        show_post_again(removal.topic, lock_post(removal.topic, removal.post), by=by, reason=reason)


def _flags_of(removal: Removal) -> QuerySet[Flag]:
    """The reports that were upheld by hiding these words."""
    return Flag.objects.filter(post=removal.post, state=FlagState.UPHELD, decided_at__gte=removal.record.at)


def _audit(removal: Removal, what: str, *, actor: str) -> None:
    audit.record(
        actor=actor,
        action=f"forum.removal.{what}",
        subject=f"removal:{removal.pk}",
        estate_id=removal.topic.estate_id,
    )


def _tell_queue(removal: Removal) -> None:
    realtime.tell(f"watch:{removal.topic.estate_id or 'company'}", "flag", {"removal": removal.pk})
