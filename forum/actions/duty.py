"""The week at the spokesperson's desk: who is on duty, who is away, who stands in."""

from datetime import date, time

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from forum.duty import speakers
from forum.errors import NotAllowed
from forum.models import Absence, Shift
from forum.permissions import SPOKESPEOPLE, can_plan_duty
from owners.models import Estate, User
from owners.viewers import Viewer
from portal import audit
from portal.errors import Refused
from portal.worktime import today


class DutyRefused(Refused):
    """The plan can't be like this. `field` says where."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def add_shift(*, viewer: Viewer, user: User, estate: Estate | None, weekday: int, starts: time, ends: time) -> Shift:
    """Puts somebody on duty each week. Raises NotAllowed, DutyRefused."""
    estate_id = estate.pk if estate else None
    if not can_plan_duty(viewer, estate_id):
        raise NotAllowed
    if not speakers(estate_id, roles=SPOKESPEOPLE).filter(pk=user.pk).exists():
        raise DutyRefused(_("They don't speak for this estate."), field="user")
    if ends <= starts:
        raise DutyRefused(_("A shift ends later on the same day."), field="ends")
    try:
        with transaction.atomic():
            shift = Shift.objects.create(user=user, estate=estate, weekday=weekday, starts=starts, ends=ends)
    except IntegrityError:
        raise DutyRefused(_("This shift is in the plan already."), field="starts") from None
    _audit(viewer, "shift.added", shift)
    return shift


@transaction.atomic
def drop_shift(*, viewer: Viewer, shift: Shift) -> None:
    """Takes a shift out of the week."""
    if not can_plan_duty(viewer, shift.estate_id):
        raise NotAllowed
    _audit(viewer, "shift.dropped", shift)
    shift.delete()


@transaction.atomic
def note_absence(*, viewer: Viewer, user: User, since: date, until: date, substitute: User | None = None) -> Absence:
    """Says that somebody is away: everybody for themselves, whoever plans the week for anybody."""
    if viewer.user is None or not (viewer.user.pk == user.pk or can_plan_duty(viewer, None)):
        raise NotAllowed
    if until < since or until < today():
        raise DutyRefused(_("The last day is today or later, and not before the first one."), field="until")
    if substitute is not None and substitute.pk == user.pk:
        raise DutyRefused(_("Somebody else has to stand in."), field="substitute")
    absence = Absence.objects.create(user=user, since=since, until=until, substitute=substitute)
    audit.record(actor=viewer.pseudonym, action="forum.absence.noted", subject=f"absence:{absence.pk}")
    return absence


@transaction.atomic
def drop_absence(*, viewer: Viewer, absence: Absence) -> None:
    if viewer.user is None or not (viewer.user.pk == absence.user_id or can_plan_duty(viewer, None)):
        raise NotAllowed
    audit.record(actor=viewer.pseudonym, action="forum.absence.dropped", subject=f"absence:{absence.pk}")
    absence.delete()


def _audit(viewer: Viewer, what: str, shift: Shift) -> None:
    audit.record(actor=viewer.pseudonym, action=f"forum.{what}", subject=f"shift:{shift.pk}", estate_id=shift.estate_id)
