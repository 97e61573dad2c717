"""The spokesperson's queue: what enters it, who takes it, what leaves it without an answer."""

from datetime import date, datetime, timedelta

from django.db import transaction

from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.errors import NeedsApproval, NotAllowed, NothingWritten, ReasonMissing, WatchClosed, WatchTaken
from forum.models import CALLS_EACH_TIME, Topic, Watch, WatchCause, WatchReason, WatchState
from forum.permissions import SPOKESPEOPLE, can_answer_officially, can_approve, can_moderate
from owners.models import StaffRole
from owners.viewers import Viewer
from portal import audit, outbox, realtime, richtext
from portal.domain_events import CompanyCalled
from portal.worktime import calendar, now

# How long a claim keeps others away without a further save.
CLAIM_HOLDS = timedelta(hours=2)


def watch_group(estate_id: int | None) -> str:
    return f"watch:{estate_id or 'company'}"


def call_company(topic: Topic, reason: str, *, said: str = "") -> Watch:
    """Puts a topic into the queue for a reason, or adds the reason to an item that is there already.

    An item that was closed, or only kept a promise in mind, begins anew, its clock running from now — but a
    rule that has called for this topic before stays silent. `topic` is locked by the caller, or new.
    """
    watch = Watch.objects.filter(topic=topic).first()
    if watch and reason not in CALLS_EACH_TIME and watch.causes.filter(reason=reason).exists():
        return watch
    if watch is None or not watch.is_open or not topic.awaits_answer:
        watch = _begin_watch(topic)
    watch.topic = topic
    WatchCause.objects.bulk_create(
        [WatchCause(watch=watch, reason=reason, said=said[:200], at=now())],
        update_conflicts=True,
        unique_fields=["watch", "reason"],
        update_fields=["said", "at"],
    )
    outbox.record(
        CompanyCalled(
            topic_id=topic.pk,
            reason=reason,
            said=said[:200],
            estate_id=topic.estate_id,
            homes=topic.me_too_count,
            replies=topic.reply_count,
            minutes=int((now() - topic.started_at).total_seconds() // 60),
        ),
        key=f"topic:{topic.pk}",
    )
    tell_queue(watch)
    return watch


def by_company(author_id: int | None) -> bool:
    """Whether the words are those of somebody who speaks for the company: it doesn't ask itself."""
    return StaffRole.objects.filter(user=author_id, role__in=SPOKESPEOPLE).exists()


def watch_promise(topic: Topic, due_at: datetime) -> None:
    """A promise made under the seal is a clock of its own. The topic counts as answered meanwhile."""
    watch = _begin_watch(topic, due_at=due_at)
    WatchCause.objects.update_or_create(
        watch=watch, reason=WatchReason.PROMISED, defaults={"said": "", "at": watch.started_at}
    )
    tell_queue(watch)


def _begin_watch(topic: Topic, *, due_at: datetime | None = None) -> Watch:
    """`due_at` is a promise; without it somebody waits, by the board's clock."""
    moment = now()
    watch, _is_new = Watch.objects.update_or_create(
        topic=topic,
        defaults={
            "estate_id": topic.estate_id,
            "state": WatchState.WAITING,
            "started_at": moment,
            "due_at": due_at or calendar().add_working(moment, topic.board.answer_within),
            "claimed_by": None,
            "claimed_until": None,
            "closed_by": None,
            "closed_at": None,
        },
    )
    if due_at is None:
        Topic.objects.filter(pk=topic.pk).update(awaits_answer=True)
        topic.awaits_answer = True
    return watch


def call_by_numbers(before: Topic, *, replies: int = 0, homes: int = 0) -> None:
    """Calls the company when a topic passes what its board says. `before` is the topic as it was when locked."""
    board, said_so = before.board, before.me_too_count + homes
    if before.me_too_count < board.me_too_calls <= said_so:
        call_company(before, WatchReason.ME_TOOS, said=str(said_so))
    was, heat = _written(before), _written(before) + replies + 2 * homes
    if was < board.heat_calls <= heat:
        call_company(before, WatchReason.HEAT, said=str(heat))


def _written(topic: Topic) -> int:
    # Without "helpful": that is thanks, and calls for nothing.
    return topic.reply_count + 2 * topic.me_too_count


def reopen_watch_for(topic: Topic, *, author_id: int) -> None:
    """The author who writes again after an official answer asks again. Inside the caller's transaction."""
    if topic.author_id != author_id or topic.last_answer_at is None:
        return
    if not topic.awaits_answer and Watch.objects.filter(topic=topic).exclude(state=WatchState.DISMISSED).exists():
        call_company(topic, WatchReason.ASKED_AGAIN)


@transaction.atomic
def put_on_watch(*, viewer: Viewer, topic: Topic) -> Watch:
    """Staff find that a topic needs the company's word. An open item goes on; it has one reason more."""
    topic = lock_topic(topic)
    if not can_moderate(viewer, topic):
        raise NotAllowed
    speaks = can_answer_officially(viewer, topic)
    watch = call_company(topic, WatchReason.PUT_HERE if speaks else WatchReason.TAPPED)
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
    tell_queue(watch)
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
    tell_queue(watch)
    return watch


@transaction.atomic
def save_draft(*, viewer: Viewer, watch: Watch, html: str, promised_for: date | None = None) -> Watch:
    """Keeps a draft of the answer on the server, and the claim with it. An empty text drops it.

    Colleagues who have the queue open see at once who is writing.
    """
    watch = lock_open_watch(viewer, watch)
    before = (watch.state, watch.claimed_by_id)
    _hold(viewer, watch)
    cleaned = richtext.clean(html)
    has_words = bool(richtext.to_text(cleaned)) or "<img" in cleaned
    watch.draft_html = cleaned if has_words else ""
    watch.draft_by, watch.draft_saved_at, watch.draft_promised_for = viewer.user, now(), promised_for
    watch.state = WatchState.DRAFTED if has_words else WatchState.CLAIMED
    draft = ["draft_html", "draft_by", "draft_saved_at", "draft_promised_for"]
    watch.save(update_fields=["claimed_by", "claimed_until", *draft, "state"])
    _tell_who_writes(viewer, watch)
    if (watch.state, watch.claimed_by_id) != before:
        tell_queue(watch)
    return watch


@transaction.atomic
def submit_draft(*, viewer: Viewer, watch: Watch, html: str, promised_for: date | None = None) -> Watch:
    """Sends the draft to a case manager, where the board or its words want approval."""
    watch = save_draft(viewer=viewer, watch=watch, html=html, promised_for=promised_for)
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
    tell_queue(watch)
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
    watch.draft_promised_for = None
    watch.save()
    tell_queue(watch)


def _hold(viewer: Viewer, watch: Watch) -> None:
    watch.claimed_by, watch.claimed_until = viewer.user, now() + CLAIM_HOLDS


def _audit(viewer: Viewer, watch: Watch, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.watch.{what}",
        subject=f"topic:{watch.topic_id}",
        estate_id=watch.estate_id,
    )


def tell_queue(watch: Watch) -> None:
    """The queue of its estate, and the topic's open pages. After commit."""
    realtime.tell(watch_group(watch.estate_id), "watch", {"id": watch.pk})
    # By when the company answers stands on the topic's page.
    tell_change(watch.topic)


def _tell_who_writes(viewer: Viewer, watch: Watch) -> None:
    assert viewer.user is not None
    who = {"id": watch.pk, "by": viewer.user.public_id, "who": viewer.user.get_full_name()}
    realtime.tell(watch_group(watch.estate_id), "writing", who)
