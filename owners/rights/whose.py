"""Whose data are meant: an account, the people that it is in the registry, and the contacts they gave."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

from allauth.account.models import EmailAddress
from django.db.models import Q

from owners.models import Claim, Contact, Person, PersonContact, PersonName, User


class Whose:
    """One person as all rooms look them up. Read it anew for each run: it remembers what it has found.

    `people` are the person and whoever was merged with them. Where another account belongs to the same
    person, the registry's rows stay as they are: `alone` says so.
    """

    def __init__(self, user: User, *, keep_posts: bool = True) -> None:
        self.user = user
        self.keep_posts = keep_posts

    @cached_property
    def people(self) -> list[int]:
        person = self.user.person
        if person is None:
            return []
        top = person.canonical_id or person.pk
        return list(Person.objects.filter(Q(pk=top) | Q(canonical=top) | Q(pk=person.pk)).values_list("pk", flat=True))

    @cached_property
    def alone(self) -> bool:
        """True if no other account that is open belongs to the same person."""
        return not User.objects.filter(person__in=self.people, is_active=True).exclude(pk=self.user.pk).exists()

    @cached_property
    def contacts(self) -> list[int]:
        """Contacts in which this person reached us, as the rooms that keep conversations know them."""
        found = set(Contact.objects.filter(person__in=self.people).values_list("pk", flat=True))
        for find in _contact_finders:
            found.update(find(self))
        return sorted(found)

    @property
    def subjects(self) -> list[str]:
        """How the audit trail names them."""
        people = Person.objects.filter(pk__in=self.people)
        others = [name for find in _audited_finders for name in find(self)]
        return [person.subject for person in people] + [f"contact:{pk}" for pk in self.contacts] + others

    @cached_property
    def phone(self) -> str:
        """The number that this account has proven to be theirs, or an empty string."""
        return self.user.phone.open() if self.user.phone_verified_at else ""

    @cached_property
    def emails(self) -> list[str]:
        """The addresses that this account has proven to be theirs."""
        proven = EmailAddress.objects.filter(user=self.user, verified=True).values_list("email", flat=True)
        return sorted({address.lower() for address in proven})

    @cached_property
    def names(self) -> list[str]:
        """Every name under which we know them, longest first; never a single character."""
        user = self.user
        found = {f"{user.last_name}{user.first_name}".strip()}
        found.update(PersonName.objects.filter(person__in=self.people).values_list("name", flat=True))
        found.update(Claim.objects.filter(user=user).values_list("name", flat=True))
        found.update(Contact.objects.filter(pk__in=self.contacts).values_list("name", flat=True))
        return sorted((name for name in found if len(name.strip()) > 1), key=lambda name: (-len(name), name))

    @cached_property
    def reach(self) -> list[str]:
        """Every number and address under which we know them, proven or not."""
        found = {self.user.phone.open(), self.user.email.lower(), *self.emails}
        found.update(EmailAddress.objects.filter(user=self.user).values_list("email", flat=True))
        found.update(row.value.open() for row in PersonContact.objects.filter(person__in=self.people))
        for contact in Contact.objects.filter(pk__in=self.contacts):
            found.update((contact.phone.open(), contact.email.open()))
        return sorted(found - {""})


type FindContacts = Callable[[Whose], Iterable[int]]
_contact_finders: list[FindContacts] = []


def register_contacts(find: FindContacts) -> FindContacts:
    """A room that keeps conversations says which contacts (ids) are this person's."""
    if find not in _contact_finders:
        _contact_finders.append(find)
    return find


type FindNames = Callable[[Whose], Iterable[str]]
_audited_finders: list[FindNames] = []


def register_audited(find: FindNames) -> FindNames:
    """A room says under which further names the audit trail knows this person (what they wrote without their own)."""
    if find not in _audited_finders:
        _audited_finders.append(find)
    return find
