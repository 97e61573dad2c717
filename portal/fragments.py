"""Pieces of pages that are drawn once and then kept: the row of a topic, a post.

A fragment is kept under everything that it shows, so nothing has to be told when that changes: what is changed is
drawn under another key, and the old one goes out by itself. All pieces of a page are fetched in one round. What
differs from reader to reader is put in afterwards: the template writes `{{ slot.name }}` there, and `fill` puts the
text in its place.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from hashlib import blake2b
from typing import Any
from zlib import crc32

from django.core.cache import caches
from django.template import Engine
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

_KEPT = 24 * 3600
# No text that somebody wrote can hold this character: databases and forms refuse it.
_EDGE = "\x00"


class _Slots:
    def __getitem__(self, name: str) -> SafeString:
        return mark_safe(f"{_EDGE}{name}{_EDGE}")


SLOTS = _Slots()


class Fragments:
    """The drawn pieces of one template. `others` are templates it includes: a change in any draws all anew."""

    def __init__(self, template: str, *others: str) -> None:
        self._name, self._others = template, others

    def draw[T](
        self, things: Iterable[T], *, key: Callable[[T], tuple[object, ...]], context: Callable[[T], Mapping[str, Any]]
    ) -> list[str]:
        """The markup of each thing, in order. `key` says all that the markup shows, apart from the language."""
        things = list(things)
        keys = [self._key(key(thing)) for thing in things]
        kept = caches["fragments"].get_many(set(keys))
        drawn: dict[str, str] = {}
        for thing, name in zip(things, keys, strict=True):
            if name not in kept and name not in drawn:
                drawn[name] = self._template.render({**context(thing), "slot": SLOTS})
        if drawn:
            caches["fragments"].set_many(drawn, _KEPT)
        return [kept[name] if name in kept else drawn[name] for name in keys]

    def _key(self, shown: tuple[object, ...]) -> str:
        told = repr((self._stamp, get_language(), shown)).encode()
        return f"{self._name.replace('/', '.')}:{blake2b(told, digest_size=16).hexdigest()}"

    @cached_property
    def _template(self) -> Any:
        return get_template(self._name)

    @cached_property
    def _stamp(self) -> int:
        """Another one when a release has changed the templates, or the address of the icons in them."""
        sources = [Engine.get_default().get_template(name).source for name in (self._name, *self._others)]
        return crc32("\n".join([*sources, static("img/icons.svg")]).encode())


def fill(markup: str, **slots: str) -> SafeString:
    """The markup with what belongs to this reader in its slots; safe, as both are."""
    for name, text in slots.items():
        markup = markup.replace(f"{_EDGE}{name}{_EDGE}", text)
    return mark_safe(markup)
