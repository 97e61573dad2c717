"""What people who work here are told about their roles and their pledge."""

from django.utils.translation import gettext_lazy as _

import notify

notify.declare(
    "staff.role_requested",
    label=_("Roles that wait for a second administrator"),
    title=_("A role waits for you as the second administrator"),
    text=_("%(who)s asks for: %(role)s, for %(whom)s. Open until %(day)s."),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "staff.role_refused",
    label=_("Roles I asked for that are not given"),
    title=_("A role that you asked for is not given"),
    text=_("%(role)s for %(whom)s. Reason: %(reason)s"),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "staff.role_given",
    label=_("Roles given to me"),
    title=_("You have a new role: %(role)s"),
    text=_("Where: %(where)s. It holds at once."),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "staff.role_withdrawn",
    label=_("Roles of mine that end"),
    title=_("Your role has ended: %(role)s"),
    text=_("Where: %(where)s. If this surprises you, please ask the administrator."),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "staff.pledge_lapses",
    label=_("My confidentiality pledge is about to end"),
    title=_("Please renew your confidentiality pledge"),
    text=_("It ends on %(day)s. After that the desk is closed to you until you make it anew."),
    default=("bell", "email"),
    for_staff=True,
)
