from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from portal.sealed_fields import FingerprintField, SealedTextField

# No vowels and no 0/1/l/o: no words by accident, nothing to misread aloud.
_ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"


def new_public_id() -> str:
    """Twelve unguessable characters that name a row on the outside."""
    return get_random_string(12, _ALPHABET)


def display_name_of(public_id: str, nickname: str, *, is_closed: bool) -> str:
    """What an account is called before neighbours, for whoever has the columns only."""
    if is_closed:
        return str(_("Closed account"))
    return nickname or f"{_('Neighbour')} {public_id[:4]}"


# Wagtail's abstract image points here without naming the way back.
class User(AbstractUser):  # type: ignore[django-manager-missing]
    """An account. Who the company knows is a Person; who may act here and now is a Viewer.

    `username` is filled by itself and shown nowhere; people sign in by phone or e-mail.
    `phone` is E.164 (`+8613800001501`), sealed and unique; it is usable once `phone_verified_at` is set.
    A closed account (`closed_at`) is an empty shell: its pseudonym is what the ledger and the audit name.
    """

    username = models.CharField(max_length=150, unique=True, default=new_public_id)
    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    nickname = models.CharField(_("nickname"), max_length=30, blank=True)
    phone = SealedTextField(_("phone"), fingerprint="phone_fp", purpose="contact")
    phone_fp = FingerprintField()
    phone_verified_at = models.DateTimeField(null=True, blank=True)
    person = models.ForeignKey(
        "owners.Person",
        verbose_name=_("person"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="users",
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    large_type = models.BooleanField(_("large type"), default=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                fields=["phone_fp"], condition=~models.Q(phone_fp=""), name="account_once_per_phone"
            )
        ]
        indexes = [models.Index(fields=["nickname"], condition=~models.Q(nickname=""), name="account_by_nickname")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name that neighbours see: the nickname, or an anonymous one. Never name or phone."""
        return display_name_of(self.public_id, self.nickname, is_closed=self.closed_at is not None)

    def has_usable_password(self) -> bool:
        """False also where none was ever set: most people sign in by code."""
        return bool(self.password) and super().has_usable_password()

    def get_full_name(self) -> str:
        return f"{self.last_name}{self.first_name}".strip() or self.display_name

    @property
    def pseudonym(self) -> str:
        """How audit rows and private files name this account: no personal data in it."""
        return f"user:{self.public_id}"
