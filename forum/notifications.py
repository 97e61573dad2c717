from django.utils.translation import gettext_lazy as _

import notify

notify.declare(
    "forum.reply",
    label=_("Replies in topics that I follow"),
    title=_("%(who)s replied to “%(topic)s”"),
    text="%(excerpt)s",
    outside=_("New reply to “%(topic)s”"),
    default=("bell",),
)
notify.declare(
    "forum.official",
    label=_("Official answers in topics that I follow"),
    title=_("%(company)s has answered “%(topic)s”"),
    text="%(excerpt)s",
    default=("bell", "email"),
)
notify.declare(
    "forum.moderated",
    label=_("What was done to my posts, and why"),
    title=_("Your post in “%(topic)s” was reviewed by staff"),
    text="%(reason)s",
    default=("bell", "email"),
)
notify.declare(
    "forum.removal",
    label=_("Removals that need a second person"),
    title=_("Please confirm or undo: hidden in “%(topic)s”"),
    text=_("%(reason)s (until %(due)s)"),
    default=("bell",),
    for_staff=True,
)
notify.declare(
    "forum.watch",
    label=_("Topics that wait for the company's answer"),
    title=_("Waiting for an official answer: “%(topic)s”"),
    text=_("%(board)s, answer due by %(due)s"),
    default=("bell",),
    for_staff=True,
)
