"""Every write of the club."""

from club.actions.door import Arrival, Outcome, check_in
from club.actions.events import (
    EventFacts,
    add_photos,
    cancel_event,
    create_event,
    publish_event,
    set_cover,
    update_event,
)
from club.actions.membership import (
    WishedDate,
    apply,
    decide_application,
    leave_club,
    resume_membership,
    suspend_membership,
)
from club.actions.points import adjust_points, award, expire_lots, reverse, spend
from club.actions.registrations import cancel_registration, register

__all__ = [
    "Arrival",
    "EventFacts",
    "Outcome",
    "WishedDate",
    "add_photos",
    "adjust_points",
    "apply",
    "award",
    "cancel_event",
    "cancel_registration",
    "check_in",
    "create_event",
    "decide_application",
    "expire_lots",
    "leave_club",
    "publish_event",
    "register",
    "resume_membership",
    "reverse",
    "set_cover",
    "spend",
    "suspend_membership",
    "update_event",
]
