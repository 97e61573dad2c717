"""The kinds of the floor below, which can't reach up to declare its own."""

from django.utils.translation import gettext_lazy as _

from notify import declare

declare(
    "owners.claim_verified",
    label=_("My home is verified"),
    title=_("You are verified for %(home)s"),
    text=_("The boards of your neighbours are open to you now."),
    default=("bell", "email"),
)
declare(
    "owners.claim_refused",
    label=_("My home could not be verified"),
    title=_("We could not verify you for %(home)s"),
    text=_("%(reason)s You can ask again, or come to the service counter with your contract."),
    default=("bell", "email"),
)
declare(
    "owners.residency_ended",
    label=_("My place in a home has ended"),
    title=_("Your access to %(home)s has ended"),
    text=_("%(why)s If this is not right, please ask at the service counter."),
    default=("bell", "email"),
)
declare(
    "owners.household_joined",
    label=_("Somebody used my invitation"),
    title=_("%(who)s now belongs to %(home)s"),
    text=_("If you don’t know who this is, remove them on the page of your home."),
    default=("bell", "email"),
)
declare(
    "owners.sms_ceiling",
    label=_("Text messages are nearly used up for today"),
    title=_("Four fifths of today's text messages are used up"),
    text=_("%(ceiling)s may be sent on %(day)s. If the sign-in page is abused, lower the limits per device."),
    default=("bell", "email"),
    for_staff=True,
    urgent=True,
)
declare(
    "owners.data_copy_ready",
    label=_("The copy of my data is ready"),
    title=_("The copy of your data is ready"),
    text=_("You can fetch it until %(until)s. Only you can open it."),
    default=("bell", "email"),
)
declare(
    "owners.data_request_answered",
    label=_("My request about my data is answered"),
    title=_("Your request about your data is answered"),
    text=_("The answer stands on the page “My data”."),
    default=("bell", "email"),
)
declare(
    "owners.consent_recorded",
    label=_("Staff wrote down my consent"),
    title=_("Our staff wrote down your choice: %(purpose)s"),
    text=_("It stands on the page “My data”. If it is not what you said, change it there."),
    default=("bell", "email"),
)
declare(
    "owners.account_closing",
    label=_("My account is going to be closed"),
    title=_("Your account will be closed on %(day)s"),
    text=_("You asked for it. If you didn’t, or think otherwise, take it back on the page “My data” before that day."),
    default=("bell", "email", "sms"),
)
declare(
    "owners.data_request",
    label=_("Somebody asks about their data"),
    title=_("A request about personal data: %(kind)s"),
    text=_("To be answered by %(due)s."),
    default=("bell",),
    for_staff=True,
)
