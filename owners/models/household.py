from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.models.accounts import new_public_id
from owners.models.registry import ResidencyRole
from owners.querysets import HouseholdInvitationQuerySet, HouseholdMemberQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now

GUEST_ROLES = (ResidencyRole.FAMILY, ResidencyRole.TENANT)


class HouseholdInvitation(models.Model):
    """An owner asks somebody into their home, by a link that works once and for a week.

    `host` is the owner's own place in the unit, on which the guest's will hang. The token is only in
    the link; here is its SHA-256. `label` is what the owner calls the guest, shown to nobody else.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    host = models.ForeignKey("owners.Residency", on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(
        _("role"), max_length=10, choices=[(role.value, role.label) for role in GUEST_ROLES], default="family"
    )
    label = SealedTextField(_("what you call them"))
    stays_until = models.DateField(_("until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.CharField(max_length=60, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = HouseholdInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation into a home")
        verbose_name_plural = _("invitations into homes")
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in GUEST_ROLES]), name="invitation_is_for_a_guest"
            ),
            models.CheckConstraint(
                condition=Q(stays_until__isnull=True) | Q(role="tenant"), name="invitation_ends_for_tenants_only"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.created_at:%Y-%m-%d}"


class HouseholdMember(models.Model):
    """A family member's or tenant's place in a home, which hangs on the place of an owner (`host`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    residency = models.OneToOneField("owners.Residency", on_delete=models.CASCADE, related_name="membership")
    host = models.ForeignKey("owners.Residency", on_delete=models.CASCADE, related_name="members")
    invitation = models.OneToOneField(
        HouseholdInvitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="member"
    )
    label = SealedTextField(_("what you call them"))
    consented_at = models.DateTimeField(default=now)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("household member")
        verbose_name_plural = _("household members")

    def __str__(self) -> str:
        return f"{self.residency_id} ← {self.host_id}"

    @property
    def nickname(self) -> str:
        """What neighbours call them: the display name of their account."""
        user = next(iter(self.residency.person.users.all()), None)
        return user.display_name if user else ""


class EndReason(models.TextChoices):
    """Why somebody's place in a home ended, as they read it themselves."""

    REGISTER = "register", _("The property office’s register no longer lists you there.")
    EXPIRED = "expired", _("The agreed time is over.")
    LEFT = "left", _("You left the home yourself.")
    REMOVED = "removed", _("The owner who invited you has ended it.")
    HOST_ENDED = "host_ended", _("The owner who invited you no longer owns the home.")
    STEWARD = "steward", _("The property office has ended it.")


class ResidencyEnd(models.Model):
    """That a residency ended, and why: written once for each end, whoever or whatever brought it about."""

    residency = models.ForeignKey("owners.Residency", on_delete=models.CASCADE, related_name="ends")
    until = models.DateField()
    why = models.CharField(_("reason"), max_length=10, choices=EndReason)
    note = SealedTextField(_("note"))
    by = models.CharField(max_length=60, editable=False)
    at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("end of a residency")
        verbose_name_plural = _("ends of residencies")
        constraints = [
            # An import that was taken back opens a residency again; it may then end a second time.
            models.UniqueConstraint(fields=["residency", "until"], name="residency_end_once_per_day")
        ]

    def __str__(self) -> str:
        return f"{self.residency_id} · {self.until:%Y-%m-%d}"


class AssistedWay(models.TextChoices):
    PAPER = "paper", _("By a code on paper, for somebody without a telephone")
    FAMILY = "family", _("By a child or relative, as a family member in this home")


class CheckedDocument(models.TextChoices):
    ID_CARD = "id_card", _("Identity card and title deed")
    CONTRACT = "contract", _("Identity card and purchase contract")
    HANDOVER = "handover", _("Identity card and handover record")


class ConsentGiven(models.TextChoices):
    SIGNED = "signed", _("In person, on a signed form that we keep on file")
    PHOTO = "photo", _("By a photo of the signed form, which the child brought")
    VERBAL = "verbal", _("By word of mouth, before a witness")


class AssistedClaim(models.Model):
    """At the counter a clerk verified an owner who can't do it alone, with that owner's consent.

    Either the owner got an account that a code on paper opens (`account`), or a relative was invited
    as family in the owner's name (`invitation`). `witness` is a colleague's staff name.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="+")
    residency = models.ForeignKey("owners.Residency", on_delete=models.CASCADE, related_name="assisted_claims")
    way = models.CharField(_("how they get in"), max_length=10, choices=AssistedWay)
    document = models.CharField(_("document that you checked"), max_length=10, choices=CheckedDocument)
    consent = models.CharField(_("how the owner agreed"), max_length=10, choices=ConsentGiven)
    witness = SealedTextField(_("witness"))
    note = SealedTextField(_("note"))
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    invitation = models.ForeignKey(
        HouseholdInvitation, null=True, blank=True, on_delete=models.SET_NULL, related_name="assisted_claims"
    )
    by = models.CharField(max_length=60, editable=False)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("assisted verification")
        verbose_name_plural = _("assisted verifications")
        indexes = [models.Index(fields=["estate", "-id"], name="assisted_latest")]

    def __str__(self) -> str:
        return f"{self.get_way_display()} · {self.created_at:%Y-%m-%d}"
