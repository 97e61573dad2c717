"""What the club tells people, and by which ways if they chose none."""

from django.utils.translation import gettext_lazy as _

import notify

notify.declare(
    "club.accepted",
    label=_("My club membership"),
    title=_("Welcome to the club"),
    text=_("Your card is ready. Its number is %(number)s."),
    default=("bell", "email"),
)
notify.declare(
    "club.refused",
    label=_("My club application"),
    title=_("About your club application"),
    text=_("We could not accept it: %(reason)s"),
    default=("bell", "email"),
)
notify.declare(
    "club.points",
    label=_("Points given by the club"),
    title=_("%(points)s points from the club"),
    text=_("Reason: %(reason)s"),
    default=("bell",),
)
notify.declare(
    "club.moved-up",
    label=_("A seat became free for me"),
    title=_("You have a seat: “%(event)s”"),
    text=_("A seat became free and is yours. Your ticket is on the event's page."),
    default=("bell", "email", "sms"),
)
notify.declare(
    "club.place-lost",
    label=_("My place on a waiting list"),
    title=_("No seat for “%(event)s”"),
    text=_("A seat became free, but your points did not suffice, so it went to the next."),
    default=("bell",),
)
notify.declare(
    "club.event-cancelled",
    label=_("An event I registered for is called off"),
    title=_("Called off: “%(event)s”"),
    text=_("The reason is on the event's page. Points that it cost are back on your account."),
    default=("bell", "email", "sms"),
)
notify.declare(
    "club.event-reminder",
    label=_("The day before an event"),
    title=_("Tomorrow: “%(event)s”"),
    text=_("Please have your ticket ready at the door. If you can't come, give your seat to the next."),
    default=("bell", "sms"),
)
