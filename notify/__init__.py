"""One message to one user: the bell, text message, WeChat, e-mail, web push.

Apps declare what they send in their `notifications.py` and send it from subscribers or actions:

    notify.declare("forum.reply", label=_("Replies to my topics"), title=_("%(who)s replied to “%(topic)s”"))
    notify.send([user], kind="forum.reply", params={"who": …, "topic": …}, url=…, dedupe="forum.post:12")

Titles are rendered in the reader's language when they are read, so `params` holds data only.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from notify.kinds import declare

if TYPE_CHECKING:
    from notify.models import Notification
    from owners.models import User

__all__ = ["declare", "forget", "send", "silence", "visit"]


def send(
    users: "Iterable[User]",
    *,
    kind: str,
    params: Mapping[str, str | int],
    url: str,
    dedupe: str,
    audience: str = "",
    bundle: str = "",
    actor: str = "",
) -> "list[Notification]":
    """Tells each user once per `dedupe`, on the channels that the user wants for this kind.

    What is new in one `bundle` (`forum.topic:12`) is one entry on the bell that counts up, and until the
    person has visited it (`visit`) each way beyond the bell is used once. `actor` says who did it, under any
    name that stays the same: the entry counts people by it.

    `audience` is the key that the matter asks for: whoever loses it neither reads nor receives this any
    more. Without one the matter is the person's own.

    Safe to call twice. Returns the notifications that are new. Raises KeyError for a kind that no app
    declared and for params that the kind's texts lack.
    """
    from notify import actions  # models load after the package

    return actions.send(
        users=users, kind=kind, params=params, url=url, dedupe=dedupe, audience=audience, bundle=bundle, actor=actor
    )


def visit(user: "User", bundle: str) -> int:
    """The person looks at what a bundle is about: nothing of it is new any more. Says how many that were."""
    from notify import actions

    return actions.visit(user=user, bundle=bundle)


def silence(user: "User", actor: str, *, silent: bool = True) -> int:
    """The person doesn't want to hear from `actor` (as in `send`) any more, or does again: what they were told is out
    of the list, the count and what waits to be sent, or back. Says how many that were."""
    from notify import actions

    return actions.silence(user=user, actor=actor, silent=silent)


def forget(dedupes: "Iterable[str]") -> int:
    """Removes what was told under these names, from everybody; says how many. For what was erased at its source."""
    from notify import actions

    return actions.forget(dedupes=dedupes)
