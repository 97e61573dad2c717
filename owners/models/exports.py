"""Lists of people that leave the house as a file: asked for, perhaps approved, made, fetched, gone."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.models.accounts import new_public_id
from owners.oversight_querysets import ExportRequestQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now

# Up to so many people nobody else has to agree; for so long somebody may; for so long the file is there.
ALONE_AT_MOST = 200
APPROVAL_WAITS = timedelta(days=7)
FILE_KEPT = timedelta(hours=48)


class ExportPurpose(models.TextChoices):
    NOTICE = "notice", _("To bring a notice to them")
    MEETING = "meeting", _("To prepare an owners’ meeting or a vote")
    HANDOVER = "handover", _("To hand homes over")
    FEES = "fees", _("To ask for fees that are due")
    SAFETY = "safety", _("To warn them of a danger")
    AUTHORITY = "authority", _("A court or an authority demands it")
    OTHER = "other", _("Something else")


class ExportState(models.TextChoices):
    ASKED = "asked", pgettext_lazy("export", "Waits for a second person")
    APPROVED = "approved", pgettext_lazy("export", "Is being made")
    REFUSED = "refused", pgettext_lazy("export", "Refused")
    MADE = "made", pgettext_lazy("export", "Ready")
    FAILED = "failed", pgettext_lazy("export", "Could not be made")
    EXPIRED = "expired", pgettext_lazy("export", "Over")


class ExportFormat(models.TextChoices):
    XLSX = "xlsx", _("Excel (xlsx)")
    CSV = "csv", _("Text (CSV)")


class ExportRequest(models.Model):
    """One list. `fields` names what it holds and how: `unit:full name:full phone:masked`.

    The file lies sealed under `file_name` in the private storage. `rows` was counted when it was asked for,
    `rows_done` grows while it is made. `public_id` is also the watermark in the file.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey("owners.Estate", verbose_name=_("estate"), on_delete=models.PROTECT, related_name="+")
    building = models.ForeignKey(
        "owners.Building", verbose_name=_("building"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owners_only = models.BooleanField(_("owners only"), default=True)
    fields = models.CharField(max_length=200)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat, default=ExportFormat.XLSX)
    purpose = models.CharField(_("purpose"), max_length=10, choices=ExportPurpose)
    why = SealedTextField(_("in your words"))
    needs_approval = models.BooleanField(default=False)
    state = models.CharField(_("state"), max_length=10, choices=ExportState, default=ExportState.ASKED)
    rows = models.PositiveIntegerField(_("people"), default=0)
    rows_done = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    refusal = SealedTextField(_("why not"))
    made_at = models.DateTimeField(null=True, blank=True)
    file_name = models.CharField(max_length=120, blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    downloads = models.PositiveSmallIntegerField(default=0)

    objects = ExportRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of people")
        verbose_name_plural = _("exports of people")
        indexes = [
            models.Index(fields=["estate", "-id"], name="export_by_estate"),
            models.Index(fields=["asked_by", "-id"], name="export_by_asker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")), name="export_takes_two_people"
            ),
            models.CheckConstraint(
                condition=Q(needs_approval=False) | Q(decided_by__isnull=False) | Q(state__in=["asked", "expired"]),
                name="export_is_approved_before_it_is_made",
            ),
        ]

    def __str__(self) -> str:
        return f"{_('export of people')} {self.public_id}"

    @property
    def subject(self) -> str:
        return f"export:{self.public_id}"

    @property
    def choices(self) -> dict[str, bool]:
        """Which fields it holds, each with whether in full."""
        return {name: how == "full" for name, _colon, how in (one.partition(":") for one in self.fields.split())}

    @property
    def lapses_at(self) -> datetime:
        """Until when a second person may agree."""
        return self.asked_at + APPROVAL_WAITS

    @property
    def ends_at(self) -> datetime | None:
        """Until when the file can be fetched."""
        return self.made_at + FILE_KEPT if self.made_at else None

    @property
    def is_there(self) -> bool:
        return self.state == ExportState.MADE and self.made_at is not None and self.made_at + FILE_KEPT > now()
