"""Under which name somebody is seen in the forum. The only place that turns an account into a name for readers.

Whoever asks anonymously is seen under one name for all, without an address that leads on. Their account stays
`author` of their words, so that they are theirs: it is for actions and permissions, never for a page. A test reads
the sources for names that come out elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from owners.models import User

# How somebody without a name is counted among those who wrote.
NOBODY = "anonymous"


class Spoken(Protocol):
    """A topic or a post."""

    @property
    def author(self) -> User | None: ...
    @property
    def is_anonymous(self) -> bool: ...


def anonymous_name() -> str:
    return _("Anonymous neighbour")


def name_of(spoken: Spoken) -> str:
    """No query of anonymous words; else needs `author`."""
    if spoken.is_anonymous:
        return anonymous_name()
    return spoken.author.display_name if spoken.author else _("Former neighbour")


def seed_of(spoken: Spoken) -> str:
    """The public id, for the avatar and the way to a profile; empty where nothing leads to the author."""
    return spoken.author.public_id if not spoken.is_anonymous and spoken.author else ""


def actor_of(spoken: Spoken) -> str:
    """By what name notices count the people who wrote."""
    return NOBODY if spoken.is_anonymous else seed_of(spoken)
