from django.db import models
from django.utils.translation import gettext_lazy as _

from owners.models.people import CONTACT_PURPOSE
from portal.sealed_fields import FingerprintField, SealedTextField
from portal.worktime import now


class Contact(models.Model):
    """Somebody who reached the company, as they gave themselves: nothing here is verified.

    `person` is set later, by whoever recognises them. The contact's own words are never overwritten.
    """

    name = models.CharField(_("name"), max_length=60, blank=True)
    phone = SealedTextField(_("phone"), fingerprint="phone_fp", purpose=CONTACT_PURPOSE)
    phone_fp = FingerprintField()
    email = SealedTextField(_("e-mail"), fingerprint="email_fp", purpose=CONTACT_PURPOSE)
    email_fp = FingerprintField()
    address = models.CharField(_("address"), max_length=120, blank=True)
    person = models.ForeignKey(
        "owners.Person", null=True, blank=True, on_delete=models.SET_NULL, related_name="contacts"
    )
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [
            models.Index(fields=["phone_fp"], name="contact_by_phone", condition=~models.Q(phone_fp="")),
            models.Index(fields=["email_fp"], name="contact_by_email", condition=~models.Q(email_fp="")),
        ]

    def __str__(self) -> str:
        return f"{_('Contact')} {self.pk}"

    @property
    def subject(self) -> str:
        """How grants and the audit trail name this contact."""
        return f"contact:{self.pk}"
