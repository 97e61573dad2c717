"""Sealed files in a storage, and sealing them anew with the current key.

A file says by its first bytes which key it needs, whatever it is: evidence, an office's list, an export,
a mail. So all of them are found by walking the storage, without asking the rooms that put them there.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from portal.sealing import BYTES_HEAD, is_sealed_bytes, is_sealed_now, seal_bytes, unseal_bytes

# Beside the file that it will take the place of; what a stopped run left behind is swept by the next.
_UNFINISHED = ".anew"


class NotReplaced(Exception):
    """The storage keeps two files under one name apart: it can't seal anew what it has."""


def names(storage: Storage, folder: str = "") -> Iterator[str]:
    """Every file of the storage, folder by folder, in the order of their names. Sweeps what a stopped run left."""
    try:
        folders, files = storage.listdir(folder)
    except FileNotFoundError:
        return
    for file in sorted(files):
        name = f"{folder}/{file}" if folder else file
        if file.endswith(_UNFINISHED):
            storage.delete(name)
        else:
            yield name
    for inner in sorted(folders):
        yield from names(storage, f"{folder}/{inner}" if folder else inner)


def needs_sealing_anew(storage: Storage, name: str) -> bool:
    """Sealed, but not with the current key. Reads the first bytes only."""
    head = first_bytes(storage, name)
    return is_sealed_bytes(head) and not is_sealed_now(head)


def first_bytes(storage: Storage, name: str) -> bytes:
    """As many as say whether a file is sealed; none of a file that has gone meanwhile."""
    try:
        with storage.open(name, "rb") as file:
            return bytes(file.read(BYTES_HEAD))
    except FileNotFoundError:
        return b""


def seal_anew(storage: Storage, name: str) -> bool:
    """The same content under the current key; false if it has gone meanwhile. Raises SealBroken, NotReplaced."""
    with storage.open(name, "rb") as file:
        sealed = bytes(file.read())
    return replace(storage, name, seal_bytes(unseal_bytes(sealed)))


def replace(storage: Storage, name: str, data: bytes) -> bool:
    """Whoever reads meanwhile, or finds the machine stopped in between, has the old file or the new one, whole.

    A file that was deleted meanwhile is not brought back: false. Raises NotReplaced.
    """
    if not storage.exists(name):
        return False
    try:
        path = Path(storage.path(name))
    except NotImplementedError:
        saved = storage.save(name, ContentFile(data))
        if saved != name:
            storage.delete(saved)
            raise NotReplaced(name) from None
        return True
    unfinished = path.with_name(f"{path.name}.{token_hex(4)}{_UNFINISHED}")
    unfinished.write_bytes(data)
    os.chmod(unfinished, path.stat().st_mode)
    if not path.exists():
        unfinished.unlink()
        return False
    os.replace(unfinished, path)
    return True
