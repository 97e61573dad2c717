"""Taking files in. Everything that arrives — posts, forms, mails — comes through `store_bytes`."""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import IO, TYPE_CHECKING

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import Refused
from portal.uploads.pictures import NotAPicture, TooManyPixels, redraw
from portal.uploads.scopes import must_be_sealed
from portal.uploads.sealed import seal

if TYPE_CHECKING:
    from portal.uploads.models import Upload

MAX_BYTES = 25 * 1024 * 1024
MAX_NAME = 120
_IMAGE_STARTS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}
# By what the bytes say, never by what the sender says.
_FILE_STARTS = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
    (b"ID3", "audio/mpeg"),
)
_REFUSED_ENDINGS = {
    ".exe", ".com", ".bat", ".cmd", ".scr", ".msi", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".lnk",
    ".html", ".htm", ".xhtml", ".svg", ".jar", ".apk", ".dll", ".reg", ".iso", ".chm",
}  # fmt: skip


class UploadRefused(Refused):
    """The file is not taken; the message says why, to be shown beside it."""


def store(file: IO[bytes], *, name: str, owner: str, scope: str = "", sealed: bool = False) -> "Upload":
    """Takes an uploaded file in. Reads at most one byte over the cap. Raises UploadRefused."""
    return store_bytes(file.read(MAX_BYTES + 1), name=name, owner=owner, scope=scope, sealed=sealed)


def store_bytes(data: bytes, *, name: str, owner: str, scope: str = "", sealed: bool = False) -> "Upload":
    """Stores what is in `data`: a picture drawn anew, anything else as it is, to be downloaded only.

    `name` is cleaned of paths and control characters and kept otherwise (Chinese names stay). A
    `sealed` file reaches the storage as ciphertext, without name or digest. Raises UploadRefused for
    too many bytes or pixels, a damaged picture, or a kind that is dangerous.
    """
    from portal.uploads.models import Upload, UploadKind

    if not data:
        raise UploadRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise UploadRefused(
            ngettext("The file is larger than %(limit)d MB.", "The file is larger than %(limit)d MB.", MAX_BYTES >> 20)
            % {"limit": MAX_BYTES >> 20}
        )
    upload = Upload(
        scope=scope, owner=owner, name=clean_name(name), sha256=hashlib.sha256(data).hexdigest(), size=len(data)
    )
    if looks_like_picture(data):
        _draw_into(upload, data)
    else:
        if PurePath(upload.name).suffix.lower() in _REFUSED_ENDINGS:
            raise UploadRefused(_("Files of this kind are not accepted. Please send a picture, PDF or document."))
        upload.kind, upload.content_type = UploadKind.FILE, _type_of(data)
        upload.file = ContentFile(data, "file")
    if sealed or must_be_sealed(scope):
        _seal(upload)
    upload.save()
    return upload


def _seal(upload: "Upload") -> None:
    """Before anything is written: what was drawn or sent becomes ciphertext, and the row keeps no trace of it."""
    upload.sealed, upload.sha256 = True, ""
    # People name photos after what they show: 张三房产证.jpg.
    upload.name = f"document{PurePath(upload.name).suffix.lower()[:10]}"
    upload.file = ContentFile(seal(upload.file.read(), what=upload.sealed_as(thumb=False)), "sealed")
    if upload.thumb:
        upload.thumb = ContentFile(seal(upload.thumb.read(), what=upload.sealed_as(thumb=True)), "sealed")


def attach(public_ids: Iterable[str], *, owner: str, scope: str) -> list["Upload"]:
    """Binds uploads that `owner` made, and that are bound to nothing yet, to `scope`.

    Ids of others, unknown ids, ids bound already, and files that lie open where the scope takes
    sealed ones are passed over. Returns what was bound.
    """
    from portal.uploads.models import Upload

    wanted = [public_id for public_id in public_ids if public_id]
    mine = Upload.objects.filter(public_id__in=wanted, owner=owner, scope="")
    if must_be_sealed(scope):
        mine = mine.filter(sealed=True)
    ids = list(mine.values_list("id", flat=True))
    Upload.objects.filter(id__in=ids, scope="").update(scope=scope)
    return list(Upload.objects.filter(id__in=ids, scope=scope))


def share(scope: str, *, to: str) -> list["Upload"]:
    """Binds what is bound to one thing to another as well, without keeping the bytes twice. Sealed files are not
    shared: their seal names the row. Once, however often it is called."""
    from portal.uploads.models import Upload

    found = Upload.objects.filter(scope=scope, sealed=False)
    there = set(Upload.objects.filter(scope=to).values_list("file", flat=True))
    copies = [_copy(upload, to) for upload in found if upload.file.name not in there]
    found.filter(shared=False).update(shared=True)
    return Upload.objects.bulk_create(copies)


