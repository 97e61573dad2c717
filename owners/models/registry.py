from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from owners.models.people import Person
from owners.querysets import ResidencyQuerySet, UnitQuerySet
from portal.worktime import now

# A whole title, in hundredths of a percent.
WHOLE = 10_000


class Estate(models.Model):
    """A 楼盘: the company's unit of address, of boards, mailboxes, events and numbers."""

    slug = models.SlugField(_("address"), max_length=40, unique=True)
    code = models.CharField(
        _("number prefix"), max_length=6, unique=True, help_text=_("Stands before every case number, e.g. JSW.")
    )
    name = models.CharField(_("name"), max_length=60)
    name_zh_hant = models.CharField(_("name (Traditional Chinese)"), max_length=60, blank=True)
    name_en = models.CharField(_("name (English)"), max_length=60, blank=True)
    city = models.CharField(_("city"), max_length=40, blank=True)
    address = models.CharField(_("postal address"), max_length=120, blank=True)
    phone_24h = models.CharField(_("24-hour telephone"), max_length=30, blank=True)
    sort = models.PositiveSmallIntegerField(_("order"), default=0)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["sort", "id"]
        verbose_name = _("estate")
        verbose_name_plural = _("estates")
        # Everything hangs on an estate: nobody deletes one from a page.
        default_permissions = ("add", "change", "view")

    def __str__(self) -> str:
        return self.name


class Building(models.Model):
    """A 楼栋. `number` is what people say (`3` for 3号楼, `A2`), unique in its phase of the estate.

    `phase` is empty where an estate was built at once; else `2` for 二期, or a quarter's name.
    """

    estate = models.ForeignKey(Estate, on_delete=models.CASCADE, related_name="buildings")
    phase = models.CharField(_("phase"), max_length=20, blank=True)
    number = models.CharField(_("number"), max_length=20)
    sort = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["sort", "id"]
        constraints = [models.UniqueConstraint(fields=["estate", "phase", "number"], name="building_once_per_phase")]

    def __str__(self) -> str:
        phase = f"{self.phase}期" if self.phase.isdigit() else self.phase
        if self.number.isdigit():
            return f"{phase}{self.number}号楼"
        # `A` beside an entrance would read as A1单元; a name of its own (望江阁) says enough.
        return f"{phase}{self.number}座" if self.number.isascii() else f"{phase}{self.number}"


class Entrance(models.Model):
    """A 单元 (staircase) of a building; `number` is empty where a building has only one, unnamed."""

    building = models.ForeignKey(Building, on_delete=models.CASCADE, related_name="entrances")
    number = models.CharField(_("number"), max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["building", "number"], name="entrance_once_per_building")]

    def __str__(self) -> str:
        return f"{self.building}{self.number}单元" if self.number.isdigit() else f"{self.building}{self.number}"


class TitleKind(models.TextChoices):
    """On what title a flat is held, or what it is if it is none (产权性质)."""

    OWNERSHIP = "ownership", _("Freely owned")
    SUBSIDISED = "subsidised", _("Bought from an employer or by a scheme")
    USE_RIGHT = "use_right", _("Right of use")
    RENTED_OUT = "rented_out", _("Let by the owner of the block")
    COMMERCIAL = "commercial", _("Shop or office")
    PARKING = "parking", _("Parking space")
    STORAGE = "storage", _("Storage room")
    OTHER = "other", _("Other")


class Unit(models.Model):
    """A 房产 (flat). Area in square metres; `estate` repeats the entrance's for the index."""

    estate = models.ForeignKey(Estate, on_delete=models.CASCADE, related_name="units")
    entrance = models.ForeignKey(Entrance, on_delete=models.CASCADE, related_name="units")
    room = models.CharField(_("room"), max_length=20)
    area = models.DecimalField(_("area (m²)"), max_digits=8, decimal_places=2, null=True, blank=True)
    handed_over_on = models.DateField(_("handed over on"), null=True, blank=True)
    title_kind = models.CharField(_("kind of title"), max_length=12, choices=TitleKind, blank=True)
    listed_in = models.ForeignKey(
        "owners.ImportRun", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [models.UniqueConstraint(fields=["entrance", "room"], name="unit_once_per_entrance")]

    def __str__(self) -> str:
        return f"{self.entrance}{self.room}"


class ResidencyRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    CO_OWNER = "co_owner", _("Co-owner")
    FAMILY = "family", _("Family member")
    TENANT = "tenant", _("Tenant")


class Residency(models.Model):
    """A person owns or lives in a unit, from `since` until `until` (open while empty).

    History is never overwritten: leaving sets `until`, buying again makes a new row. `share` of the
    title in hundredths of a percent (5000 is one half); empty where nothing is said.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="residencies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residencies")
    role = models.CharField(_("role"), max_length=10, choices=ResidencyRole)
    share = models.PositiveSmallIntegerField(_("share"), null=True, blank=True, help_text=_("hundredths of a percent"))
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=60, blank=True)
    listed_in = models.ForeignKey(
        "owners.ImportRun", null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=now, editable=False)

    objects = ResidencyQuerySet.as_manager()

    class Meta:
        verbose_name = _("residency")
        verbose_name_plural = _("residencies")
        indexes = [
            # Each minute asks which have ended; those without an end are nearly all.
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="residency_by_end")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "person", "role"], condition=Q(until__isnull=True), name="residency_open_once"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="residency_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(share__isnull=True) | Q(share__range=(1, WHOLE)), name="residency_share_is_a_part"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_role_display()}"
