from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.worktime import now


class Contact(models.Model):
    """Somebody who reached the company, as they gave themselves: nothing here is verified.

    `person` is set later, by whoever recognises them. The contact's own words are never overwritten.
    """

    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    person = models.ForeignKey(
        "owners.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["phone"], name="contact_by_phone"),
            models.Index(fields=["email"], name="contact_by_email"),
        ]

    def __str__(self) -> str:
        return self.name or self.phone or self.email or str(_("Anonymous"))