def _copy(upload: "Upload", scope: str) -> "Upload":
    from portal.uploads.models import Upload, new_upload_id

    kept = ("owner", "kind", "name", "content_type", "size", "sha256", "width", "height", "file", "thumb", "created_at")
    return Upload(public_id=new_upload_id(), scope=scope, shared=True, **{name: getattr(upload, name) for name in kept})


def keep(public_ids: Iterable[str], *, owner: str, until: datetime) -> None:
    """Files of `owner` that are bound to nothing yet stay until then at least: a draft names them."""
    from portal.uploads.models import Upload

    Upload.objects.filter(public_id__in=list(public_ids), owner=owner, scope="").update(keep_until=until)


def unbound(public_ids: Iterable[str], *, owner: str) -> list["Upload"]:
    """Those of the files that `owner` sent and that are bound to nothing yet, in the order asked for."""
    from portal.uploads.models import Upload

    wanted = list(public_ids)
    if not wanted:
        return []
    found = {one.public_id: one for one in Upload.objects.filter(public_id__in=wanted, owner=owner, scope="")}
    return [found[public_id] for public_id in wanted if public_id in found]


def of(scope: str) -> list["Upload"]:
    """The files bound to one thing, oldest first."""
    return of_many([scope])[scope]


def of_many(scopes: Iterable[str]) -> dict[str, list["Upload"]]:
    """The files of many things in one query; a scope without files has an empty list."""
    from portal.uploads.models import Upload

    found: defaultdict[str, list[Upload]] = defaultdict(list)
    for upload in Upload.objects.filter(scope__in=list(scopes)):
        found[upload.scope].append(upload)
    return found


def looks_like_picture(data: bytes) -> bool:
    if data.startswith(_IMAGE_STARTS[:3]):
        return True
    if data.startswith(b"RIFF"):
        return data[8:12] == b"WEBP"
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS


def clean_name(name: str) -> str:
    """A file's name without folders, control and direction-changing characters, at most 120 long."""
    bare = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    bare = "".join(c for c in bare if unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"}).strip(" .")
    path = PurePath(bare or "file")
    return path.name if len(path.name) <= MAX_NAME else path.stem[: MAX_NAME - 10] + path.suffix[:10]


def _draw_into(upload: "Upload", data: bytes) -> None:
    from portal.uploads.models import UploadKind

    try:
        full, thumb = redraw(data)
    except TooManyPixels:
        raise UploadRefused(_("The picture has too many pixels. Please send a smaller one.")) from None
    except NotAPicture:
        raise UploadRefused(_("The picture is damaged or of an unknown kind.")) from None
    upload.kind = UploadKind.IMAGE
    upload.content_type = "image/webp" if full.data.startswith(b"RIFF") else "image/jpeg"
    upload.width, upload.height, upload.size = full.width, full.height, len(full.data)
    upload.file = ContentFile(full.data, "full")
    upload.thumb = ContentFile(thumb.data, "thumb")


def _type_of(data: bytes) -> str:
    for start, content_type in _FILE_STARTS:
        if data.startswith(start):
            return content_type
    if data[4:8] == b"ftyp":
        return "video/mp4"
    return "application/octet-stream"


def remove(scope: str) -> int:
    """Removes all files bound to one thing, and says how many; their bytes go after commit."""
    from portal.uploads.models import Upload

    return _remove(list(Upload.objects.filter(scope=scope)))


def discard(public_ids: Iterable[str], *, owner: str) -> int:
    """Removes files that `owner` sent and that were bound to nothing after all; says how many."""
    from portal.uploads.models import Upload

    return _remove(list(Upload.objects.filter(public_id__in=list(public_ids), owner=owner, scope="")))


def scopes_older_than(kind: str, moment: datetime, *, limit: int = 500) -> list[str]:
    """Scopes of a kind to which files were bound that came in before `moment`."""
    from portal.uploads.models import Upload

    old = Upload.objects.filter(scope__startswith=f"{kind}:", created_at__lt=moment)
    return list(old.order_by().values_list("scope", flat=True).distinct()[:limit])


def _remove(gone: list["Upload"]) -> int:
    from portal.uploads.models import Upload

    Upload.objects.filter(id__in=[upload.pk for upload in gone]).delete()
    transaction.on_commit(lambda: _remove_bytes(gone))
    return len(gone)


def _remove_bytes(uploads: Iterable["Upload"]) -> None:
    from portal.uploads.models import Upload

    for upload in uploads:
        if upload.shared and Upload.objects.filter(file=upload.file.name).exists():
            continue
        upload.file.delete(save=False)
        if upload.thumb:
            upload.thumb.delete(save=False)
