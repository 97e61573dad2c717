import secrets

from django.core.files.storage import Storage, storages
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.uploads.sealed import unseal
from portal.worktime import now


def new_upload_id() -> str:
    return secrets.token_hex(12)


def private_storage() -> Storage:
    return storages["private"]


def _path(upload: "Upload", name: str) -> str:
    return f"uploads/{upload.public_id[:2]}/{upload.public_id}{name}"


def _full_path(upload: "Upload", name: str) -> str:
    return _path(upload, "")


def _thumb_path(upload: "Upload", name: str) -> str:
    return _path(upload, "-thumb")


class UploadKind(models.TextChoices):
    IMAGE = "image", _("picture")
    FILE = "file", _("file")


class Upload(models.Model):
    """One stored file. `scope` (`forum.post:12`) says what it is bound to; empty while a draft.

    Of a `sealed` one the storage holds nothing that can be read, and the row neither name nor digest.
    """

    public_id = models.CharField(max_length=24, unique=True, default=new_upload_id, editable=False)
    scope = models.CharField(max_length=60, blank=True, db_index=True)
    owner = models.CharField(max_length=60, help_text="pseudonym of whoever sent it")
    kind = models.CharField(max_length=5, choices=UploadKind)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(help_text="bytes as stored")
    sha256 = models.CharField(max_length=64, blank=True, help_text="of the bytes as received; empty if sealed")
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    file = models.FileField(upload_to=_full_path, storage=private_storage, max_length=200)
    thumb = models.FileField(upload_to=_thumb_path, storage=private_storage, max_length=200, blank=True)
    sealed = models.BooleanField(default=False, editable=False)
    # The bytes are another row's too; the last of them takes them along.
    shared = models.BooleanField(default=False, editable=False)
    keep_until = models.DateTimeField(null=True, blank=True, editable=False, help_text="named in a draft until then")
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["created_at"], condition=models.Q(scope=""), name="upload_unbound")]

    def __str__(self) -> str:
        return self.name

    @property
    def url(self) -> str:
        return reverse("file", args=[self.public_id])

    def read(self, *, thumb: bool = False) -> bytes:
        """The bytes of the file, or of its small picture where it has one; a sealed file is opened."""
        thumb = thumb and bool(self.thumb)
        with (self.thumb if thumb else self.file).open("rb") as file:
            data = file.read()
        return unseal(data, what=self.sealed_as(thumb=thumb)) if self.sealed else data

    def described(self) -> dict[str, str]:
        """What a composer shows of it."""
        return {
            "id": self.public_id,
            "url": self.url,
            "thumb_url": self.thumb_url,
            "name": self.name,
            "kind": self.kind,
        }

    def sealed_as(self, *, thumb: bool) -> str:
        return f"{self.public_id}-thumb" if thumb else self.public_id

    @property
    def thumb_url(self) -> str:
        return reverse("file-thumb", args=[self.public_id]) if self.thumb else self.url
