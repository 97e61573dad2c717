"""What a person agreed to, and what they asked of us about their own data."""

from __future__ import annotations

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.models.accounts import new_public_id
from owners.querysets import ConsentQuerySet, DataRequestQuerySet
from portal.languages import localized
from portal.sealed_fields import SealedTextField
from portal.worktime import now, today


class ConsentPurpose(models.Model):
    """One thing for which we ask whether we may. `code` is what the house asks by and never changes;
    whoever changes the words gives them a new `version`.

    A yes to a version before `agreed_from` counts no longer: the change was material, and people have to
    agree anew. `agreed_since` is when that began.
    """

    code = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=40, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    text = models.CharField(_("what they agree to"), max_length=300)
    text_zh_hant = models.CharField(_("what they agree to (Traditional Chinese)"), max_length=300, blank=True)
    text_en = models.CharField(_("what they agree to (English)"), max_length=500, blank=True)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    agreed_from = models.PositiveSmallIntegerField(default=1)
    agreed_since = models.DateTimeField(null=True, blank=True)
    active = models.BooleanField(_("in use"), default=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("purpose of consent")
        verbose_name_plural = _("purposes of consent")

    def __str__(self) -> str:
        return self.name

    @property
    def local_name(self) -> str:
        return localized(self, "name")

    @property
    def local_text(self) -> str:
        return localized(self, "text")


class ConsentWording(models.Model):
    """What a purpose says, or said, in one version. Append-only: whoever agreed can read to what.

    Words without `written_by` are the house's own; `since` is when they were kept, or first agreed to.
    """

    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, related_name="wordings")
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=40)
    name_zh_hant = models.CharField(max_length=40)
    name_en = models.CharField(max_length=80)
    text = models.CharField(max_length=300)
    text_zh_hant = models.CharField(max_length=300)
    text_en = models.CharField(max_length=500)
    material = models.BooleanField(default=False)
    since = models.DateTimeField(default=now, editable=False)
    written_by = models.CharField(max_length=60, blank=True, editable=False, help_text="pseudonym; empty: the house")

    class Meta:
        verbose_name = _("wording of a purpose")
        verbose_name_plural = _("wordings of purposes")
        constraints = [models.UniqueConstraint(fields=["purpose", "version"], name="consent_wording_once")]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class ConsentMeans(models.TextChoices):
    """By which road it was said."""

    PAGE = "page", _("on the page “My data”")
    FORM = "form", _("on a form")
    COUNTER = "counter", _("at the counter")
    PHONE = "phone", _("by telephone")
    CLOSING = "closing", _("with the closing of the account")


# By these staff write down what somebody told them.
TOLD_TO_STAFF = (ConsentMeans.COUNTER, ConsentMeans.PHONE, ConsentMeans.FORM)


class Consent(models.Model):
    """Somebody agreed, or withdrew. Append-only: the newest row of a purpose is what holds."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="consents")
    purpose = models.ForeignKey(ConsentPurpose, on_delete=models.PROTECT, related_name="consents")
    given = models.BooleanField()
    version = models.PositiveSmallIntegerField()
    means = models.CharField(max_length=8, choices=ConsentMeans, default=ConsentMeans.PAGE)
    at = models.DateTimeField(default=now, editable=False)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        indexes = [
            models.Index(fields=["user", "purpose", "-id"], name="consent_newest"),
            models.Index(fields=["purpose", "-id"], name="consent_by_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose_id} {'given' if self.given else 'withdrawn'}"


class RequestKind(models.TextChoices):
    EXPORT = "export", _("A copy of my data")
    CORRECT = "correct", _("A correction")
    ERASE = "erase", _("Closing of the account")
    WITHDRAW = "withdraw", _("Withdrawal of a consent")


# These wait for somebody's answer; copies and closings run by themselves.
DECIDED_BY_PEOPLE = (RequestKind.CORRECT, RequestKind.WITHDRAW)


class RequestState(models.TextChoices):
    OPEN = "open", pgettext_lazy("data request", "open")
    HELD = "held", pgettext_lazy("data request", "on hold")
    WORKING = "working", pgettext_lazy("data request", "being carried out")
    DONE = "done", pgettext_lazy("data request", "done")
    REFUSED = "refused", pgettext_lazy("data request", "refused")
    CANCELLED = "cancelled", pgettext_lazy("data request", "taken back")


OPEN_REQUESTS = (RequestState.OPEN, RequestState.HELD, RequestState.WORKING)


class CorrectionField(models.TextChoices):
    NAME = "name", _("My name")
    UNIT = "unit", _("My home, or my part of it")
    REACH = "reach", _("A telephone number or address in your registry")
    BORN = "born", _("My date of birth")
    OTHER = "other", _("Something else")


class DataRequest(models.Model):
    """A person asks something about their data, and the law's clock runs: `due_at`.

    A closing is carried out from `acts_at` on, unless it was taken back, or `hold` (the code of a legal
    hold) keeps it. `field` and `wish` say what is to be corrected, `answer` what became of it.
    """

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="data_requests")
    kind = models.CharField(_("kind"), max_length=8, choices=RequestKind)
    state = models.CharField(_("state"), max_length=9, choices=RequestState, default=RequestState.OPEN)
    field = models.CharField(_("what"), max_length=5, choices=CorrectionField, blank=True)
    wish = SealedTextField(_("what it should be"))
    keep_posts = models.BooleanField(_("posts stay under a neutral name"), default=False)
    hold = models.CharField(max_length=40, blank=True)
    received_at = models.DateTimeField(_("received"), default=now)
    acts_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(_("due by law"))
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    closed_by = models.CharField(max_length=60, blank=True, editable=False)
    answer = SealedTextField(_("answer"))

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request about data")
        verbose_name_plural = _("requests about data")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                condition=Q(state__in=OPEN_REQUESTS) & ~Q(kind="correct"),
                name="data_request_open_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_REQUESTS, closed_at__isnull=True)
                | Q(~Q(state__in=OPEN_REQUESTS), closed_at__isnull=False),
                name="data_request_closed_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(state__in=OPEN_REQUESTS), name="data_request_open"),
            models.Index(fields=["user", "-id"], name="data_request_mine"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.public_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_REQUESTS

    @property
    def is_late(self) -> bool:
        return self.is_open and self.due_at < now()

    @property
    def is_decided_by_people(self) -> bool:
        return self.kind in DECIDED_BY_PEOPLE

    @property
    def days_left(self) -> int:
        """Until the day on which the law wants an answer; below zero once it is over."""
        return (localtime(self.due_at).date() - today()).days

    @property
    def days_late(self) -> int:
        return max(1, -self.days_left)

    @property
    def subject(self) -> str:
        return f"data-request:{self.public_id}"


def private_storage() -> Storage:
    return storages["private"]


def _copy_path(copy: DataCopy, name: str) -> str:
    return f"data-copies/{copy.public_id}"


class DataCopy(models.Model):
    """The zip that answers one request for a copy: sealed, for one account, for some days."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    request = models.OneToOneField(DataRequest, on_delete=models.CASCADE, related_name="copy")
    file = models.FileField(upload_to=_copy_path, storage=private_storage, max_length=100, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("copy of somebody’s data")
        verbose_name_plural = _("copies of people’s data")
        indexes = [models.Index(fields=["expires_at"], condition=~Q(file=""), name="data_copy_expires")]

    def __str__(self) -> str:
        return f"{self.public_id} until {self.expires_at:%Y-%m-%d}"

    @property
    def is_there(self) -> bool:
        return bool(self.file) and self.expires_at > now()
