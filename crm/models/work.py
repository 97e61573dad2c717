"""What a case asks of others: departments' work, and the call after the end."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm.models.cases import Case
from crm.querysets import FollowUpQuerySet, WorkOrderQuerySet
from portal.sealed_fields import FingerprintField, SealedTextField
from portal.worktime import now


class Department(models.Model):
    """Who does the work: engineering, cleaning, security, a contractor. Of one estate or of all."""

    estate = models.ForeignKey("owners.Estate", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(pgettext_lazy("department", "name"), max_length=60)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=60, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ["id"]
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        constraints = [
            models.UniqueConstraint(fields=["estate", "name"], name="department_once_per_estate"),
            models.UniqueConstraint(fields=["name"], condition=Q(estate__isnull=True), name="department_once_for_all"),
        ]

    def __str__(self) -> str:
        return self.name


class OrderState(models.TextChoices):
    SENT = "sent", pgettext_lazy("work order", "Sent")
    ACCEPTED = "accepted", _("Accepted")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    HANDED_BACK = "handed_back", _("Handed back")


OPEN_ORDERS = (OrderState.SENT, OrderState.ACCEPTED)


class WorkOrder(models.Model):
    """Work for one named person, done from a task link on their phone.

    Photos are uploads of scope `crm.workorder:<id>`. `place` and the contact are what the person
    needs to find the door, copied when it is sent.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="work_orders")
    department = models.ForeignKey(Department, on_delete=models.PROTECT, related_name="+")
    handler_name = models.CharField(_("who does it"), max_length=60)
    handler_phone = SealedTextField(_("their telephone"), fingerprint="handler_phone_fp", purpose="contact")
    handler_phone_fp = FingerprintField()
    instructions = models.TextField(_("what is to be done"))
    place = models.CharField(_("where"), max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=OrderState, default=OrderState.SENT)
    due_at = models.DateTimeField(_("to be done by"))
    report = models.TextField(_("report"), blank=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(default=now)
    accepted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    objects = WorkOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("work order")
        verbose_name_plural = _("work orders")
        constraints = [
            models.CheckConstraint(
                condition=Q(state=OrderState.DONE, done_at__isnull=False)
                | Q(~Q(state=OrderState.DONE), done_at__isnull=True),
                name="work_order_done_has_a_date",
            )
        ]
        indexes = [
            models.Index(
                fields=["handler_phone_fp", "due_at"], name="work_order_open", condition=Q(state__in=OPEN_ORDERS)
            )
        ]

    def __str__(self) -> str:
        return f"{self.department} · {self.handler_name}"

    @property
    def scope(self) -> str:
        return f"crm.workorder:{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_ORDERS

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < now()


class FollowUpState(models.TextChoices):
    PLANNED = "planned", _("Planned")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class FollowUp(models.Model):
    """The call after a case was closed (回访). One planned at a time; each missed attempt counts."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="follow_ups")
    planned_for = models.DateField(_("planned for"))
    state = models.CharField(max_length=8, choices=FollowUpState, default=FollowUpState.PLANNED)
    attempts = models.PositiveSmallIntegerField(default=0)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    done_at = models.DateTimeField(null=True, blank=True)
    satisfaction = models.PositiveSmallIntegerField(
        _("satisfaction"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    note = models.TextField(_("what the customer said"), blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("follow-up")
        verbose_name_plural = _("follow-ups")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state=FollowUpState.PLANNED), name="follow_up_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(state=FollowUpState.DONE, satisfaction__range=(1, 5), done_at__isnull=False)
                | Q(~Q(state=FollowUpState.DONE), satisfaction__isnull=True),
                name="follow_up_done_is_rated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["planned_for", "id"], name="follow_up_planned", condition=Q(state=FollowUpState.PLANNED)
            )
        ]

    def __str__(self) -> str:
        return f"{self.planned_for} {self.get_state_display()}"
