"""Who may read a case, and who may move it. Pure questions about a viewer and a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from owners.models import Role

if TYPE_CHECKING:
    from crm.models import Case, WorkOrder
    from owners.viewers import Viewer

# The work itself; managers may step in anywhere at their estates.
WORKERS = (Role.CASE_OFFICER, Role.CASE_MANAGER)
# Who may read cases with the customer's data: those who work on them, answer for them or check them.
READERS = (*WORKERS, Role.LEGAL, Role.EXECUTIVE)
# Who may make a forum thread into a case.
OPENERS = (*WORKERS, Role.SPOKESPERSON)
# Whose work orders may come to them at the desk.
ORDER_READERS = (*WORKERS, Role.HANDLER)


def can_read(viewer: Viewer, case: Case) -> bool:
    return viewer.can_see(case.audience) and viewer.has_role(*READERS, estate_id=case.estate_id)


def can_take(viewer: Viewer, case: Case) -> bool:
    return viewer.has_role(*WORKERS, estate_id=case.estate_id)


def can_manage(viewer: Viewer, case: Case) -> bool:
    return viewer.has_role(Role.CASE_MANAGER, estate_id=case.estate_id)


def can_note(viewer: Viewer, case: Case) -> bool:
    """A note beside the case is open to everybody who works with cases of the estate."""
    return viewer.has_role(*WORKERS, Role.LEGAL, estate_id=case.estate_id)


def can_work(viewer: Viewer, case: Case) -> bool:
    """Moving a case is for its handler; a manager may step in. One case, one owner."""
    if can_manage(viewer, case):
        return True
    return (
        viewer.user is not None
        and case.handler_id == viewer.user.pk
        and viewer.has_role(Role.CASE_OFFICER, estate_id=case.estate_id)
    )


def can_follow_up(viewer: Viewer, case: Case) -> bool:
    """Any officer of the estate may make the call: the handler may not be the best one to ask."""
    return viewer.has_role(*WORKERS, estate_id=case.estate_id)


def is_for(viewer: Viewer, order: WorkOrder) -> bool:
    """True for a signed-in handler whose verified telephone the work order was sent to."""
    user = viewer.user
    return (
        user is not None
        and user.phone_verified_at is not None
        and user.phone == order.handler_phone
        and viewer.has_role(Role.HANDLER, estate_id=order.case.estate_id)
    )
