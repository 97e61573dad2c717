"""Canaries: in every personal field a text that stands nowhere else, and a look at everything that comes out.

What a page shows in full has to be allowed here by the name of its route and of who looks. What database,
files, cache, logs and mails hold in clear has to be allowed by name as well. A new field that sounds
personal fails until it has a canary or a reason why it needs none.
"""

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection, models
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
    Role,
    StaffRole,
    TaskLink,
    Unit,
    User,
)
from portal.jobs.registry import periodic_jobs
from portal.mailwire.models import OutgoingMail, RawMail
from portal.sealed_fields import SealedTextField
from portal.worktime import today
from tests.conftest import pledge
from tests.portal.test_routes import (
    ADAM,
    DANA,
    EVERYBODY,
    LOOSE,
    MONA,
    OWNER,
    PETRA,
    STELLA,
    UNPLEDGED,
    VISITOR,
    address,
    routes,
    world,
)

__all__ = ["world"]

pytestmark = pytest.mark.django_db

# Field → its canary. The person, the account, the contact and the claim each have their own.
CANARIES: dict[str, str] = {
    "owners.PersonName.name": "檀姁玥",
    "owners.PersonContact.value": "13655550101",
    "owners.PersonIdentity.id_number": "62010219070307001X",
    "owners.PersonIdentity.born": "1907-03-07",
    "owners.User.phone": "13655550102",
    "owners.User.last_name": "阚旖旎",
    "owners.User.first_name": "鸾",
    "owners.User.email": "canary-account@c.example",
    "owners.Claim.name": "澹舲珺",
    "owners.Claim.phone": "13655550103",
    "owners.Contact.name": "亓官翀",
    "owners.Contact.phone": "13655550104",
    "owners.Contact.email": "canary-contact@c.example",
    "owners.Contact.address": "鹡鸰街九号",
    "owners.Reveal.note": "鸬鹚缘由",
    "owners.SmsMessage.phone": "13655550105",
    "owners.TaskLink.person_name": "鸲鹆师傅",
    "crm.Entry.author_name": "鹣鲽经办",
    "crm.WorkOrder.handler_phone": "13655550106",
    "crm.WorkOrder.handler_name": "鹓鶵师傅",
    "mailbox.Message.author_name": "鹈鹕来信",
    "mailbox.Message.from_address": "canary-sender@c.example",
    "mailbox.Delivery.from_address": "canary-spam@c.example",
    "mailwire.OutgoingMail.to": "canary-to@c.example",
    "owners.FeeCharge.due_sealed": "87654321013",
    "owners.FeeCharge.paid_sealed": "76543210127",
    "owners.Purchase.amount_sealed": "65432101279",
    "owners.ImportChange.sealed": "鹎鸟旧值",
    "owners.PrivacyAlert.note": "鸱鸺说明",
    "owners.DataRequest.wish": "鹈燕更正",
    "owners.DataRequest.answer": "鹡鸟答复",
    "owners.PersonMerge.reason": "鹱鸟合并",
    "owners.PersonMerge.split_reason": "鹮鸟分开",
    "owners.ExportRequest.why": "鸨鸟用途",
    "owners.ExportRequest.refusal": "鹗鸟不准",
    "owners.HouseholdInvitation.label": "鹋鹋表舅",
    "owners.HouseholdMember.label": "鹑鹑姨婆",
    "owners.ResidencyEnd.note": "鹕鸟搬离",
    "owners.AssistedClaim.witness": "鹪鹩见证",
    "owners.AssistedClaim.note": "鹭鸟备注",
}
_OF_THE_COMPANY = "the company’s own: a place, a mailbox, a department"
# Fields that sound personal and hold nothing of a customer: field → why.
NOT_PERSONAL: dict[str, str] = {
    "audit.AuditPartition.mark": "hashes",
    "uploads.Upload.name": "a file’s name, open to whom the file is",
    "owners.PledgeAcceptance.full_name": "staff, who sign by name",
    "owners.SmsMessage.text": "sealed; what the demonstration’s inbox shows",
    "owners.SmsMessage.params": "parts of that text, sealed like it",
    "notify.PushDevice.name": "a browser’s name",
    "notify.Rhythm.mail": "how often",
    "owners.User.username": "made by the installation",
    "owners.User.nickname": "chosen to be seen",
    "owners.ImportRun.file_name": "a file’s name",
    "owners.ExportRequest.file_name": "where a sealed file lies",
    "mailbox.Message.mail_id": "a Message-ID",
    **dict.fromkeys(
        ("forum.Topic.progress_who", "forum.OfficialAnswer.who", "mailbox.Conversation.progress_who"),
        "staff, named to the public",
    ),
    **dict.fromkeys(
        (
            "mailwire.OutgoingMail.from_address", "mailwire.OutgoingMail.from_name", "mailbox.Mailbox.address",
            "mailbox.Mailbox.from_name", "owners.Organisation.name", "owners.Organisation.phone",
        ),
        _OF_THE_COMPANY,
    ),
}  # fmt: skip
_NAMED_THINGS = re.compile(
    r"^(owners\.Estate|forum\.Board|club\.(Tier|ClubInterest|EarningRule)|mailbox\.Mailbox|owners\.Consent(?:Purpose|Wording)|crm\.Department"
    r"|home\.\w+|worktime\.CalendarDay|jobs\.PeriodicRun)\.\w*(name|address|phone)\w*$"
)
_SOUNDS_PERSONAL = re.compile(
    r"name|phone|e?mail|address|author|sender|who|contact|born|birth|id_number|recipient|^to$"
)
_OURS = ("owners", "mailbox", "crm", "club", "forum", "notify", "search", "answers", "home", "portal", "desk")

