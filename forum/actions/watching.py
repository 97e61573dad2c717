"""The spokesperson's queue: what enters it, who takes it, what leaves it without an answer."""

from datetime import timedelta

from django.db import transaction

from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.errors import NeedsApproval, NotAllowed, NothingWritten, ReasonMissing, WatchClosed, WatchTaken
from forum.models import Board, Topic, Watch, WatchReason, WatchState
from forum.permissions import can_answer_officially, can_approve
from owners.viewers import Viewer
from portal import audit, realtime, richtext
from portal.worktime import calendar, now

# How long a claim keeps others away without a further save.
CLAIM_HOLDS = timedelta(hours=2)


def watch_group(estate_id: int | None) -> str:
    return f"watch:{estate_id or 'company'}"


def open_watch(topic: Topic, *, board: Board, reason: str = WatchReason.EXPECTED) -> Watch:
    """Puts a topic into the queue, its clock running from now. Inside the caller's transaction."""
    moment = now()
    watch, _is_new = Watch.objects.update_or_create(
        topic=topic,
        defaults={
            "estate_id": topic.estate_id,
            "reason": reason,
            "state": WatchState.WAITING,
            "started_at": moment,
            "due_at": calendar().add_working(moment, board.answer_within),
            "claimed_by": None,
            "claimed_until": None,
            "closed_by": None,
            "closed_at": None,
        },
    )
    Topic.objects.filter(pk=topic.pk).update(awaits_answer=True)
    topic.awaits_answer = True
    _tell_queue(watch)
    return watch


def reopen_watch_for(topic: Topic, *, author_id: int) -> None:
    """The author who writes again after an official answer asks again. Inside the caller's transaction."""
    if topic.author_id != author_id or topic.last_answer_at is None:
        return
    if Watch.objects.filter(topic=topic, state=WatchState.ANSWERED).exists():
        open_watch(topic, board=topic.board, reason=WatchReason.ASKED_AGAIN)


@transaction.atomic
def put_on_watch(*, viewer: Viewer, topic: Topic) -> Watch:
    """Staff find that a topic needs the company's word. An open item stays as it is."""
    topic = lock_topic(topic)
    if not can_answer_officially(viewer, topic):
        raise NotAllowed
    existing = Watch.objects.select_for_update(of=("self",)).filter(topic=topic).first()
    if existing and existing.is_open:
        return existing
    watch = open_watch(topic, board=topic.board, reason=WatchReason.PUT_HERE)
    _audit(viewer, watch, "put")
    return watch


@transaction.atomic
def claim_watch(*, viewer: Viewer, watch: Watch) -> Watch:
    """Takes an item for two hours; a second claim of the same person renews it. Raises WatchTaken."""
    watch = lock_open_watch(viewer, watch)
    _hold(viewer, watch)
    if watch.state == WatchState.WAITING:
        watch.state = WatchState.CLAIMED
    watch.save(update_fields=["claimed_by", "claimed_until", "state"])
    _audit(viewer, watch, "claimed")
    _tell_queue(watch)
    return watch


@transaction.atomic
def release_watch(*, viewer: Viewer, watch: Watch) -> Watch:
    """Gives an item back to the queue; a draft stays for whoever comes next."""
    watch = lock_open_watch(viewer, watch)
    watch.claimed_by, watch.claimed_until = None, None
    if watch.state == WatchState.CLAIMED:
        watch.state = WatchState.WAITING
    watch.save(update_fields=["claimed_by", "claimed_until", "state"])
    _audit(viewer, watch, "released")
    _tell_queue(watch)
    return watch


