"""The copy of a person's data: a zip of one JSON file and one page to read, sealed while it lies here."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from owners.actions.rights import close_request
from owners.models import DataCopy, DataRequest, RequestKind, RequestState, User
from owners.rights.export import readable, rows_of
from owners.rights.holdings import Holding, holdings
from owners.rights.whose import Whose
from portal import outbox
from portal.domain_events import DataCopyReady
from portal.sealing import seal_bytes, unseal_bytes
from portal.worktime import now

KEPT = timedelta(days=7)


def make_copy(request_id: int) -> DataCopy | None:
    """Builds and stores what a request asks for, and has the person told. A second run changes nothing."""
    request = DataRequest.objects.select_related("user").filter(pk=request_id, kind=RequestKind.EXPORT).first()
    if request is None or not request.is_open or not request.user.is_active:
        return None
    with translation.override(request.user.language or settings.LANGUAGE_CODE):
        data = pack(request.user)
    with transaction.atomic():
        request = DataRequest.objects.select_for_update().get(pk=request_id)
        if not request.is_open:
            return None
        copy = DataCopy(request=request, size=len(data), expires_at=now() + KEPT)
        copy.file.save("copy", ContentFile(seal_bytes(data)), save=False)
        copy.save()
        close_request(request, RequestState.DONE, actor="system")
        outbox.record(DataCopyReady(request_id=request.pk), key=f"user:{request.user_id}")
    return copy


def pack(user: User) -> bytes:
    """The zip, in the language that is active."""
    whose = Whose(user)
    parts = [Part(holding, rows) for holding in holdings() if (rows := list(rows_of(holding, whose)))]
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        said = {"made_at": now().isoformat(), "account": user.public_id, "parts": [part.as_json() for part in parts]}
        archive.writestr("my-data.json", json.dumps(said, ensure_ascii=False, indent=2))
        archive.writestr("my-data.html", render_to_string("owners/data_copy.html", {"parts": parts, "made_at": now()}))
    return packed.getvalue()


@dataclass(frozen=True, slots=True)
class Part:
    """All rows of one holding, for machines and to be read."""

    holding: Holding
    rows: list[dict[str, Any]]

    def as_json(self) -> dict[str, Any]:
        columns = {path: str(title) for path, title in self.holding.shows.items()}
        return {
            "model": self.holding.model,
            "title": str(self.holding.title),
            "kept": str(self.holding.kept),
            "columns": columns,
            "rows": self.rows,
        }

    def lines(self) -> list[list[tuple[Any, str]]]:
        """Each row as pairs of title and value in words."""
        columns = self.holding.shows.items()
        return [[(title, readable(row[path])) for path, title in columns] for row in self.rows]


def open_copy(copy: DataCopy) -> bytes:
    """The zip as it was packed."""
    with copy.file.open("rb") as file:
        return unseal_bytes(file.read())


def remove_expired(limit: int = 500) -> int:
    """Deletes copies whose days are over; the request stays as a record. Says how many."""
    expired = list(DataCopy.objects.filter(expires_at__lte=now()).exclude(file="")[:limit])
    for copy in expired:
        remove_file(copy)
    return len(expired)


def remove_file(copy: DataCopy) -> None:
    copy.file.delete(save=False)
    DataCopy.objects.filter(pk=copy.pk).update(file="", size=0)
