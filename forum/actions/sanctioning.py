"""Warnings, time-outs and bans: because of a post, for a reason all may read, until a day; and the appeal."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.keeping import lock_post, lock_to_keep, required, write_record
from forum.actions.locking import lock_topic
from forum.errors import AppealDecided, NotAllowed, Sanctioned, TextRefused
from forum.models import AppealState, ModerationAct, Post, Sanction, SanctionKind
from forum.permissions import MODERATORS, can_decide_appeal, can_sanction
from owners.models import Role, StaffRole, User
from owners.viewers import Viewer
from portal import audit, outbox, realtime
from portal.domain_events import AppealMade
from portal.worktime import now

LONGEST = {SanctionKind.TIME_OUT: 14, SanctionKind.BAN: 366}
_ACTS = {
    SanctionKind.WARNING: ModerationAct.WARN,
    SanctionKind.TIME_OUT: ModerationAct.TIME_OUT,
    SanctionKind.BAN: ModerationAct.BAN,
}


@transaction.atomic
def sanction_author(
    *, viewer: Viewer, post: Post, kind: str, reason: str, days: int = 0, everywhere: bool = False
) -> Sanction:
    """Warns the author of a post, or keeps them from writing at its estate for some days, from now on.

    Only an administrator does it for all estates (`everywhere`). Raises NotAllowed (not in the viewer's care, one's
    own words, a colleague's), ReasonMissing, TextRefused (the number of days).
    """
    topic = lock_to_keep(viewer, post.topic)
    post = lock_post(topic, post)
    if not can_sanction(viewer, post) or StaffRole.objects.filter(user=post.author_id, role__in=MODERATORS).exists():
        raise NotAllowed(_("Only what neighbours wrote can lead to this."))
    if everywhere and not viewer.has_role(Role.ADMIN, estate_id=topic.estate_id):
        raise NotAllowed(_("Only an administrator decides for all estates."))
    kind, reason = SanctionKind(kind), required(reason)
    if kind != SanctionKind.WARNING and not 1 <= days <= LONGEST[kind]:
        raise TextRefused(_("Please choose for how long."), field="measure")
    moment = now()
    sanction = Sanction.objects.create(
        record=write_record(topic, _ACTS[kind], by=viewer, reason=reason, post=post),
        user_id=post.author_id,
        post=post,
        estate_id=None if everywhere else topic.estate_id,
        kind=kind,
        by=viewer.user,
        since=moment,
        until=None if kind == SanctionKind.WARNING else moment + timedelta(days=days),
    )
    _audit(viewer, sanction, kind)
    return sanction


def refuse_sanctioned(user: User, estate_id: int | None) -> None:
    """Raises Sanctioned where somebody may not write now. One query."""
    running = Sanction.objects.running().filter(user=user).select_related("record").order_by("-until")
    for sanction in running:
        if sanction.until and sanction.estate_id in {None, estate_id}:
            raise Sanctioned(until=sanction.until, reason=sanction.record.reason, url=sanction.get_absolute_url())


@transaction.atomic
def appeal(*, viewer: Viewer, sanction: Sanction, text: str) -> Sanction:
    """Says, once, why the decision is wrong. Raises NotAllowed, AppealDecided, TextRefused."""
    sanction = _lock(sanction)
    if viewer.user is None or sanction.user_id != viewer.user.pk:
        raise NotAllowed
    if not sanction.may_be_appealed:
        raise AppealDecided
    text = " ".join(text.split())
    if not text:
        raise TextRefused(_("Please write something first."), field="text")
    sanction.appeal, sanction.appealed_at, sanction.appeal_state = text[:500], now(), AppealState.WAITING
    sanction.save(update_fields=["appeal", "appealed_at", "appeal_state"])
    _audit(viewer, sanction, "appealed")
    outbox.record(AppealMade(sanction_id=sanction.pk), key=f"sanction:{sanction.pk}")
    realtime.tell(f"watch:{sanction.post.topic.estate_id or 'company'}", "flag", {"sanction": sanction.pk})
    return sanction


@transaction.atomic
def decide_appeal(*, viewer: Viewer, sanction: Sanction, lift: bool, note: str) -> Sanction:
    """A second person lifts a sanction, at once, or finds that it stands. Raises NotAllowed, AppealDecided."""
    sanction = _lock(sanction)
    if not can_decide_appeal(viewer, sanction):
        raise NotAllowed(_("A second person decides about this: not who decided first, and not whom it hits."))
    note = required(note)
    if sanction.appeal_state != AppealState.WAITING:
        raise AppealDecided
    sanction.appeal_state = AppealState.LIFTED if lift else AppealState.UPHELD
    sanction.decided_by, sanction.decided_at, sanction.decision = viewer.user, now(), note
    sanction.save(update_fields=["appeal_state", "decided_by", "decided_at", "decision"])
    act = ModerationAct.LIFT if lift else ModerationAct.UPHOLD
    write_record(sanction.post.topic, act, by=viewer, reason=note, post=sanction.post)
    _audit(viewer, sanction, sanction.appeal_state)
    return sanction


def _lock(sanction: Sanction) -> Sanction:
    """The topic's row first, as everybody takes it; then what is decided about it."""
    topic = lock_topic(sanction.post.topic)
    found = Sanction.objects.select_for_update(of=("self",)).select_related("record", "post").get(pk=sanction.pk)
    found.post.topic = topic
    return found


def _audit(viewer: Viewer, sanction: Sanction, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.sanction.{what}",
        subject=f"sanction:{sanction.pk}",
        estate_id=sanction.post.topic.estate_id,
    )
