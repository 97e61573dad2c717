from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.models.accounts import new_public_id
from owners.models.registry import ResidencyRole
from owners.querysets import ClaimQuerySet, NoticeBatchQuerySet, NoticeCodeQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now


class ClaimState(models.TextChoices):
    WAITING = "waiting", _("In review")
    VERIFIED = "verified", _("Verified")
    REFUSED = "refused", _("Not accepted")


class ClaimMeans(models.TextChoices):
    """What decided a claim."""

    REGISTRY = "registry", _("Match with the registry")
    CODE = "code", _("Code from the fee notice")
    REVIEW = "review", _("Review by the steward")


class RefusalReason(models.TextChoices):
    """Said to the claimant in their own language; a note may add what the list can't say."""

    EVIDENCE_MISSING = "evidence_missing", _("We need a photo of a document that names you and the flat.")
    EVIDENCE_UNREADABLE = "evidence_unreadable", _("The photo can’t be read. Please take it again in good light.")
    EVIDENCE_OTHER_UNIT = "evidence_other_unit", _("The document you sent is for another flat.")
    OWNER_MUST_AGREE = "owner_must_agree", _("The owner of the flat has to confirm you first.")
    NOT_A_RESIDENT = "not_a_resident", _("Our records don’t show you at this flat.")
    OTHER = "other", _("See the note.")


class Claim(models.Model):
    """An account says: I own or live in this unit. `name` and `phone` are what was typed.

    Evidence is kept as private uploads under `evidence_scope`, and removed with the decision.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="claims")
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="claims")
    unit = models.ForeignKey("owners.Unit", on_delete=models.CASCADE, related_name="claims")
    role = models.CharField(_("role"), max_length=10, choices=ResidencyRole, default=ResidencyRole.OWNER)
    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = SealedTextField(_("phone"))
    state = models.CharField(_("state"), max_length=10, choices=ClaimState, default=ClaimState.WAITING)
    means = models.CharField(_("decided by"), max_length=10, choices=ClaimMeans, blank=True)
    person = models.ForeignKey("owners.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="claims")
    reason = models.CharField(_("reason"), max_length=20, choices=RefusalReason, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    decided_by = models.CharField(max_length=60, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [
            models.Index(fields=["estate", "state", "id"], name="claim_queue"),
            # The queue of somebody who looks after many estates: the few that wait among all that ever did.
            models.Index(fields=["id"], condition=Q(state="waiting"), name="claim_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "unit"], condition=Q(state="waiting"), name="claim_waits_once_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="claim_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_state_display()}"

    @property
    def subject(self) -> str:
        """How grants and the audit trail name this claim: no personal data in it."""
        return f"claim:{self.pk}"

    @property
    def evidence_scope(self) -> str:
        return f"owners.claim:{self.pk}"


class NoticeBatch(models.Model):
    """Codes that were printed together, for an estate or one of its buildings.

    `used` and `replaced` (by codes of a later batch) are counted as it happens: nobody counts codes.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="notice_batches")
    building = models.ForeignKey("owners.Building", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    count = models.PositiveIntegerField(default=0)
    used = models.PositiveIntegerField(default=0)
    replaced = models.PositiveIntegerField(default=0)
    made_by = models.CharField(max_length=60, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of fee notice codes")
        verbose_name_plural = _("batches of fee notice codes")
        indexes = [models.Index(fields=["estate", "-id"], name="notice_batch_latest")]

    def __str__(self) -> str:
        return f"{self.estate_id} · {self.created_at:%Y-%m-%d} · {self.count}"

    @property
    def is_over(self) -> bool:
        return self.revoked_at is not None or self.expires_at <= now()

    @property
    def unused(self) -> int:
        return self.count - self.used - self.replaced


class NoticeCode(models.Model):
    """A one-time code on paper for a unit. Only its keyed fingerprint is kept.

    One of a `batch` stands on a fee notice, and an owner claims the unit with it. One with an `account`
    was printed at the counter, and signs the owner in who has no telephone.
    """

    batch = models.ForeignKey(NoticeBatch, null=True, blank=True, on_delete=models.CASCADE, related_name="codes")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="paper_codes"
    )
    unit = models.ForeignKey("owners.Unit", on_delete=models.CASCADE, related_name="notice_codes")
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    objects = NoticeCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code from a fee notice")
        verbose_name_plural = _("codes from fee notices")

    def __str__(self) -> str:
        return f"{self.unit} · {self.expires_at:%Y-%m-%d}"
