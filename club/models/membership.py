from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from club.querysets import MembershipQuerySet, TierQuerySet
from owners.models.accounts import new_public_id
from portal.worktime import now


class TierColour(models.TextChoices):
    """How a tier's card is dyed; the stylesheet and the picture know these names."""

    BAMBOO = "bamboo", _("Bamboo green")
    ORCHID = "orchid", _("Orchid violet")
    CHRYSANTHEMUM = "chrysanthemum", _("Chrysanthemum gold")
    PLUM = "plum", _("Plum night")


class Tier(models.Model):
    """A rank of members, from the lowest `rank` that everybody starts with upwards."""

    name = models.CharField(_("name"), max_length=20)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=20, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=20, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    colour = models.CharField(_("colour"), max_length=20, choices=TierColour, default=TierColour.BAMBOO)

    objects = TierQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")

    def __str__(self) -> str:
        return self.name


class ClubInterest(models.Model):
    """Something that members like to do: a choice on the application."""

    name = models.CharField(_("name"), max_length=20)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=20, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=40, blank=True)
    sort = models.PositiveSmallIntegerField(pgettext_lazy("club", "order"), default=0)

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("interest")
        verbose_name_plural = _("interests")

    def __str__(self) -> str:
        return self.name


class MembershipState(models.TextChoices):
    APPLIED = "applied", pgettext_lazy("club", "applied")
    ACTIVE = "active", pgettext_lazy("club", "member")
    REFUSED = "refused", pgettext_lazy("club", "refused")
    SUSPENDED = "suspended", pgettext_lazy("club", "suspended")
    LEFT = "left", pgettext_lazy("club", "left")


OPEN_STATES = (MembershipState.APPLIED, MembershipState.ACTIVE, MembershipState.SUSPENDED)


class Membership(models.Model):
    """One stay in the club, from the application to the leaving.

    An account has at most one open stay; who comes back applies anew, and the older rows remain.
    `decided_reason` is read by the applicant; `contact_by` lists no address, only the ways agreed to.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey("owners.Person", on_delete=models.PROTECT, related_name="+")
    estate = models.ForeignKey("owners.Estate", on_delete=models.PROTECT, related_name="+")
    tier = models.ForeignKey(Tier, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships")
    state = models.CharField(_("state"), max_length=10, choices=MembershipState, default=MembershipState.APPLIED)
    interests = models.ManyToManyField(ClubInterest, blank=True, related_name="memberships")
    by_email = models.BooleanField(_("by e-mail"), default=False)
    by_sms = models.BooleanField(_("by text message"), default=False)
    by_phone = models.BooleanField(_("by telephone"), default=False)
    consented_at = models.DateTimeField()
    applied_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_reason = models.CharField(_("reason"), max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(state__in=["applied", "active", "suspended"]),
                name="membership_open_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(tier__isnull=False), name="membership_active_has_a_tier"
            ),
        ]
        indexes = [
            models.Index(fields=["estate", "applied_at"], condition=Q(state="applied"), name="membership_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} ({self.state})"

    @property
    def is_active(self) -> bool:
        return self.state == MembershipState.ACTIVE

    @property
    def grant_source(self) -> str:
        """Under which name this membership opens and closes audience keys in `owners`."""
        return f"club:membership:{self.pk}"


class Card(models.Model):
    """The card of one stay: twelve digits, the last a Damm check digit. Never given twice."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="cards")
    number = models.CharField(_("card number"), max_length=12, unique=True)
    issued_at = models.DateTimeField(default=now)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("card")
        verbose_name_plural = _("cards")
        constraints = [
            models.UniqueConstraint(fields=["membership"], condition=Q(revoked_at__isnull=True), name="card_valid_once")
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def grouped(self) -> str:
        """The number in groups of four, as it is read aloud."""
        return " ".join(self.number[start : start + 4] for start in range(0, 12, 4))


class DateKind(models.TextChoices):
    BIRTHDAY = "birthday", _("my birthday")
    FAMILY_BIRTHDAY = "family", _("a birthday in the family")
    WEDDING = "wedding", _("wedding day")
    OTHER = "other", _("another day")


class DateCalendar(models.TextChoices):
    SOLAR = "solar", _("solar calendar")
    LUNAR = "lunar", _("lunar calendar")


class ImportantDate(models.Model):
    """A day that comes round each year. A lunar 腊月三十 stays so, even in years that lack it."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="important_dates")
    kind = models.CharField(_("occasion"), max_length=10, choices=DateKind, default=DateKind.BIRTHDAY)
    calendar = models.CharField(_("calendar"), max_length=5, choices=DateCalendar, default=DateCalendar.SOLAR)
    month = models.PositiveSmallIntegerField(_("month"), validators=[MinValueValidator(1), MaxValueValidator(12)])
    day = models.PositiveSmallIntegerField(_("day"), validators=[MinValueValidator(1), MaxValueValidator(31)])

    class Meta:
        ordering = ["month", "day", "id"]
        verbose_name = _("important date")
        verbose_name_plural = _("important dates")
        constraints = [
            models.CheckConstraint(
                condition=Q(month__range=(1, 12), day__range=(1, 31)) & (~Q(calendar="lunar") | Q(day__lte=30)),
                name="important_date_can_exist",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.month}-{self.day} ({self.calendar})"
