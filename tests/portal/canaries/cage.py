"""The world of the routes with its canaries, everybody who may look, and an ear for what comes out."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.db import models
from django.test import Client

from crm.disclosure import open_parties
from crm.models import Case, Entry, WorkOrder
from mailbox.models import Conversation, Delivery, Mailbox, Message
from owners import personal, sms
from owners.models import (
    AssistedClaim,
    Claim,
    Contact,
    ContactKind,
    DataRequest,
    Estate,
    ExportRequest,
    FeeCharge,
    HouseholdInvitation,
    HouseholdMember,
    ImportChange,
    ImportRun,
    PersonIdentity,
    PersonMerge,
    PrivacyAlert,
    Purchase,
    Residency,
    ResidencyEnd,
    StaffRole,
    TaskLink,
    Unit,
    User,
)
from portal.mailwire.models import OutgoingMail, RawMail
from portal.worktime import today
from tests.conftest import pledge
from tests.portal.canaries.allowed import NEWCOMERS
from tests.portal.canaries.fields import CANARIES
from tests.portal.test_routes import (
    DANA,
    EVERYBODY,
    LOOSE,
    UNPLEDGED,
    VISITOR,
)


@pytest.fixture
def caged(world: dict[str, Any], olga: User, dana: User, viewer_of: Callable[..., Any]) -> dict[str, Any]:
    """The world of the routes with a canary in every personal field of Olga, her matter and her claim."""
    told = CANARIES
    person = olga.person
    assert person is not None
    naming = person.naming
    naming.set_name(told["owners.PersonName.name"])
    naming.save()
    _set(person.reach.get(kind=ContactKind.PHONE), value=_e164("owners.PersonContact.value"))
    PersonIdentity.objects.create(
        person=person, id_number=told["owners.PersonIdentity.id_number"], born=told["owners.PersonIdentity.born"]
    )
    _set(
        olga, phone=_e164("owners.User.phone"), last_name=told["owners.User.last_name"],
        first_name=told["owners.User.first_name"], email=told["owners.User.email"],
    )  # fmt: skip
    EmailAddress.objects.update_or_create(
        user=olga, primary=True, defaults={"email": told["owners.User.email"], "verified": True}
    )
    _set(Claim.objects.get(), name=told["owners.Claim.name"], phone=_e164("owners.Claim.phone"))
    _fill_the_matter(world, told)
    personal.reveal(
        viewer=viewer_of(dana), subject=personal.find_subject(viewer_of(dana), person.subject), field="phone",
        reason="call_back", note=told["owners.Reveal.note"],
    )  # fmt: skip
    sms.send(_e164("owners.SmsMessage.phone"), "验证码")
    _fill_the_books(olga, world, told)
    return world


def _fill_the_books(olga: User, world: dict[str, Any], told: dict[str, str]) -> None:
    """What is kept of money, of imports, and of who looked and who asked for a list."""
    unit = Unit.objects.get(pk=world["unit_id"])
    FeeCharge.objects.create(
        unit=unit, first_month=today(), months_owed=1, due_sealed=told["owners.FeeCharge.due_sealed"],
        paid_sealed=told["owners.FeeCharge.paid_sealed"],
    )  # fmt: skip
    Purchase.objects.create(
        estate=unit.estate, unit=unit, bought_on=today(), amount_sealed=told["owners.Purchase.amount_sealed"]
    )
    run = ImportRun.objects.create(estate=unit.estate, file_name="a.xlsx")
    ImportChange.objects.create(run=run, row=1, sealed=told["owners.ImportChange.sealed"])
    _set(PrivacyAlert.objects.get(), note=told["owners.PrivacyAlert.note"])
    why, refusal = told["owners.ExportRequest.why"], told["owners.ExportRequest.refusal"]
    _set(ExportRequest.objects.get(), why=why, refusal=refusal)
    wish, answer = told["owners.DataRequest.wish"], told["owners.DataRequest.answer"]
    for asked in DataRequest.objects.all():
        _set(asked, wish=wish, answer=answer)
    for merge in PersonMerge.objects.all():
        _set(merge, reason=told["owners.PersonMerge.reason"], split_reason=told["owners.PersonMerge.split_reason"])
    for invitation in HouseholdInvitation.objects.all():
        _set(invitation, label=told["owners.HouseholdInvitation.label"])
    _set(HouseholdMember.objects.get(), label=told["owners.HouseholdMember.label"])
    home = Residency.objects.filter(unit=unit).order_by("pk")[0]
    ResidencyEnd.objects.create(residency=home, until=today(), why="left", note=told["owners.ResidencyEnd.note"])
    AssistedClaim.objects.create(
        estate=unit.estate, residency=home, way="paper", document="id_card", consent="verbal",
        witness=told["owners.AssistedClaim.witness"], note=told["owners.AssistedClaim.note"],
    )  # fmt: skip


def _fill_the_matter(world: dict[str, Any], told: dict[str, str]) -> None:
    matter = Conversation.objects.get(token=world["token"])
    contact = Contact.objects.create(
        name=told["owners.Contact.name"], phone=_e164("owners.Contact.phone"), email=told["owners.Contact.email"],
        address=told["owners.Contact.address"],
    )  # fmt: skip
    _set(matter, contact=contact)
    case = Case.objects.get()
    open_parties(Case.objects.select_related("conversation__contact", "conversation__user__person").get(pk=case.pk))
    for message in Message.objects.filter(conversation=matter):
        author, address = told["mailbox.Message.author_name"], told["mailbox.Message.from_address"]
        _set(message, author_name=author, from_address=address)
    Entry.objects.filter(case=case).update(author_name=told["crm.Entry.author_name"])
    _set(
        WorkOrder.objects.get(), handler_phone=_e164("crm.WorkOrder.handler_phone"),
        handler_name=told["crm.WorkOrder.handler_name"],
    )  # fmt: skip
    TaskLink.objects.update(person_name=told["owners.TaskLink.person_name"])
    for letter in OutgoingMail.objects.all():
        _set(letter, to=told["mailwire.OutgoingMail.to"])
    box = Mailbox.objects.get()
    Delivery.objects.create(
        raw=RawMail.objects.create(source="walk", account="walk", sha256="0" * 64, size=1), mailbox=box,
        audience=f"staff:{box.estate_id}", outcome="quarantined", from_address=told["mailbox.Delivery.from_address"],
    )  # fmt: skip


def _e164(field: str) -> str:
    return f"+86{CANARIES[field]}"


def _set(row: models.Model, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


@pytest.fixture
def everybody(request: pytest.FixtureRequest, estate: Estate, client_for: Callable[..., Client]) -> dict[str, Client]:
    """The cast of the routes, and an account for each role that none of them holds."""
    accounts = {name: request.getfixturevalue(name) for name in EVERYBODY - {VISITOR, LOOSE, UNPLEDGED}}
    for number, role in enumerate(NEWCOMERS):
        user = User.objects.create(username=f"r{number}", nickname=role, phone=f"+86139000020{number:02}")
        StaffRole.objects.create(user=user, role=role, estate=estate)
        pledge(user)
        accounts[str(role)] = user
    clients = {name: client_for(user) for name, user in accounts.items()}
    return clients | {VISITOR: client_for(None), LOOSE: client_for(accounts[DANA], second_factor=False)}


def sung(text: str) -> set[str]:
    """The fields whose canaries are in a text, however it is written: in groups, escaped, as JSON."""
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    dense = re.sub(r"[\s\-()]", "", plain)
    return {field for field, canary in CANARIES.items() if canary in plain or canary in dense or quote(canary) in plain}


def heard(response: Any) -> set[str]:
    """The fields whose canaries are in the answer, head and body."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    headers = " ".join(f"{key}: {value}" for key, value in response.items())
    return sung(f"{headers} {body.decode('utf-8', 'replace')}")
