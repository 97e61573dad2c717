"""Whose names and numbers a matter opens, and for how long: its parties, until the follow-up call is over."""

from crm.models import Case
from crm.permissions import WORKERS
from owners import personal
from owners.models import Contact, Person
from owners.viewers import staff_key


def parties(case: Case) -> list[Contact | Person]:
    """The contact as given and every person they may be. No query where conversation, contact, account and
    people are loaded."""
    conversation = case.conversation
    found = [
        conversation.contact,
        conversation.person,
        conversation.user.person if conversation.user else None,
        conversation.contact.person if conversation.contact else None,
    ]
    return [party for party in found if party is not None]


def open_parties(case: Case) -> None:
    """Officers and managers of the estate may see the parties: any of them may have to ring back."""
    for role in WORKERS:
        personal.grant(key=staff_key(case.estate_id, role), subjects=parties(case), source=_source(case))


def close_parties(case: Case) -> None:
    """The follow-up is over: the parties are masked again."""
    personal.end(source=_source(case))


def _source(case: Case) -> str:
    return f"case:{case.number}"
