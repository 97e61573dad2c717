"""What the company floor tells its people."""

from django.utils.translation import gettext_lazy as _

from notify import declare

declare(
    "case.new",
    label=_("New cases at my estates"),
    title=_("New case %(number)s"),
    text=_("“%(subject)s” has come in and nobody has taken it yet."),
    default=("bell",),
    for_staff=True,
)
declare(
    "case.offered",
    label=_("Cases that a colleague hands over to me"),
    title=_("%(number)s is handed over to you"),
    text=_("Please accept “%(subject)s”, so that the customer has one person to ask."),
    default=("bell", "email"),
    for_staff=True,
)
declare(
    "case.customer_replied",
    label=_("Replies of customers to my cases"),
    title=_("The customer replied to %(number)s"),
    text=_("There is a new message about “%(subject)s”."),
    default=("bell", "email"),
    for_staff=True,
)
declare(
    "case.work_order",
    label=_("Work orders that come back"),
    title=_("%(who)s has reported back on %(number)s"),
    outside=_("A work order of %(number)s has come back"),
    text=_("The work order was done, refused or handed back: see the case."),
    default=("bell",),
    for_staff=True,
)
declare(
    "case.due_soon",
    label=_("Clocks that are about to run out"),
    title=_("%(number)s is due soon"),
    text=_("The promised time for “%(subject)s” is nearly over."),
    default=("bell",),
    for_staff=True,
)
declare(
    "case.late",
    label=_("Cases that are late"),
    title=_("%(number)s is late"),
    text=_("The promised time for “%(subject)s” has run out."),
    default=("bell", "email"),
    for_staff=True,
)
declare(
    "case.nameless",
    label=_("My anonymous questions as matters of the company"),
    title=_("Your anonymous question is matter %(number)s now"),
    text=_("“%(subject)s”: the company doesn't learn who you are. Its answers to you stand on this page."),
    default=("bell",),
)
declare(
    "case.nameless_answer",
    label=_("Answers to my anonymous questions"),
    title=_("The company has answered matter %(number)s"),
    text=_("“%(subject)s”: the answer stands on the page of your matter. The company doesn't know that it is you."),
    default=("bell", "email"),
)
