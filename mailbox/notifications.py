from django.utils.translation import gettext_lazy as _

import notify

notify.declare(
    "mailbox.answer",
    label=_("Answers to my matters"),
    title=_("%(who)s has answered “%(subject)s”"),
    outside=_("“%(subject)s” has been answered"),
    default=("bell",),
)
notify.declare(
    "mailbox.numbered",
    label=_("Numbers of my home for what I say “me too” to"),
    title=_("Your home has its own number for “%(subject)s”"),
    text=_("%(number)s: progress, answer and end reach you, too."),
    default=("bell",),
)
notify.declare(
    "mailbox.in_progress",
    label=_("My matters: somebody has taken them up"),
    title=_("“%(subject)s” is in progress"),
    text=_("%(who)s answers for it."),
    default=("bell",),
)
notify.declare(
    "mailbox.closed",
    label=_("My matters: closed"),
    title=_("“%(subject)s” has been closed"),
    text=_("If it isn't right yet, write to us on the same page."),
    default=("bell",),
)