@transaction.atomic
def save_draft(*, viewer: Viewer, watch: Watch, html: str) -> Watch:
    """Keeps a draft of the answer on the server, and the claim with it. An empty text drops it."""
    watch = lock_open_watch(viewer, watch)
    before = (watch.state, watch.claimed_by_id)
    _hold(viewer, watch)
    cleaned = richtext.clean(html)
    has_words = bool(richtext.to_text(cleaned)) or "<img" in cleaned
    watch.draft_html = cleaned if has_words else ""
    watch.draft_by, watch.draft_saved_at = viewer.user, now()
    watch.state = WatchState.DRAFTED if has_words else WatchState.CLAIMED
    watch.save(update_fields=["claimed_by", "claimed_until", "draft_html", "draft_by", "draft_saved_at", "state"])
    if (watch.state, watch.claimed_by_id) != before:
        _tell_queue(watch)
    return watch


@transaction.atomic
def submit_draft(*, viewer: Viewer, watch: Watch, html: str) -> Watch:
    """Sends the draft to a case manager, where the board wants approval."""
    watch = save_draft(viewer=viewer, watch=watch, html=html)
    if not watch.draft_html:
        raise NothingWritten
    Watch.objects.filter(pk=watch.pk).update(state=WatchState.APPROVAL, returned_note="")
    watch.state, watch.returned_note = WatchState.APPROVAL, ""
    _audit(viewer, watch, "submitted")
    return watch


@transaction.atomic
def return_draft(*, viewer: Viewer, watch: Watch, note: str) -> Watch:
    """A case manager gives the draft back to whoever wrote it, saying why."""
    if not can_approve(viewer, watch):
        raise NeedsApproval
    if not note.strip():
        raise ReasonMissing
    watch = Watch.objects.select_for_update(of=("self",)).get(pk=watch.pk)
    if watch.state != WatchState.APPROVAL:
        raise WatchClosed
    watch.state, watch.returned_note = WatchState.DRAFTED, note.strip()[:200]
    watch.save(update_fields=["state", "returned_note"])
    _audit(viewer, watch, "returned")
    _tell_queue(watch)
    return watch


@transaction.atomic
def dismiss_watch(*, viewer: Viewer, watch: Watch, reason: str) -> Watch:
    """Takes an item out of the queue: this topic needs no answer of the company, for a reason."""
    if not reason.strip():
        raise ReasonMissing
    lock_topic(watch.topic)
    watch = lock_open_watch(viewer, watch)
    watch.state, watch.dismissed_reason = WatchState.DISMISSED, reason.strip()[:200]
    close_watch(viewer, watch)
    Topic.objects.filter(pk=watch.topic_id).update(awaits_answer=False)
    _audit(viewer, watch, "dismissed")
    return watch


def lock_open_watch(viewer: Viewer, watch: Watch) -> Watch:
    """The item, locked until commit. Raises NotAllowed, WatchClosed, or WatchTaken by somebody else."""
    locked = Watch.objects.select_for_update(of=("self",)).select_related("topic__board", "claimed_by").get(pk=watch.pk)
    if viewer.user is None or not can_answer_officially(viewer, locked.topic):
        raise NotAllowed
    if not locked.is_open:
        raise WatchClosed
    if locked.is_held_by_other(viewer.user.pk) and not can_approve(viewer, locked):
        raise WatchTaken(locked.claimed_by.get_full_name() if locked.claimed_by else "")
    return locked


def close_watch(viewer: Viewer, watch: Watch) -> None:
    """Stops the clock with the state that the caller has set. Inside the caller's transaction."""
    watch.closed_by, watch.closed_at = viewer.user, now()
    watch.claimed_by, watch.claimed_until, watch.draft_html, watch.returned_note = None, None, "", ""
    watch.save()
    _tell_queue(watch)


def _hold(viewer: Viewer, watch: Watch) -> None:
    watch.claimed_by, watch.claimed_until = viewer.user, now() + CLAIM_HOLDS


def _audit(viewer: Viewer, watch: Watch, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.watch.{what}",
        subject=f"topic:{watch.topic_id}",
        estate_id=watch.estate_id,
    )


def _tell_queue(watch: Watch) -> None:
    realtime.tell(watch_group(watch.estate_id), "watch", {"id": watch.pk})
    # By when the company answers stands on the topic's page.
    tell_change(watch.topic)
