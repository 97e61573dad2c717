from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class OrganisationKind(models.TextChoices):
    DEVELOPER = "developer", _("Developer")
    CONTRACTOR = "contractor", _("Contractor")
    SUPPLIER = "supplier", _("Supplier")
    AUTHORITY = "authority", _("Authority")


class Organisation(models.Model):
    """A firm or office that an estate works with: who built it, who repairs, who delivers.

    `phone` is the firm's own line; a person's number is personal data and has no place here.
    """

    estate = models.ForeignKey("owners.Estate", on_delete=models.CASCADE, related_name="organisations")
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    name = models.CharField(_("name"), max_length=80)
    does = models.CharField(_("what it does here"), max_length=120, blank=True)
    phone = models.CharField(_("office telephone"), max_length=30, blank=True)
    since = models.DateField(_("since"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("partner organisation")
        verbose_name_plural = _("partner organisations")
        constraints = [
            models.UniqueConstraint(fields=["estate", "kind", "name"], name="organisation_once_per_estate"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True)
                | models.Q(since__isnull=True)
                | models.Q(until__gte=models.F("since")),
                name="organisation_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name