# The roles that nobody of the cast holds are each held by somebody called so.
HANDLER, APPROVER, LEGAL, EXECUTIVE = NEWCOMERS = (Role.HANDLER, Role.APPROVER, Role.LEGAL, Role.EXECUTIVE)
CASE_WORKERS = {DANA, MONA}
CASE_READERS = CASE_WORKERS | {LEGAL, EXECUTIVE}
REVIEWERS = {STELLA, ADAM}

# Route → who may see there in full → which fields. Nobody may see anything else, nor these elsewhere.
ALLOWED: dict[str, list[tuple[set[str], set[str]]]] = {
    # What is one person's own.
    "owners:profile": [({OWNER}, {"owners.User.phone", "owners.User.email"})],
    "owners:claim-details": [({OWNER}, {"owners.User.phone"})],
    "mailbox:matter-new": [({OWNER}, {"owners.PersonName.name", "owners.User.phone", "owners.User.email"})],
    "notify:preference-edit": [({OWNER}, {"owners.User.email"})],
    "club:card": [({OWNER}, {"owners.PersonName.name"})],
    "club:landing": [({OWNER}, {"owners.PersonName.name"})],
    # Whom a role is asked for, or given to, is named to those who see who may do what.
    **{
        route: [({ADAM, PETRA}, {"owners.User.last_name", "owners.User.first_name"})]
        for route in ("desk:staff-list", "desk:role-request")
    },
    "owners:my-data": [({OWNER}, {"owners.DataRequest.answer"})],
    "owners:household": [({OWNER}, {"owners.HouseholdInvitation.label", "owners.HouseholdMember.label"})],
    "owners:household-invitation": [({OWNER}, {"owners.HouseholdInvitation.label"})],
    "owners:household-member": [({OWNER}, {"owners.HouseholdMember.label"})],
    # Work in hand: the parties of a case until its follow-up is over, and who is sent to do the work.
    "desk:case": [
        (
            CASE_WORKERS,
            {
                "owners.PersonName.name", "owners.Contact.name", "owners.Contact.phone", "owners.Contact.email",
                "owners.Contact.address", "crm.WorkOrder.handler_phone",
            },
        ),
        (CASE_READERS, {"crm.Entry.author_name", "crm.WorkOrder.handler_name"}),
    ],
    "desk:follow-up-list": [(CASE_WORKERS, {"owners.Contact.name", "owners.Contact.phone"})],
    "desk:work-order-list": [(CASE_WORKERS, {"crm.WorkOrder.handler_name"})],
    # The same grants, and those of a correction that was asked for, open the pages of the registry to the same people.
    **{
        route: [(CASE_WORKERS | REVIEWERS, {"owners.PersonName.name", "owners.PersonContact.value"})]
        for route in ("desk:registry-person", "desk:registry-unit", "desk:counter-home")
    },
    **{
        route: [(REVIEWERS, {"owners.PersonName.name", "owners.PersonContact.value"})]
        for route in ("desk:registry-merge", "desk:club-event")
    },
    "desk:residency-end": [(REVIEWERS, {"owners.PersonName.name"})],
    # A claim until it is decided: what was typed, and what the account has confirmed.
    "desk:claim-review": [
        (REVIEWERS, {"owners.Claim.name", "owners.Claim.phone", "owners.User.phone", "owners.User.email"})
    ],
    # Who asked for a list and who may agree to it; who looks into a pattern.
    "desk:export": [({DANA, MONA, PETRA, ADAM}, {"owners.ExportRequest.why", "owners.ExportRequest.refusal"})],
    # A correction until it is answered.
    "desk:data-request": [
        (
            REVIEWERS | {PETRA},
            {
                "owners.DataRequest.wish", "owners.DataRequest.answer", "owners.PersonName.name",
                "owners.PersonContact.value",
            },
        )
    ],
    # Before those to whom their work opens the name; to others of the counter it is masked.
    "desk:consent-person": [(CASE_WORKERS | REVIEWERS | {PETRA}, {"owners.PersonName.name"})],
    "desk:privacy-alert": [({PETRA}, {"owners.PrivacyAlert.note"})],
    "desk:privacy-look": [({PETRA}, {"owners.Reveal.note"})],
    # The demonstration's own inbox stands for everybody's telephone.
    "notify:demo-inbox": [
        (EVERYBODY | set(NEWCOMERS), {"owners.SmsMessage.phone", "mailwire.OutgoingMail.to"}),
    ],
}  # fmt: skip


