"""Warnings, time-outs and bans: because of a post, for a reason all may read, until a day."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.keeping import lock_post, lock_to_keep, required, write_record
from forum.errors import NotAllowed, Sanctioned, TextRefused
from forum.models import ModerationAct, Post, Sanction, SanctionKind
from forum.permissions import MODERATORS, can_sanction
from owners.models import Role, StaffRole, User
from owners.viewers import Viewer
from portal import audit
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
    audit.record(
        actor=viewer.pseudonym,
        action=f"forum.sanction.{kind}",
        subject=f"sanction:{sanction.pk}",
        estate_id=topic.estate_id,
    )
    return sanction


def refuse_sanctioned(user: User, estate_id: int | None) -> None:
    """Raises Sanctioned where somebody may not write now. One query."""
    running = Sanction.objects.running().filter(user=user).select_related("record").order_by("-until")
    for sanction in running:
        if sanction.until and sanction.estate_id in {None, estate_id}:
            raise Sanctioned(until=sanction.until, reason=sanction.reason, url=sanction.get_absolute_url())
