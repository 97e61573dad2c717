from django.utils.translation import gettext_lazy as _

import notify

# What is new in one topic is one entry on the bell: of these the one with the highest rank gives it its title.
notify.declare(
    "forum.followed",
    label=_("New posts in topics that I follow"),
    title=_("%(who)s wrote in “%(topic)s”"),
    several=_("%(people)s neighbours wrote in “%(topic)s”"),
    text="%(excerpt)s",
    outside=_("New posts in “%(topic)s”"),
    default=("bell",),
    rank=1,
)
notify.declare(
    "forum.reply",
    label=_("Replies to my topics"),
    title=_("%(who)s replied to “%(topic)s”"),
    several=_("%(people)s neighbours replied to “%(topic)s”"),
    text="%(excerpt)s",
    outside=_("New reply to “%(topic)s”"),
    default=("bell",),
    rank=2,
)
notify.declare(
    "forum.quote",
    label=_("Somebody quotes me"),
    title=_("%(who)s quoted you in “%(topic)s”"),
    several=_("%(people)s neighbours quoted you in “%(topic)s”"),
    text="%(excerpt)s",
    outside=_("You were quoted in “%(topic)s”"),
    default=("bell",),
    rank=3,
)
notify.declare(
    "forum.mention",
    label=_("Somebody speaks to me by @"),
    title=_("%(who)s mentioned you in “%(topic)s”"),
    several=_("%(people)s neighbours mentioned you in “%(topic)s”"),
    text="%(excerpt)s",
    outside=_("You were mentioned in “%(topic)s”"),
    default=("bell", "email"),
    rank=4,
)
notify.declare(
    "forum.status",
    label=_("How the matter of a topic that I follow goes on"),
    title=_("“%(topic)s”: %(state)s"),
    text=_("The matter %(number)s of this topic has moved on."),
    default=("bell",),
    rank=5,
)
notify.declare(
    "forum.official",
    label=_("Official answers in topics that I follow"),
    title=_("%(company)s has answered “%(topic)s”"),
    text="%(excerpt)s",
    default=("bell", "email"),
    rank=6,
)
notify.declare(
    "forum.answered",
    label=_("Official answers to my own questions"),
    title=_("%(company)s has answered your question “%(topic)s”"),
    text="%(excerpt)s",
    default=("bell", "email"),
    rank=7,
    # The company's word to whoever asked goes out, whatever the neighbours wrote before.
    insists=True,
)
notify.declare(
    "forum.moderated",
    label=_("What was done to my posts, and why"),
    title=_("Your post in “%(topic)s” was reviewed by staff"),
    text="%(reason)s",
    default=("bell", "email"),
)
notify.declare(
    "forum.private_asked",
    label=_("The company asks whether a matter of mine may go on in private"),
    title=_("May “%(topic)s” go on in private? You decide."),
    text="%(note)s",
    default=("bell", "email"),
)
notify.declare(
    "forum.private_answered",
    label=_("What authors say to going on in private"),
    title=_("Going on in private, “%(topic)s”: %(answer)s"),
    default=("bell",),
    for_staff=True,
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
notify.declare(
    "forum.appeal",
    label=_("Appeals that need a second person"),
    title=_("Please decide an appeal: “%(topic)s”"),
    text="%(reason)s",
    default=("bell",),
    for_staff=True,
)
notify.declare(
    "forum.account_appeal",
    label=_("Appeals of accounts that were barred as a group"),
    title=_("Please decide an appeal of a new account"),
    text="%(reason)s",
    default=("bell",),
    for_staff=True,
)
notify.declare(
    "forum.burst",
    label=_("Accounts that signed up in a burst"),
    title=_("%(n)s accounts signed up in a burst; what they write is held"),
    text=_("Please look at them by %(due)s; after that they are free by themselves."),
    default=("bell",),
    for_staff=True,
)
notify.declare(
    "forum.barred",
    label=_("That I may not write in the forum for a time, and why"),
    title=_("You can't write in the forum until %(until)s"),
    text="%(reason)s",
    default=("bell", "email"),
)
notify.declare(
    "forum.unbarred",
    label=_("That I may write in the forum again"),
    title=_("Your account was looked at: you can write in the forum"),
    text="%(reason)s",
    default=("bell", "email"),
)
