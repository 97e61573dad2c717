"""How somebody comes to a home, step by step, and how far they have come."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.worktime import now


class Stage(models.TextChoices):
    """In the order in which people usually go through them."""

    PROSPECT = "prospect", pgettext_lazy("stage", "Prospect")
    INTERESTED = "interested", pgettext_lazy("stage", "Interested")
    SIGNED = "signed", pgettext_lazy("stage", "Signed")
    OWNER_TO_BE = "owner_to_be", pgettext_lazy("stage", "Owner to be")
    OWNER = "owner", pgettext_lazy("stage", "Owner")
    REPEAT_BUYER = "repeat_buyer", pgettext_lazy("stage", "Repeat buyer")


class LifeStep(models.Model):
    """One dated step of a person at an estate. Never changed; another step corrects it.

    Owners come to it by a `residency`, and the step goes if that home is taken back with its import;
    all others are written down by a steward.
    """

    person = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="steps")
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    on = models.DateField(_("on"))
    source = models.CharField(_("source"), max_length=60)
    residency = models.ForeignKey(
        "owners.Residency", null=True, blank=True, on_delete=models.CASCADE, related_name="steps"
    )
    recorded_by = models.CharField(max_length=60, editable=False)
    recorded_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("step of the life cycle")
        verbose_name_plural = _("steps of the life cycle")
        constraints = [
            models.UniqueConstraint(
                fields=["residency"], condition=Q(residency__isnull=False), name="life_step_once_per_home"
            ),
            models.UniqueConstraint(
                fields=["person", "estate", "stage", "on"],
                condition=Q(residency__isnull=True),
                name="life_step_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.on}"


class LifeStage(models.Model):
    """How far a person has come at an estate: what follows from the steps, kept to be found by.

    Of merged people only the row that stays has one. Written by `owners.life` alone.
    """

    person = models.ForeignKey("owners.Person", on_delete=models.CASCADE, related_name="stages")
    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="+")
    stage = models.CharField(_("stage"), max_length=12, choices=Stage)
    since = models.DateField(_("since"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "estate"], name="life_stage_once_per_estate")]
        indexes = [models.Index(fields=["estate", "stage", "person"], name="life_stage_of_estate")]

    def __str__(self) -> str:
        return f"{self.get_stage_display()} {self.since}"
