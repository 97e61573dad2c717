"""Under which name somebody is seen in the forum. The only place that turns an account into a name for readers.

Whoever asks anonymously is seen under one name for all, without an address that leads on. Their account stays
`author` of their words, so that they are theirs: it is for actions and permissions, never for a page. A test reads
the sources for names that come out elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from forum.models import Post
    from owners.models import User

# How notices know somebody without a name, and whoever speaks for the company.
NOBODY = "anonymous"
COMPANY = "company"


class Spoken(Protocol):
    """A topic or a post."""

    @property
    def author(self) -> User | None: ...
    @property
    def is_anonymous(self) -> bool: ...


def anonymous_name() -> str:
    return _("Anonymous neighbour")


def blocked_name() -> str:
    """For a reader who doesn't want to hear from somebody."""
    return _("A neighbour you have blocked")


def name_of(spoken: Spoken) -> str:
    """No query of anonymous words; else needs `author`."""
    if spoken.is_anonymous:
        return anonymous_name()
    return spoken.author.display_name if spoken.author else _("Former neighbour")


def seed_of(spoken: Spoken) -> str:
    """The public id, for the avatar and the way to a profile; empty where nothing leads to the author."""
    return spoken.author.public_id if not spoken.is_anonymous and spoken.author else ""


def actor_of(post: Post) -> str:
    """By what name notices know who wrote: whoever blocks a neighbour hears no more of that one, and goes on hearing
    the company, whose word they are."""
    if post.is_official:
        return COMPANY
    return NOBODY if post.is_anonymous else seed_of(post)
