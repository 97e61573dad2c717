"""People whom the company knows. A Person is a pseudonym with facts; what identifies lives apart.

| table | class | at rest |
|---|---|---|
| PersonName | L2 | plain, findable by any two neighbouring characters |
| PersonContact | L2 | sealed, found by keyed fingerprint |
| PersonIdentity | L3 | sealed |

Whoever shows any of it to staff goes through `owners.personal`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from owners.models.accounts import new_public_id
from owners.names import suffixes
from owners.querysets import PersonNameQuerySet, PersonQuerySet
from portal.sealed_fields import FingerprintField, Sealed, SealedTextField
from portal.worktime import now

# Telephone numbers and addresses of one text are equal wherever they are kept.
CONTACT_PURPOSE = "contact"


class PersonManager(models.Manager.from_queryset(PersonQuerySet)):  # type: ignore[misc]
    @transaction.atomic
    def make(
        self,
        name: str,
        *,
        phone: str = "",
        email: str = "",
        born_on: date | None = None,
        id_number: str = "",
        phones: Iterable[str] = (),
    ) -> Person:
        """A person with what is known of them; `phone` (E.164) and `email` are the ones in use."""
        person = self.create()
        PersonName.objects.create(person=person, name=name)
        reach = [PersonContact(person=person, kind=ContactKind.PHONE, value=phone, main=True)] if phone else []
        reach += [PersonContact(person=person, kind=ContactKind.PHONE, value=more) for more in phones]
        reach += [PersonContact(person=person, kind=ContactKind.EMAIL, value=email.lower(), main=True)] if email else []
        PersonContact.objects.bulk_create(reach)
        if born_on or id_number:
            PersonIdentity.objects.create(
                person=person, id_number=id_number, born=born_on.isoformat() if born_on else ""
            )
        return person


class Person(models.Model):
    """Somebody the company knows. Merged people point at the one that stays (`canonical`)."""

    public_id = models.CharField(max_length=12, unique=True, default=new_public_id, editable=False)
    canonical = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
    created_at = models.DateTimeField(default=now, editable=False)

    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return f"{_('Person')} {self.public_id[:4]}"

    @property
    def stays_id(self) -> int:
        return self.canonical_id or self.pk

    @property
    def stays(self) -> Person:
        """The row that counts: itself, or the one it was merged into. Lists load `canonical__naming`."""
        return self.canonical or self

    @property
    def subject(self) -> str:
        """How grants and the audit trail name this person: no personal data in it."""
        return f"person:{self.public_id}"

    @property
    def name(self) -> str:
        """L2. Lists load it with `select_related("naming")`. Empty once it was erased."""
        naming: PersonName | None = getattr(self, "naming", None)
        return naming.name if naming else ""

    @property
    def phone(self) -> Sealed:
        """L2: the number in use (E.164), closed. Lists load it with `prefetch_related("reach")`."""
        return self._main(ContactKind.PHONE)

    @property
    def email(self) -> Sealed:
        """L2: the address in use, closed."""
        return self._main(ContactKind.EMAIL)

    @property
    def id_number(self) -> Sealed:
        """L3, closed."""
        identity: PersonIdentity | None = getattr(self, "identity", None)
        return identity.id_number if identity else Sealed("")

    @property
    def born(self) -> Sealed:
        """L3: the date of birth in ISO form, closed."""
        identity: PersonIdentity | None = getattr(self, "identity", None)
        return identity.born if identity else Sealed("")

    def _main(self, kind: str) -> Sealed:
        found = next((one for one in self.reach.all() if one.kind == kind and one.main), None)
        return found.value if found else Sealed("")


class PersonName(models.Model):
    """What somebody is called. The columns beside the name are its key from the first, second … character on,
    so that any two neighbouring characters are the beginning of one of them and an index finds them."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="naming")
    name = models.CharField(_("name"), max_length=60)
    key = models.CharField(max_length=60, editable=False)
    key_2 = models.CharField(max_length=60, blank=True, editable=False)
    key_3 = models.CharField(max_length=60, blank=True, editable=False)

    objects = PersonNameQuerySet.as_manager()

    class Meta:
        # The person stands in the index: whose names they are is known without a look at the table.
        indexes = [
            models.Index(
                fields=[column, "person"],
                name=f"person_called_{at}",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            )
            for at, column in enumerate(("key", "key_2", "key_3"), start=1)
        ]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not self.key:
            self.set_name(self.name)

    def __str__(self) -> str:
        return f"{_('Person')} {self.person_id}"

    def set_name(self, name: str) -> None:
        self.name = name
        self.key, self.key_2, self.key_3 = suffixes(name)


class ContactKind(models.TextChoices):
    PHONE = "phone", _("Telephone")
    EMAIL = "email", _("E-mail")


class PersonContact(models.Model):
    """A number (E.164) or address under which somebody is, or was until `until`, registered.

    The one in use is `main`, one of each kind at most.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reach")
    kind = models.CharField(max_length=5, choices=ContactKind)
    value = SealedTextField(_("number or address"), fingerprint="value_fp", purpose=CONTACT_PURPOSE)
    value_fp = FingerprintField()
    main = models.BooleanField(default=False)
    until = models.DateField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(default=now, editable=False)

    class Meta:
        verbose_name = _("way to reach a person")
        verbose_name_plural = _("ways to reach people")
        indexes = [models.Index(fields=["value_fp"], name="person_by_contact")]
        constraints = [
            models.UniqueConstraint(fields=["person", "value_fp"], name="contact_once_per_person"),
            models.UniqueConstraint(fields=["person", "kind"], condition=Q(main=True), name="contact_one_in_use"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.person_id}"


class PersonIdentity(models.Model):
    """Identity number and date of birth (ISO), sealed; the number can be found by itself."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="identity")
    id_number = SealedTextField(_("ID number"), fingerprint="id_fp", purpose="id number")
    id_fp = FingerprintField()
    born = SealedTextField(_("date of birth"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["id_fp"], condition=~Q(id_fp=""), name="person_once_per_id_number")
        ]

    def __str__(self) -> str:
        return f"{_('Person')} {self.person_id}"
