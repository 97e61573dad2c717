"""The appeal against a warning, a time-out or a ban: said once, decided by a second person."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.keeping import required, write_record
from forum.actions.locking import lock_topic
from forum.actions.withholding import bring_posts_back
from forum.errors import AppealDecided, NotAllowed, TextRefused
from forum.models import AppealState, ModerationAct, Sanction
from forum.permissions import can_decide_appeal
from owners.viewers import Viewer
from portal import audit, outbox, realtime
from portal.domain_events import AccountAppealDecided, AppealMade
from portal.worktime import now


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
    realtime.tell(f"watch:{_estate_id(sanction) or 'company'}", "flag", {"sanction": sanction.pk})
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
    _audit(viewer, sanction, sanction.appeal_state)
    if sanction.post:
        act = ModerationAct.LIFT if lift else ModerationAct.UPHOLD
        write_record(sanction.post.topic, act, by=viewer, reason=note, post=sanction.post)
        return sanction
    if lift:
        bring_posts_back(sanction, by=viewer, reason=note)
    outbox.record(AccountAppealDecided(sanction_id=sanction.pk), key=f"sanction:{sanction.pk}")
    return sanction


def _lock(sanction: Sanction) -> Sanction:
    """The topic's row first, as everybody takes it; then what is decided about it."""
    topic = lock_topic(sanction.post.topic) if sanction.post else None
    found = Sanction.objects.select_for_update(of=("self",)).select_related("record", "post").get(pk=sanction.pk)
    if found.post and topic:
        found.post.topic = topic
    return found


def _estate_id(sanction: Sanction) -> int | None:
    return sanction.post.topic.estate_id if sanction.post else None


def _audit(viewer: Viewer, sanction: Sanction, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.sanction.{what}",
        subject=f"sanction:{sanction.pk}",
        estate_id=_estate_id(sanction),
    )
