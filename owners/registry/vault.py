"""An office's file while its import can still be taken back: sealed, private, gone after seven days."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

from owners.models import ImportRun
from portal import uploads
from portal.errors import Refused
from portal.sealing import seal_bytes, unseal_bytes
from portal.uploads.storing import clean_name


class FileGone(Refused):
    """The file isn't kept any more."""


def keep_file(run: ImportRun, data: bytes, *, owner: str) -> None:
    """Stores the bytes sealed. Raises UploadRefused if there are too many of them."""
    uploads.store_bytes(seal_bytes(data), name=f"{run.public_id}.sealed", owner=owner, scope=run.file_scope)


def is_kept(run: ImportRun) -> bool:
    return bool(uploads.of(run.file_scope))


@contextmanager
def opened_file(run: ImportRun) -> Iterator[Path]:
    """The file under its own name in a folder that is gone afterwards. Raises FileGone."""
    kept = uploads.of(run.file_scope)
    if not kept:
        raise FileGone(_("The file is kept for 7 days and is gone by now. Please send it again."))
    with kept[0].file.open("rb") as stream:
        data = unseal_bytes(stream.read())
    with folder_for(run.file_name, data) as path:
        yield path


@contextmanager
def folder_for(name: str, data: bytes) -> Iterator[Path]:
    """The bytes as a file of that name for as long as somebody reads it; only this process may."""
    with TemporaryDirectory(prefix="linli-import-") as folder:
        path = Path(folder) / clean_name(name)
        path.write_bytes(data)
        yield path


def drop_file(run: ImportRun) -> None:
    uploads.remove(run.file_scope)