def allowed(route: str, who: str) -> set[str]:
    return {field for names, fields in ALLOWED.get(route, []) if who in names for field in fields}


def personal_fields() -> set[str]:
    """Every field of ours that is sealed, or whose name sounds like somebody."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(_OURS)
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
        or (
            isinstance(field, models.CharField | models.TextField)
            and _SOUNDS_PERSONAL.search(field.name)
            and not field.name.endswith("_fp")
        )
    }


def test_every_field_that_sounds_personal_has_a_canary_or_a_reason() -> None:
    unknown = {name for name in personal_fields() if not _NAMED_THINGS.match(name)} - set(CANARIES) - set(NOT_PERSONAL)

    assert sorted(unknown) == []
    assert sorted((set(CANARIES) | set(NOT_PERSONAL)) - personal_fields()) == []


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


def test_pages_show_personal_data_only_where_it_is_allowed(caged: dict[str, Any], everybody: dict[str, Client]) -> None:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for route in routes():
        url = address(route, caged)
        for name, client in everybody.items():
            for field in heard(client.get(url)) - allowed(route, name):
                found[field, route].add(name)

    assert not found, "\n" + "\n".join(
        f"{field} at {route} before {', '.join(sorted(names))}" for (field, route), names in sorted(found.items())
    )


@pytest.mark.parametrize(
    ("route", "who", "words", "hit"),
    [
        ("search:results", VISITOR, ["PersonName.name", "Contact.name", "Contact.phone", "Claim.name"], False),
        ("search:results", MONA, ["PersonName.name", "Contact.name", "Contact.phone", "Claim.name"], False),
        # One character of a name, or half a number, tells nothing.
        ("desk:case-list", DANA, ["Contact.name", "PersonName.name"], False),
        ("desk:club-members", STELLA, [("PersonName.name", slice(1)), ("PersonName.name", slice(2, 3))], False),
        ("desk:case-list", DANA, [("Contact.phone", slice(7)), ("Contact.phone", slice(4, None))], False),
        ("desk:phone-entry-caller", DANA, [("PersonContact.value", slice(8))], False),
        ("desk:case-list", DANA, ["Contact.phone"], True),
    ],
)
def test_searching_tells_no_more_than_the_page(
    caged: dict[str, Any],
    everybody: dict[str, Client],
    estate: Estate,
    route: str,
    who: str,
    words: list[Any],
    hit: bool,
) -> None:
    """The answer to a word is the answer to a word that nobody bears, up to the word itself."""
    client = everybody[who]
    ask = client.get if route == "search:results" else partial(client.post, follow=True)
    for word in words:
        field, part = (word, slice(None)) if isinstance(word, str) else word
        text = CANARIES[f"owners.{field}"][part]
        nothing = "9" * len(text) if text.isdigit() else "爨" * len(text)
        asked, control = (
            ask(address(route, caged), {"q": one, "phone": one, "queue": "all"}) for one in (text, nothing)
        )
        assert (_rows(asked) != _rows(control)) == hit, f"{route} tells of {text}"
        if hit:
            assert heard(asked) <= {f"owners.{field}"}, "a list of cases shows the number that was typed, and no name"


def _rows(response: Any) -> tuple[int, int]:
    page = response.content.decode()
    return page.count("data-desk-row"), page.count("person:")


# What may lie in clear in the database: the columns of the fields above that are not sealed, the key columns of
# names, and tables of allauth and the mail wire that are closed to everybody but the server.
IN_CLEAR = {
    "owners_personname": {"owners.PersonName.name"},
    "owners_user": {"owners.User.last_name", "owners.User.first_name", "owners.User.email"},
    "account_emailaddress": {"owners.User.email"},
    "owners_claim": {"owners.Claim.name"},
    "owners_contact": {"owners.Contact.name", "owners.Contact.address"},
    "owners_tasklink": {"owners.TaskLink.person_name"},
    "crm_entry": {"crm.Entry.author_name"},
    "crm_workorder": {"crm.WorkOrder.handler_name"},
    "mailbox_message": {"mailbox.Message.author_name"},
}


def cached() -> str:
    """All that the cache holds, keys and values: in this process, or in Redis as it lies there."""
    if settings.REDIS_URL:
        client = cache._cache.get_client()
        pairs = [(key, client.get(key) or b"") for key in client.scan_iter()]
        return " ".join(part.decode("utf-8", "replace") for pair in pairs for part in pair)
    return " ".join(f"{key} {value}" for key, value in cache._cache.items())


def test_database_files_cache_logs_and_mails_hold_nothing_in_clear_but_what_is_listed(
    caged: dict[str, Any],
    everybody: dict[str, Client],
    drain: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
    settings: Any,
) -> None:
    """Outbox, queues, audit trail, notifications and search index are tables like all others here."""
    caplog.set_level(logging.DEBUG)
    for route in ("desk:case", "desk:claim-review", "desk:follow-up-list", "owners:profile", "search:results"):
        for who in (DANA, STELLA, OWNER):
            everybody[who].get(address(route, caged))
    for job in periodic_jobs():
        job.run()
    drain()

    tables = {table: songs for table in _tables() if (songs := _sung_in(table) - IN_CLEAR.get(table, set()))}
    assert tables == {}
    assert sung(cached()) == set()
    assert {record.getMessage() for record in caplog.records if _is_ours(record) and sung(record.getMessage())} == set()
    assert {letter.subject for letter in mail.outbox if sung(f"{letter.subject} {letter.body}")} == set()
    assert {path for path, text in _files() if sung(text)} == set()


def _is_ours(record: logging.LogRecord) -> bool:
    """The driver's own echo of statements exists at DEBUG only, which no installation runs at."""
    return not record.name.startswith("django.db.backends")


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _sung_in(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return set().union(*(sung(" ".join(str(value) for value in row)) for row in cursor.fetchall()))


def _files() -> Iterator[tuple[str, str]]:
    for name in ("default", "private"):
        folder = Path(storages[name].location)
        for path in folder.rglob("*") if folder.exists() else ():
            if path.is_file():
                yield str(path), path.read_bytes().decode("utf-8", "replace")


_SHOWN = re.compile(r"\{\{\s*([\w.]+?)\.(name|phone|email|address|id_number|born|open|from_address)\b[^}]*\}\}")
# Estates, photos, departments and purposes have names too; a work order's own telephone is shown by role.
_HARMLESS = {"estate", "one", "wording", "event.estate", "membership.estate", "order.handler_phone"}


@pytest.mark.parametrize("room", ["desk", "crm"])
def test_templates_of_staff_show_personal_fields_by_the_tag_alone(room: str, settings: Any) -> None:
    """`{{ person.name }}` shows what nobody opened and nobody logged: `{% personal person "name" %}` asks."""
    found = [
        f"{path.name}: {{{{ {shown[1]}.{shown[2]} }}}}"
        for path in sorted((Path(settings.ROOT) / room / "templates").rglob("*.html"))
        for shown in _SHOWN.finditer(path.read_text(encoding="utf-8"))
        if shown[1] not in _HARMLESS and "_masked" not in shown[0]
    ]

    assert found == []
