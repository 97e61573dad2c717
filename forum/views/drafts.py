"""What the composer keeps on the server while somebody writes, and the list of it."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from forum import actions
from forum.actions.drafts import MOST_FILES, was_sent
from forum.drafting import place_of, places_of
from forum.errors import DraftOutdated, DraftSent
from forum.forms import DraftForm
from forum.models import Draft
from forum.private_details import find_in_html
from forum.public_numbers import public_numbers
from owners.permissions import sign_in_required
from portal import uploads
from portal.http import Request

MOST_SHOWN = 100
MOST_HINTS = 6


@require_safe
@sign_in_required
def draft_list(request: Request) -> HttpResponse:
    """Everything begun and not sent, the newest first."""
    drafts = list(Draft.objects.waiting_for(request.viewer).order_by("-saved_at", "-id")[:MOST_SHOWN])
    places = places_of(request.viewer, [draft.key for draft in drafts])
    rows = [{"draft": draft, "place": places.get(draft.key)} for draft in drafts]
    return render(request, "forum/draft_list.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "PUT", "POST"])
@sign_in_required
def draft(request: Request, key: str) -> JsonResponse:
    """The draft of one place. GET: `draft` (or null), and whether the form with `?send_key=` has been `sent`.

    PUT or POST, as JSON or as a form: 200 with the `seq` that is kept now, and private details in
    the text with how they look when masked (`private`); 409 with the same as GET where a
    newer text is kept or the form has been sent; 400 if it can't be read.
    """
    if place_of(request.viewer, key) is None:
        raise Http404
    if request.method in {"GET", "HEAD"}:
        found = Draft.objects.waiting_for(request.viewer).filter(key=key).first()
        return JsonResponse(_state(request, found, sent=was_sent(request.user, request.GET.get("send_key", ""))))
    form = DraftForm(_sent_with(request))
    if not form.is_valid():
        return JsonResponse({"error": _("This could not be saved.")}, status=400)
    try:
        kept = actions.keep_draft(viewer=request.viewer, key=key, writing=form.writing)
    except DraftSent:
        return JsonResponse(_state(request, None, sent=True), status=409)
    except DraftOutdated as outdated:
        return JsonResponse(_state(request, outdated.kept, sent=False), status=409)
    return JsonResponse({"seq": kept.seq if kept else 0, "private": _private(kept)})


@require_POST
@sign_in_required
def draft_drop(request: Request, key: str) -> HttpResponse:
    actions.throw_draft_away(viewer=request.viewer, key=key)
    messages.success(request, _("The draft is gone."))
    return redirect("forum:draft-list")


def _state(request: Request, draft: Draft | None, *, sent: bool) -> dict[str, Any]:
    if draft is None:
        return {"draft": None, "sent": sent}
    files = uploads.unbound(draft.upload_ids, owner=request.viewer.pseudonym)
    return {"draft": draft.as_json([file.described() for file in files]), "sent": sent}


def _private(draft: Draft | None) -> list[dict[str, str]]:
    """What the composer points out while somebody still writes."""
    if draft is None or not find_in_html(draft.html):
        return []
    found = find_in_html(draft.html, public=public_numbers())
    return [{"passage": detail.passage, "masked": detail.masked} for detail in found[:MOST_HINTS]]


def _sent_with(request: Request) -> dict[str, Any]:
    """The fields of the request, whichever way they came; nothing where they can't be read."""
    if request.content_type != "application/json":
        return {**request.POST.dict(), "upload_ids": request.POST.getlist("upload_ids")[:MOST_FILES]}
    try:
        fields = json.loads(request.body)
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
