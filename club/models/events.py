from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from club.querysets import EventQuerySet, RegistrationQuerySet
from owners.models.accounts import new_public_id
from portal import richtext
from portal.languages import localized
from portal.worktime import now

# Without 0, 1, i, l, o: typed by hand at a door, in the dark.
_CODE_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_ticket_code() -> str:
    """Eight characters that open a door: unguessable, and short enough to read aloud."""
    return get_random_string(8, _CODE_ALPHABET)


class EventState(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")
    CANCELLED = "cancelled", _("cancelled")


class Event(models.Model):
    """Something that people come to (活动). Seats count people, companions included.

    `taken` is changed only by conditional updates in `club.actions`; the database refuses more than
    `capacity`. Empty `opens_at` means open at once, empty `closes_at` and `cancel_until` until it
    starts. `cost_points` is per seat; empty `award_points` gives what the earning rule says.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    estate = models.ForeignKey("owners.Estate", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=60)
    title_zh_hant = models.CharField(_("title (Traditional Chinese)"), max_length=60, blank=True)
    title_en = models.CharField(_("title (English)"), max_length=100, blank=True)
    description = models.TextField(_("description"), blank=True)
    place = models.CharField(_("place"), max_length=80)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("seats"))
    taken = models.PositiveIntegerField(default=0, editable=False)
    per_member_limit = models.PositiveSmallIntegerField(_("most seats per registration"), default=1)
    opens_at = models.DateTimeField(_("registration opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("registration closes"), null=True, blank=True)
    cancel_until = models.DateTimeField(_("cancellation until"), null=True, blank=True)
    cost_points = models.PositiveIntegerField(_("points per seat"), default=0)
    award_points = models.PositiveIntegerField(_("points for coming"), null=True, blank=True)
    audience = models.CharField(max_length=60)
    state = models.CharField(_("state"), max_length=10, choices=EventState, default=EventState.DRAFT)
    cancelled_reason = models.CharField(_("reason"), max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("club", "event")
        verbose_name_plural = pgettext_lazy("club", "events")
        constraints = [
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="event_never_oversold"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="event_taken_not_below_zero"),
            models.CheckConstraint(condition=Q(ends_at__gte=F("starts_at")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(per_member_limit__gte=1), name="event_lets_somebody_in"),
        ]
        indexes = [
            models.Index(fields=["starts_at", "id"], condition=Q(state="published"), name="event_calendar"),
            models.Index(fields=["estate", "-starts_at"], name="event_desk"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def upload_scope(self) -> str:
        """Where the cover is kept: the newest picture there."""
        return f"club.event:{self.pk}"

    @property
    def photo_scope(self) -> str:
        """Where the pictures below the description are kept."""
        return f"club.event-photo:{self.pk}"

    @property
    def safe_description(self) -> SafeString:
        return richtext.clean(self.description)

    @property
    def local_title(self) -> str:
        return localized(self, "title")

    @property
    def seats_left(self) -> int:
        return max(self.capacity - self.taken, 0)

    @property
    def registration_ends(self) -> datetime:
        return self.closes_at or self.starts_at

    @property
    def cancellation_ends(self) -> datetime:
        return self.cancel_until or self.starts_at

    @property
    def is_open(self) -> bool:
        """True while somebody may register or join the waiting list."""
        opened = self.opens_at is None or self.opens_at <= now()
        return self.state == EventState.PUBLISHED and opened and now() < self.registration_ends

    @property
    def is_over(self) -> bool:
        return self.ends_at <= now()


class RegistrationState(models.TextChoices):
    CONFIRMED = "confirmed", pgettext_lazy("club", "registered")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")
    ATTENDED = "attended", pgettext_lazy("club", "came")


class Registration(models.Model):
    """Somebody comes, with companions: `seats` people in all. At most one live one per person.

    `key` makes a form sent twice one registration. `code` is on the ticket. Waiting ones move up
    in the order of `id`; a party too big for the free seats keeps its place.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=RegistrationState)
    seats = models.PositiveSmallIntegerField(_("people"), default=1)
    key = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=8, unique=True, default=new_ticket_code, editable=False)
    created_at = models.DateTimeField(default=now)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("club", "registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "user"], condition=~Q(state="cancelled"), name="registration_live_once"
            ),
            models.CheckConstraint(condition=Q(seats__gte=1), name="registration_is_for_somebody"),
        ]
        indexes = [
            models.Index(fields=["event", "id"], condition=Q(state="waiting"), name="registration_waiting"),
            models.Index(fields=["user", "-id"], name="registration_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.code} ({self.state})"

    @property
    def grouped_code(self) -> str:
        return f"{self.code[:4]}-{self.code[4:]}".upper()

    @property
    def companions(self) -> int:
        return self.seats - 1


class CheckIn(models.Model):
    """A registration arrived at the door: once, when, and let in by whom.

    `by` is a pseudonym: a steward's account or a volunteer's task link.
    """

    registration = models.OneToOneField(Registration, on_delete=models.PROTECT, related_name="check_in")
    at = models.DateTimeField(default=now)
    by = models.CharField(max_length=60)

    class Meta:
        verbose_name = _("check-in")
        verbose_name_plural = _("check-ins")

    def __str__(self) -> str:
        return f"{self.registration} {self.at:%H:%M}"
