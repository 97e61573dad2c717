"""Who an account is, as a person that the company knows."""

from owners.claim_matching import confirmed_contacts
from owners.models import ContactKind, Person, PersonContact, User
from owners.models.people import CONTACT_PURPOSE
from portal import sealing


def person_of(user: User, *, name: str, phone: str = "") -> Person:
    """The account's person; one is made for an account that is nobody yet. Keeps its confirmed number."""
    person = user.person and user.person.stays
    if person is None:
        person = Person.objects.make(name, phone=confirmed_contacts(user).phone or phone)
        user.person = person
        user.save(update_fields=["person"])
    remember_number(person, user)
    return person


def remember_number(person: Person, user: User) -> None:
    """The confirmed number becomes one of the person's; which one is in use is the register's to say."""
    if number := confirmed_contacts(user).phone:
        PersonContact.objects.get_or_create(
            person=person,
            value_fp=sealing.fingerprint(number, purpose=CONTACT_PURPOSE),
            defaults={"kind": ContactKind.PHONE, "value": number},
        )
