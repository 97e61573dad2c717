"""Whole pages for readers without an account: kept for half a minute, and forgotten at once when they change.

Only addresses that a room has listed are kept (`keep`), and only what everybody without a session gets: no cookie is
set, no token and no nonce is in it. A page belongs to some stamps (`topic:k3f…`); `changed` gives a stamp a new value
after commit, and a page made under another value is never served. `portal.realtime.tell` calls it: what open pages
are told, kept pages forget.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from secrets import token_hex
from typing import TypeGuard

from django.conf import settings
from django.core.cache import caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from portal.preferences import LARGE_TYPE_COOKIE

KEPT_SECONDS = 30
# Longer than any page made under it lives.
_STAMP_SECONDS = 4 * KEPT_SECONDS
_LARGEST = 200_000

type Stamps = Callable[[dict[str, str]], Iterable[str]]


@dataclass(frozen=True, slots=True)
class _Kind:
    path: re.Pattern[str]
    params: frozenset[str]
    stamps: Stamps


_kinds: list[_Kind] = []
# A new value for a stamp on which no kept page hangs (a person's own group) would be of no use.
_watched: set[str] = set()


def keep(path: str, *, stamps: Stamps, of: Iterable[str], params: Iterable[str] = ()) -> None:
    """Lists addresses whose pages may be kept: a pattern of the path without language (`forum/t/(?P<topic>[a-z]+)/`).

    `params` are all that may stand in the query; `stamps` names what the page is made of, from the pattern's groups.
    A stamp that ends with a colon (`topic:`) changes with each of its kind; `of` are the kinds that may occur.
    """
    _watched.update(of)
    languages = "|".join(re.escape(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
    _kinds.append(_Kind(re.compile(rf"/(?:(?:{languages})/)?{path}"), frozenset(params), stamps))


def changed(name: str) -> None:
    """What belongs to `name` (and to its kind) is made anew from the moment that this transaction has committed."""
    kind = name.partition(":")[0]
    if kind in _watched:
        transaction.on_commit(lambda: _renew(name, f"{kind}:"))


def _renew(*names: str) -> None:
    caches["fragments"].set_many({_stamp_key(name): token_hex(8) for name in names}, _STAMP_SECONDS)


class PageStoreMiddleware:
    """Stands outside everything that a reader without an account does not need."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        stamps = _stamps_of(request)
        if stamps is None:
            return self.get_response(request)
        key = _key(request)
        names = [_stamp_key(name) for name in stamps]
        found = caches["fragments"].get_many([key, *names])
        # As they are before the page is made: what is written meanwhile makes it an old one.
        values = [found.get(name, "") for name in names]
        kept = found.get(key)
        if kept is not None and kept[0] == values:
            return HttpResponse(kept[2], headers=kept[1])
        response = self.get_response(request)
        if _is_for_everybody(response):
            entry = (values, list(response.items()), response.content)
            caches["fragments"].set(key, entry, KEPT_SECONDS)
        return response


def _stamps_of(request: HttpRequest) -> list[str] | None:
    """What the page asked for is made of; None if it must not come from the store."""
    if request.method != "GET" or "HX-Request" in request.headers or "Authorization" in request.headers:
        return None
    if settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES:
        return None
    for kind in _kinds:
        if found := kind.path.fullmatch(request.path_info):
            return list(kind.stamps(found.groupdict())) if kind.params.issuperset(request.GET) else None
    return None


def _is_for_everybody(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and "nonce-" not in response.headers.get("Content-Security-Policy", "")
        and "no-store" not in response.headers.get("Cache-Control", "")
        and len(response.content) <= _LARGEST
    )


def _key(request: HttpRequest) -> str:
    large = request.COOKIES.get(LARGE_TYPE_COOKIE, "")
    told = repr((request.scheme, request.get_host(), request.get_full_path(), large)).encode()
    return f"page:{blake2b(told, digest_size=16).hexdigest()}"


def _stamp_key(name: str) -> str:
    return f"page-stamp:{name}"
