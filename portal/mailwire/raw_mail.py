"""The raw mail store: first the bytes, committed, then everything else."""

import hashlib
from collections.abc import Iterable

from django.core.files.base import ContentFile
from django.db import transaction

from portal.mailwire.models import RawMail, RawMailState, private_storage
from portal.sealed_files import first_bytes, replace
from portal.sealing import is_sealed_bytes
from portal.uploads.sealed import seal

ERASED = "erased"


def keep(raw: bytes, *, source: str, account: str) -> RawMail:
    """Stores a mail under its source; the same source again gives the same row.

    The bytes are written before the row: a row without bytes can't be, bytes without a row do no harm.
    """
    mail = RawMail(source=source, account=account, sha256=hashlib.sha256(raw).hexdigest(), size=len(raw))
    storage = private_storage()
    if not storage.exists(mail.path):
        storage.save(mail.path, ContentFile(seal(raw, what=mail.sha256)))
    with transaction.atomic():
        kept, _created = RawMail.objects.get_or_create(
            source=source, defaults={"account": account, "sha256": mail.sha256, "size": mail.size}
        )
    return kept


def lies_open(name: str) -> bool:
    """Whether a file of the private storage is a mail that was kept before mails were sealed."""
    if not (name.startswith("mail/") and name.endswith(".eml")):
        return False
    head = first_bytes(private_storage(), name)
    return bool(head) and not is_sealed_bytes(head)


def seal_open(name: str) -> bool:
    """Seals such a mail where it lies; false if it has gone meanwhile."""
    storage = private_storage()
    with storage.open(name, "rb") as file:
        raw = bytes(file.read())
    return replace(storage, name, seal(raw, what=name.rpartition("/")[2].removesuffix(".eml")))


def is_kept(source: str) -> bool:
    return RawMail.objects.filter(source=source).exists()


def erase(raw_ids: Iterable[int]) -> None:
    """Deletes the bytes of mails; the rows stay, so that fetching again doesn't bring them back.

    Bytes that another row still needs stay.
    """
    for mail in RawMail.objects.filter(pk__in=list(raw_ids)).exclude(note=ERASED):
        RawMail.objects.filter(pk=mail.pk).update(note=ERASED, state=RawMailState.DONE)
        if not RawMail.objects.filter(sha256=mail.sha256).exclude(note=ERASED).exists():
            # Not after commit: whoever is killed in between would leave bytes that no row leads to.
            private_storage().delete(mail.path)
