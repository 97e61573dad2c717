"""What units are charged and what their people buy. That something is owed is a shared fact (L1);
how much, and what somebody spends, is sealed (L3)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import SealedTextField
from portal.worktime import now


class SealedFen:
    """`charge.due` reads and writes whole fen through the sealed text of `due_sealed`; None is empty."""

    def __init__(self, column: str) -> None:
        self.column = column

    def __get__(self, row: models.Model, owner: type[models.Model] | None = None) -> int | None:
        sealed = getattr(row, self.column)
        return int(sealed.open()) if sealed else None

    def __set__(self, row: models.Model, fen: int | None) -> None:
        setattr(row, self.column, "" if fen is None else str(fen))


class FeeCharge(models.Model):
    """One fee of a unit for some whole months, `first_month` being the first day of the first one.

    `months_owed` is how many of them are still to be paid: by the office's own count, or the part
    of the amount that is missing, rounded up to months.
    """

    unit = models.ForeignKey("owners.Unit", on_delete=models.CASCADE, related_name="charges")
    item = models.CharField(_("fee"), max_length=40, blank=True)
    first_month = models.DateField(_("from"))
    months = models.PositiveSmallIntegerField(_("months"), default=1)
    months_owed = models.PositiveSmallIntegerField(_("months in arrears"), default=0)
    paid_on = models.DateField(_("paid on"), null=True, blank=True)
    due_sealed = SealedTextField(editable=False)
    paid_sealed = SealedTextField(editable=False)
    listed_in = models.ForeignKey(
        "owners.ImportRun", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    due = SealedFen("due_sealed")
    paid = SealedFen("paid_sealed")

    class Meta:
        ordering = ["-first_month", "id"]
        verbose_name = _("fee")
        verbose_name_plural = _("fees")
        indexes = [models.Index(fields=["unit"], condition=Q(months_owed__gt=0), name="fee_owed")]
        constraints = [
            models.UniqueConstraint(fields=["unit", "item", "first_month", "months"], name="fee_once_per_period"),
            models.CheckConstraint(condition=Q(months__gte=1), name="fee_for_some_months"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} · {self.first_month:%Y-%m} · {self.item}"


class Purchase(models.Model):
    """A service bought from the property office, by a unit's people or by somebody without one."""

    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="purchases")
    unit = models.ForeignKey("owners.Unit", null=True, blank=True, on_delete=models.CASCADE, related_name="purchases")
    person = models.ForeignKey(
        "owners.Person", null=True, blank=True, on_delete=models.CASCADE, related_name="purchases"
    )
    service = models.CharField(_("service"), max_length=80, blank=True)
    bought_on = models.DateField(_("on"))
    amount_sealed = SealedTextField(editable=False)
    source_row = models.PositiveIntegerField(_("row of the list"), null=True, blank=True)
    listed_in = models.ForeignKey(
        "owners.ImportRun", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    amount = SealedFen("amount_sealed")

    class Meta:
        ordering = ["-bought_on", "id"]
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        indexes = [models.Index(fields=["estate", "bought_on"], name="purchase_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False) | Q(person__isnull=False), name="purchase_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.bought_on:%Y-%m-%d} · {self.service}"
