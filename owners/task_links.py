"""Expiring personal links for people who do one thing: a repairman's order, a volunteer's door.

    register_task_kind("crm.workorder", view_url_name="crm:workorder-task")
    link, url = make_task_link(kind="crm.workorder", ref="12", person_name="王师傅", expires_at=…, actor=…)

Opening `/go/<token>/` notes the link in the session and goes on to the kind's view, which stands under
`task_link_required` and finds the link as `request.task_link`. The link is asked for again on every
request, so that revoking it works at once. It signs nobody in: the visitor stays a visitor.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from django.views.decorators.cache import never_cache

from owners.models import Estate, TaskLink
from portal import audit
from portal.worktime import now

type View = Callable[..., HttpResponse]

SESSION_KEY = "owners.task_links"
# A handler with a day's orders has a dozen; the oldest are forgotten first.
_KEPT_PER_SESSION = 40

_views: dict[str, str] = {}


def register_task_kind(kind: str, *, view_url_name: str) -> None:
    """Says where links of a kind lead: a URL name that takes the link's `ref`, or nothing."""
    if _views.get(kind, view_url_name) != view_url_name:
        raise ValueError(f"two views for task links of kind {kind!r}")
    _views[kind] = view_url_name


@transaction.atomic
def make_task_link(*, kind: str, ref: str, person_name: str, expires_at: datetime, actor: str) -> tuple[TaskLink, str]:
    """A new link and its address. The address is known now and never again: only its hash is kept."""
    if kind not in _views:
        raise ValueError(f"no view is registered for task links of kind {kind!r}")
    token = secrets.token_urlsafe(24)
    link = TaskLink.objects.create(
        token_hash=_hash(token),
        kind=kind,
        ref=str(ref),
        person_name=person_name,
        expires_at=expires_at,
        created_by=actor,
    )
    audit.record(actor=actor, action="task_link.made", subject=link.pseudonym, kind=kind, ref=str(ref))
    with translation.override(settings.LANGUAGE_CODE):
        return link, f"{settings.CANONICAL_URL}{reverse('owners:go', args=[token])}"


@transaction.atomic
def revoke_task_link(*, link: TaskLink, actor: str) -> None:
    """Closes a link at once, also in browsers that have opened it. Revoking twice is once."""
    revoked = TaskLink.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=now())
    if revoked:
        audit.record(actor=actor, action="task_link.revoked", subject=link.pseudonym, kind=link.kind, ref=link.ref)


@transaction.atomic
def revoke_task_links(*, kind: str, ref: str, actor: str) -> int:
    """Closes every link to one task, e.g. when the work order went to somebody else; says how many."""
    links = list(TaskLink.objects.open().filter(kind=kind, ref=str(ref)))
    for link in links:
        revoke_task_link(link=link, actor=actor)
    return len(links)


@transaction.atomic
def use_task_link(token: str) -> TaskLink | None:
    """The open link of a token, its use counted; None if it is unknown, expired or revoked."""
    link = TaskLink.objects.open().filter(token_hash=_hash(token)).first()
    if link is None:
        return None
    TaskLink.objects.filter(pk=link.pk).update(used_count=F("used_count") + 1, last_used_at=now())
    audit.record(actor=link.pseudonym, action="task_link.opened", subject=link.pseudonym, kind=link.kind, ref=link.ref)
    return link


def task_url(link: TaskLink) -> str:
    """Where the holder of a link does the task."""
    name = _views[link.kind]
    try:
        return reverse(name, args=[link.ref])
    except NoReverseMatch:
        return reverse(name)


def remember(request: HttpRequest, link: TaskLink) -> None:
    """Notes in the session that this browser has opened the link, the newest last."""
    kept = [pk for pk in request.session.get(SESSION_KEY, []) if pk != link.pk]
    request.session[SESSION_KEY] = [*kept, link.pk][-_KEPT_PER_SESSION:]


def task_link_required(kind: str) -> Callable[[View], View]:
    """Lets in whoever holds an open link of this kind in this browser, to that link's task only.

    Where the address names the task, the link must be for that one (its `ref` equals an argument of the
    view); where it doesn't, the newest link of the kind counts. Everybody else sees whom to call.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            link = _held(request, kind, [str(value) for value in (*args, *kwargs.values())])
            if link is None:
                return refuse(request)
            request.task_link = link  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return inner

    return decorate


def held_link(request: HttpRequest, kind: str, ref: str) -> TaskLink | None:
    """This browser's open link to one task, for a view that others may enter by their role."""
    return _held(request, kind, [ref])


def refuse(request: HttpRequest) -> HttpResponse:
    """The page for a link that opens nothing (any more): whom to call. Tells no reason apart."""
    telephones = Estate.objects.exclude(phone_24h="")
    response = render(request, "owners/go.html", {"telephones": telephones}, status=410)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _held(request: HttpRequest, kind: str, named: list[str]) -> TaskLink | None:
    noted = request.session.get(SESSION_KEY, [])
    links = {link.pk: link for link in TaskLink.objects.open().filter(pk__in=noted, kind=kind)}
    newest_first = [links[pk] for pk in reversed(noted) if pk in links]
    if named:
        return next((link for link in newest_first if link.ref in named), None)
    return newest_first[0] if newest_first else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
