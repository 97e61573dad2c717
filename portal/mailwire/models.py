from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import FingerprintField, SealedTextField
from portal.sealing import is_sealed_bytes
from portal.uploads.sealed import unseal
from portal.worktime import now


def private_storage() -> Storage:
    return storages["private"]


class RawMailState(models.TextChoices):
    STORED = "stored", _("waiting")
    DONE = "done", _("taken in")
    QUARANTINED = "quarantined", _("kept apart")


class RawMail(models.Model):
    """A mail as it arrived, byte for byte. Written and committed before anything is made of it.

    `source` names the one delivery it came by (`imap:tousu:1700000000:42`), so that fetching again after
    a crash finds the row. `account` is the mailbox's key. The bytes lie in private storage under their
    SHA-256, sealed; two deliveries of the same bytes share them.
    """

    source = models.CharField(max_length=200, unique=True)
    account = models.CharField(max_length=60)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(help_text="bytes as received")
    received_at = models.DateTimeField(default=now)
    state = models.CharField(max_length=11, choices=RawMailState, default=RawMailState.STORED)
    attempts = models.PositiveSmallIntegerField(default=0)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("raw mail")
        verbose_name_plural = _("raw mails")
        indexes = [models.Index(fields=["id"], condition=models.Q(state=RawMailState.STORED), name="raw_mail_waiting")]

    def __str__(self) -> str:
        return self.source

    @property
    def path(self) -> str:
        return f"mail/{self.sha256[:2]}/{self.sha256}.eml"

    def read(self) -> bytes:
        """The mail as it arrived. Mails kept before they were sealed are read as they lie. Raises SealBroken."""
        with private_storage().open(self.path, "rb") as file:
            data = bytes(file.read())
        return unseal(data, what=self.sha256) if is_sealed_bytes(data) else data


class OutgoingState(models.TextChoices):
    QUEUED = "queued", _("waiting")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed")
    BOUNCED = "bounced", _("came back")


class OutgoingMail(models.Model):
    """A mail of ours, kept. `reply_kind` and `reply_ref` say what an answer to it belongs to.

    `to` is sealed, and found by the whole address alone. `auto` marks what no person wrote
    (acknowledgements, notices, codes): it asks robots not to answer.
    `unsubscribe_url` ends this kind of mail by one POST (RFC 8058).
    """

    message_id = models.CharField(max_length=255, unique=True)
    to = SealedTextField(fingerprint="to_fp", purpose="contact")
    to_fp = FingerprintField()
    from_address = models.EmailField(max_length=254)
    from_name = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    reply_kind = models.CharField(max_length=30, blank=True)
    reply_ref = models.CharField(max_length=60, blank=True)
    in_reply_to = models.CharField(max_length=998, blank=True)
    auto = models.BooleanField(default=False)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=7, choices=OutgoingState, default=OutgoingState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    problem = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outgoing mails")
        indexes = [
            models.Index(fields=["to_fp", "created_at"], name="outgoing_to"),
            models.Index(fields=["reply_kind", "reply_ref", "id"], name="outgoing_by_reply"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.message_id}"
