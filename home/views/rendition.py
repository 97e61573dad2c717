from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.utils._os import safe_join
from django.views.decorators.http import require_safe

from portal.http import Request

_YEAR = 365 * 24 * 3600
_KINDS = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


@require_safe
def rendition(request: Request, name: str) -> HttpResponseBase:
    """A drawn size of a picture of the site, where files are kept on this machine.

    Only these: originals and documents under the same folder are not for everybody. A name says
    focal point and size, so a copy may be kept for good.
    """
    try:
        found = Path(safe_join(Path(settings.MEDIA_ROOT) / "images", name))
    except SuspiciousFileOperation:
        raise Http404 from None
    kind = _KINDS.get(found.suffix)
    if kind is None or not found.is_file():
        raise Http404
    response = FileResponse(found.open("rb"), content_type=kind)
    response["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    return response
