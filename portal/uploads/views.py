"""Fetching and sending files. A file that may not be seen does not exist: 404, never 403."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.http import FileResponse, Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from portal import uploads
from portal.uploads.models import Upload, UploadKind
from portal.uploads.scopes import note_fetch

if TYPE_CHECKING:
    from django.db.models.fields.files import FieldFile

    from portal.http import Request

PER_HOUR = 120


def owner_of(request: "Request", *, make_session: bool = True) -> str:
    """The pseudonym under which this browser's uploads are kept until they are bound.

    A visitor gets a session for it, unless `make_session` is off: looking must not set a cookie.
    """
    if request.viewer.signed_in:
        return request.viewer.pseudonym
    if make_session and not request.session.session_key:
        request.session.create()
    return f"session:{request.session.session_key}"


@require_POST
def file_upload(request: "Request") -> JsonResponse:
    """Takes one file (`file`). 201 with id and addresses, 400 with the reason, 429 when too many."""
    owner = owner_of(request)
    if _too_many(owner):
        return JsonResponse({"error": _("Too many files in one hour. Please try again later.")}, status=429)
    sent = request.FILES.get("file")
    if sent is None:
        return JsonResponse({"error": _("Please choose a file.")}, status=400)
    try:
        upload = uploads.store(sent, name=sent.name or "", owner=owner)
    except uploads.UploadRefused as refusal:
        return JsonResponse({"error": str(refusal)}, status=400)
    return JsonResponse(upload.described(), status=201)


@require_GET
def file_show(request: "Request", public_id: str) -> HttpResponseBase:
    return _serve(request, public_id, thumb=False)


@require_GET
def file_thumb(request: "Request", public_id: str) -> HttpResponseBase:
    return _serve(request, public_id, thumb=True)


def _serve(request: "Request", public_id: str, *, thumb: bool) -> HttpResponseBase:
    upload = Upload.objects.filter(public_id=public_id).first()
    if upload is None or not uploads.may_fetch(request.viewer, upload, owner=owner_of(request, make_session=False)):
        raise Http404
    note_fetch(request.viewer, upload)
    stored: FieldFile = upload.thumb if thumb and upload.thumb else upload.file
    response = FileResponse(
        BytesIO(upload.read(thumb=thumb)) if upload.sealed else stored.open("rb"),
        as_attachment=upload.kind != UploadKind.IMAGE,
        filename=upload.name,
        content_type=upload.content_type if upload.kind == UploadKind.IMAGE else "application/octet-stream",
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "no-store" if upload.sealed else "private, max-age=3600"
    return response


def _too_many(owner: str) -> bool:
    key = f"uploads:{owner}"
    cache.add(key, 0, 3600)
    return cache.incr(key) > PER_HOUR
