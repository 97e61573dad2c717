"""What the privacy officer works with: unusual looks at personal data, and assessments of impact."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.models.accounts import new_public_id
from owners.oversight_querysets import ImpactNoteQuerySet, PrivacyAlertQuerySet
from portal.sealed_fields import SealedTextField
from portal.worktime import now


class OpeningCount(models.Model):
    """How many different people one member of staff looked at in one hour; the habit is made of these.

    `hour` is when it began, `outside` tells hours outside working time, `reveals` those looked at for
    a reason of their own rather than by work in hand. Summed from the audit trail, so that it can be again.
    """

    viewer = models.CharField(max_length=60, help_text="pseudonym")
    hour = models.DateTimeField()
    day = models.DateField()
    outside = models.BooleanField(default=False)
    people = models.PositiveIntegerField()
    reveals = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("count of openings")
        verbose_name_plural = _("counts of openings")
        constraints = [models.UniqueConstraint(fields=["viewer", "hour"], name="opening_count_once_per_hour")]
        indexes = [models.Index(fields=["hour"], name="opening_count_by_hour")]

    def __str__(self) -> str:
        return f"{self.viewer} {self.hour:%Y-%m-%d %H}: {self.people}"


class AlertKind(models.TextChoices):
    HOUR = "hour", _("Many people in one hour")
    DAY = "day", _("Many people in one day")
    OUTSIDE = "outside", _("Many people outside working hours")
    REVEALS = "reveals", _("Many reveals without a case")
    CROWD = "crowd", _("One person looked at by many")
    OWN_HOME = "own_home", _("Looked at somebody of the own home")
    OWN_NAME = "own_name", _("Looked at several people of the own family name")


class AlertState(models.TextChoices):
    OPEN = "open", _("To be looked at")
    EXPLAINED = "explained", _("Explained")
    ESCALATED = "escalated", _("Passed on")


class PrivacyAlert(models.Model):
    """A pattern that somebody should ask about. It never stops anybody.

    `viewer` is the member of staff (empty where many looked at one), `subject` the person looked at
    (empty where one looked at many). `count` was seen where `usual` is that person's habit, or
    `ceiling` the most that goes without saying. Counts may still grow on the same day.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    kind = models.CharField(_("pattern"), max_length=10, choices=AlertKind)
    viewer = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField()
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("to"))
    count = models.PositiveIntegerField()
    usual = models.PositiveIntegerField(null=True, blank=True)
    ceiling = models.PositiveIntegerField()
    state = models.CharField(_("state"), max_length=10, choices=AlertState, default=AlertState.OPEN)
    note = SealedTextField(_("note"))
    decided_by = models.CharField(max_length=60, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(default=now, editable=False)

    objects = PrivacyAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("unusual pattern")
        verbose_name_plural = _("unusual patterns")
        indexes = [models.Index(fields=["state", "-id"], name="privacy_alert_queue")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "viewer", "subject", "day"], name="privacy_alert_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True) | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="privacy_alert_decided_has_a_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"


class ImpactNote(models.Model):
    """An assessment of what a kind of processing means for people (PIPL, articles 55 and 56).

    What it says stands in its versions: the newest holds, none is ever changed. `next_review` is the newest's.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    next_review = models.DateField(_("next review"))
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ImpactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("impact assessment")
        verbose_name_plural = _("impact assessments")
        indexes = [models.Index(fields=["next_review", "id"], name="impact_note_by_review")]

    def __str__(self) -> str:
        return f"{_('Impact assessment')} {self.pk}"


class ImpactVersion(models.Model):
    """One wording of an assessment. The database refuses to change or remove it."""

    note = models.ForeignKey(ImpactNote, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=120)
    purpose = models.TextField(_("purpose"), max_length=2000)
    data_classes = models.CharField(max_length=12, help_text="of L1 L2 L3, with blanks between")
    data = models.TextField(_("which data, of whom"), max_length=2000)
    necessity = models.TextField(_("why nothing less will do"), max_length=2000)
    risks = models.TextField(_("risks for the people concerned"), max_length=3000)
    measures = models.TextField(_("measures"), max_length=3000)
    decided_by = models.CharField(_("decided by"), max_length=60)
    decided_on = models.DateField(_("decided on"))
    next_review = models.DateField(_("next review"))
    written_by = models.CharField(max_length=60, editable=False, help_text="pseudonym")
    written_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("version of an impact assessment")
        verbose_name_plural = _("versions of impact assessments")
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="impact_version_once"),
            models.CheckConstraint(
                condition=Q(next_review__gt=models.F("decided_on")), name="impact_review_comes_after_the_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"
