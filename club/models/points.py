from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class EarningRule(models.Model):
    """What a deed is worth. `code` is what the house looks it up by and is never changed.

    Caps are points that one member can earn by this rule in a day or a week (Monday first) of
    Shanghai time; empty means no cap. What would go over a cap is not given, not even in part.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    points = models.PositiveIntegerField(_("points"))
    daily_cap = models.PositiveIntegerField(_("most points a day"), null=True, blank=True)
    weekly_cap = models.PositiveIntegerField(_("most points a week"), null=True, blank=True)
    valid_months = models.PositiveSmallIntegerField(_("valid for months"), default=24)
    active = models.BooleanField(_("in force"), default=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("earning rule")
        verbose_name_plural = _("earning rules")
        constraints = [
            models.CheckConstraint(condition=Q(points__gt=0, valid_months__gt=0), name="earning_rule_is_worth_it")
        ]

    def __str__(self) -> str:
        return self.name


class AccountKind(models.TextChoices):
    MEMBER = "member", pgettext_lazy("club", "member")
    ISSUED = "issued", pgettext_lazy("club", "issued")
    REDEEMED = "redeemed", pgettext_lazy("club", "redeemed")
    EXPIRED = "expired", pgettext_lazy("club", "expired")
    ADJUSTED = "adjusted", pgettext_lazy("club", "adjusted")


class PointAccount(models.Model):
    """Where points are: with a member, or in one of the four pools they come from and go to.

    A member's balance is kept and can't fall below zero; a pool's would be one hot row, so it is
    never kept: it is the sum of its entries.
    """

    kind = models.CharField(max_length=10, choices=AccountKind)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    balance = models.IntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind"], condition=~Q(kind="member"), name="point_pool_once"),
            models.CheckConstraint(
                condition=(
                    Q(kind="member", user__isnull=False, balance__isnull=False, balance__gte=0)
                    | (~Q(kind="member") & Q(user__isnull=True, balance__isnull=True))
                ),
                name="point_balance_not_below_zero",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.pk}"


class TransactionKind(models.TextChoices):
    EARN = "earn", pgettext_lazy("club", "earned")
    SPEND = "spend", pgettext_lazy("club", "spent")
    EXPIRE = "expire", pgettext_lazy("club", "expired")
    ADJUST = "adjust", pgettext_lazy("club", "adjusted")
    REVERSE = "reverse", pgettext_lazy("club", "taken back")


class PointTransaction(models.Model):
    """Why points moved. Append-only; once per (`source`, `source_ref`, `kind`).

    `cause` is a msgid that may hold `%(subject)s`; both are shown to the member. `rule` is the code
    of the earning rule, kept as text so that the rule can be removed and this row can't change.
    """

    kind = models.CharField(max_length=10, choices=TransactionKind)
    source = models.CharField(max_length=40)
    source_ref = models.CharField(max_length=60)
    cause = models.CharField(max_length=120)
    subject = models.CharField(max_length=200, blank=True)
    rule = models.CharField(max_length=40, blank=True)
    reverses = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "source_ref", "kind"], name="point_transaction_once"),
            models.CheckConstraint(
                condition=Q(kind="reverse", reverses__isnull=False) | (~Q(kind="reverse") & Q(reverses__isnull=True)),
                name="point_reversal_names_what",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="point_transaction_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}:{self.source_ref}"

    @property
    def cause_text(self) -> str:
        """Why, in the reader's language."""
        return gettext(self.cause) % {"subject": self.subject}


class PointEntry(models.Model):
    """One leg of a transaction: `amount` points into (or, negative, out of) an account. Append-only.

    A transaction has exactly two legs, and they sum to zero: the database refuses anything else
    (PostgreSQL at commit, SQLite from the second leg on; `verify_points` looks at the rest).
    """

    transaction = models.ForeignKey(PointTransaction, on_delete=models.PROTECT, related_name="entries")
    account = models.ForeignKey(PointAccount, on_delete=models.PROTECT, related_name="entries")
    amount = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["transaction", "account"], name="point_leg_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="point_leg_moves_something"),
        ]
        indexes = [models.Index(fields=["account", "-id"], name="point_statement")]

    def __str__(self) -> str:
        return f"{self.amount:+d} → {self.account_id}"


class PointLot(models.Model):
    """Points earned together, which lapse together. What is left is `earned` minus its uses."""

    account = models.ForeignKey(PointAccount, on_delete=models.PROTECT, related_name="lots")
    transaction = models.OneToOneField(PointTransaction, on_delete=models.PROTECT, related_name="lot")
    earned = models.PositiveIntegerField()
    remaining = models.PositiveIntegerField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(remaining__lte=F("earned"), earned__gt=0), name="point_lot_holds"),
            models.CheckConstraint(condition=Q(remaining__gte=0), name="point_lot_not_below_zero"),
        ]
        indexes = [
            models.Index(fields=["account", "expires_at"], condition=Q(remaining__gt=0), name="point_lot_open"),
            models.Index(fields=["expires_at"], condition=Q(remaining__gt=0), name="point_lot_due"),
        ]

    def __str__(self) -> str:
        return f"{self.remaining}/{self.earned} until {self.expires_at:%Y-%m-%d}"

    @property
    def last_day(self) -> date:
        """The last day on which these points can be spent; they lapse at the midnight after it."""
        return localdate(self.expires_at - timedelta(seconds=1))


class LotUse(models.Model):
    """Which points a spending took, lot by lot; a reversal gives back by a negative `amount`."""

    lot = models.ForeignKey(PointLot, on_delete=models.PROTECT, related_name="uses")
    transaction = models.ForeignKey(PointTransaction, on_delete=models.PROTECT, related_name="lot_uses")
    amount = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lot", "transaction"], name="lot_use_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="lot_use_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.amount:+d} of lot {self.lot_id}"
