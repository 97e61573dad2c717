"""What people who work here are told about their roles, their pledge, personal data and lists of people."""

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
notify.declare(
    "privacy.alert",
    label=_("Looks at personal data that are out of the ordinary"),
    title=_("Out of the ordinary: %(what)s"),
    text=_("Please look at it, and write down what is behind it. Nobody was stopped."),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "export.asked",
    label=_("Lists of people that wait for a second person"),
    title=_("A list of %(n)s people waits for your agreement"),
    text=_("%(who)s asks for it. Purpose: %(purpose)s"),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "export.refused",
    label=_("My lists of people that are refused"),
    title=_("Your list of people is refused"),
    text=_("The reason stands beside your request."),
    default=("bell", "email"),
    for_staff=True,
)
notify.declare(
    "export.made",
    label=_("My lists of people that are ready"),
    title=_("Your list of people is ready"),
    text=_("You can fetch it for 48 hours."),
    default=("bell",),
    for_staff=True,
)
