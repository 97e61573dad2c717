"""Closing an account, with a canary in every place that holds something of a person."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection

from club.actions import apply, decide_application, register
from club.models import Event, PointAccount, PointEntry
from crm.models import Case
from forum.actions import reply, start_topic
from forum.models import Board, Post, Topic
from mailbox.actions import open_conversation
from mailbox.models import Mailbox, Message
from owners import rights
from owners.actions import ask_for_copy, ask_to_close, choose_consent, take_back_closing
from owners.consents import equip_purposes
from owners.models import Claim, DataRequest, Person, PersonName, RequestState, Residency, SmsMessage, User
from owners.rights import Holding, erasing
from owners.rights.erasing import carry_out_due, forget_former
from owners.tasks import close_accounts
from owners.viewers import SIGNED_IN
from portal import mailwire, uploads
from portal.audit.models import AuditRow
from portal.mailwire import raw_mail
from portal.sealing import is_sealed_bytes, unseal_bytes
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db

NAME, PHONE, EMAIL = "金丝雀鸟", "+8613912345678", "canary.bird@example.org"
# What an index or a text might still hold of them; the sealed columns hold nothing that can be read.
TRACES = (NAME, "13912345678", "139 1234 5678", "canary.bird", "金丝雀")


@pytest.fixture(autouse=True)
def _purposes(db):
    equip_purposes()


@pytest.fixture
def bird(estate):
    """An account with a name, a number and an address, known as a person, living nowhere."""
    person = Person.objects.make(NAME, phone=PHONE, email=EMAIL, id_number="620102199003071234")
    user = User(nickname="金丝雀", phone=PHONE, phone_verified_at=now(), email=EMAIL, person=person, last_name=NAME)
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    return user


@pytest.fixture
def board(estate):
    return Board.objects.create(slug="chat", estate=estate, name="聊天", audience=SIGNED_IN, start_audience=SIGNED_IN)


@pytest.fixture
def lived(bird, nina, stella, estate, unit, board, viewer_of, drain):
    """The bird has written, complained by web and by mail, joined the club, claimed a home and got messages."""
    viewer = viewer_of(bird)
    photo = uploads.store_bytes(b"%PDF-1.7 nest", name=f"{NAME}.pdf", owner=bird.pseudonym)
    topic = start_topic(
        viewer=viewer, board=board, title=f"{NAME}想问", html=f"<p>请打 139 1234 5678 找{NAME}</p>",
        upload_ids=[photo.public_id],
    )  # fmt: skip
    reply(viewer=viewer_of(nina), topic=topic, html="<p>好的</p>")
    theirs = start_topic(viewer=viewer_of(nina), board=board, title="团购", html="<p>报名</p>")
    reply(viewer=viewer, topic=theirs, html=f"<p>我是{NAME}，{EMAIL}</p>")
    drain()
    box = Mailbox.objects.create(estate=estate, slug="tousu", name="信箱", kinds=["complaint"], address="t@jsw.example")
    raw = raw_mail.keep(f"From: {EMAIL}\r\n\r\n{NAME}".encode(), source="imap:1", account="tousu")
    matter = open_conversation(
        estate=estate, kind="complaint", channel="web", subject=f"{NAME}家漏水", text=f"{NAME} 13912345678",
        viewer=viewer, user=bird, mailbox=box, name=NAME, phone=PHONE, email=EMAIL, address=f"{NAME}家",
    )  # fmt: skip
    for message in Message.objects.filter(conversation=matter):
        message.raw, message.from_address, message.mail_id = raw, EMAIL, f"<{EMAIL}>"
        message.save()
    drain()
    home = Residency.objects.create(unit=unit, person=bird.person, role="tenant")
    membership = apply(viewer=viewer_of(bird), estate=estate, consent=True)
    decide_application(viewer=viewer_of(stella), membership=membership, accept=True)
    home.delete()
    Claim.objects.create(user=bird, estate=estate, unit=unit, name=NAME, phone=PHONE)
    SmsMessage.objects.create(phone=PHONE, text=f"{NAME} 您好")
    mailwire.send(to=EMAIL, subject=NAME, text=f"{NAME} 您好", html=f"<p>{NAME}</p>")
    choose_consent(user=bird, code="marketing", given=True)
    ask_for_copy(user=bird)
    drain()
    Case.objects.filter(conversation=matter).update(closed_at=now(), state="followed_up")
    return matter


def close(user: User, *, keep_posts: bool = False) -> DataRequest:
    request = ask_to_close(user=user, keep_posts=keep_posts)
    with at_clock(request.acts_at + timedelta(minutes=1)):
        close_accounts()
    request.refresh_from_db()
    return request


def dump() -> dict[str, str]:
    """Every table, the index's own among them, as text; and every file in private storage."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found[table] = "\n".join(_text(value) for row in cursor.fetchall() for value in row)
    private = Path(settings.STORAGES["private"]["OPTIONS"]["location"])
    files = (path for path in private.rglob("*") if path.is_file())
    return found | {str(path.relative_to(private)): _text(_opened(path.read_bytes())) for path in files}


def _opened(data: bytes) -> bytes:
    """A seal would hide what was forgotten."""
    return unseal_bytes(data) if is_sealed_bytes(data) else data


def _text(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "ignore")
    text = str(value)
    return text + text.encode().decode("unicode_escape", "ignore") if "\\u" in text else text


def traces() -> dict[str, list[str]]:
    return {
        place: seen for place, text in dump().items() if (seen := [trace for trace in TRACES if trace in text])
    }  # fmt: skip


def test_the_canary_is_everywhere_before(lived):
    places = traces()

    assert {"forum_post", "mailbox_message", "owners_personname", "search_searchentry", "owners_user"} <= set(places)
    assert any(place.startswith("mail/") for place in places)


@pytest.mark.parametrize("keep_posts", [True, False])
def test_nothing_of_the_person_is_left_anywhere(lived, bird, keep_posts):
    request = close(bird, keep_posts=keep_posts)

    assert request.state == RequestState.DONE
    assert traces() == {}


def test_the_account_is_a_shell_and_the_audit_keeps_its_pseudonym(lived, bird, client_for):
    client = client_for(bird)
    close(bird)
    bird.refresh_from_db()

    assert (bird.is_active, bird.nickname, bird.email, bool(bird.phone), bird.person) == (False, "", "", False, None)
    assert AuditRow.objects.filter(action="account.closed", subject=bird.pseudonym).exists()
    assert client.get("/me/data/").status_code == 302
    assert User.objects.filter(phone=PHONE).count() == 0


def test_figures_stay_without_the_person(lived, bird):
    points = PointEntry.objects.filter(account__user=bird).count()
    number = lived.number

    close(bird)
    lived.refresh_from_db()

    assert points and PointEntry.objects.filter(account__user=bird).count() == points
    assert PointAccount.objects.filter(user=bird).exists()
    assert Case.objects.filter(number=number, kind="complaint").exists()
    assert (lived.user, lived.person, lived.unit) == (None, None, None)


def test_kept_posts_stay_under_a_neutral_name(lived, bird):
    close(bird, keep_posts=True)

    post = Post.objects.get(topic__title__contains="想问", number=1)
    assert post.author is None
    assert "请打" in post.text and "139" not in post.text


def test_other_posts_leave_a_placeholder_and_the_replies_of_neighbours(lived, bird, nina):
    close(bird)

    topic = Topic.objects.get(posts__author=nina, posts__text="好的")
    question = topic.posts.get(number=1)
    assert (question.text, question.visibility, question.author) == ("", "hidden", None)
    assert topic.visibility == "visible"
    assert topic.posts.get(number=2).text == "好的"


def test_an_open_case_holds_the_closing_and_says_so(lived, bird):
    Case.objects.update(closed_at=None, state="in_progress")

    request = close(bird)
    bird.refresh_from_db()

    assert (request.state, request.hold, bird.is_active) == (RequestState.HELD, "crm.open_case", True)
    assert rights.hold_text(request.hold)

    Case.objects.update(closed_at=now(), state="followed_up")
    with at_clock(request.acts_at + timedelta(days=1)):
        carry_out_due()
    request.refresh_from_db()
    assert request.state == RequestState.DONE


@pytest.mark.parametrize("killed_at", ["forum.Post", "mailbox.Conversation", "owners.Contact", "owners.User"])
def test_killed_in_the_middle_it_is_finished_by_the_next_run(lived, bird, monkeypatch, killed_at):
    request = ask_to_close(user=bird, keep_posts=False)
    real = erasing.holdings

    def holdings() -> list[Holding]:
        known = real()
        place = next(number for number, holding in enumerate(known) if holding.model == killed_at)
        return [*known[: place + 1], None]

    with at_clock(request.acts_at + timedelta(minutes=1)):
        monkeypatch.setattr(erasing, "holdings", holdings)
        assert carry_out_due() == 0
        monkeypatch.undo()
        assert carry_out_due() == 1

    assert traces() == {}


def test_again_changes_nothing(lived, bird):
    request = close(bird)
    before = dump()

    with at_clock(now() + timedelta(days=20)):
        close_accounts()

    assert DataRequest.objects.get(pk=request.pk).state == RequestState.DONE
    assert dump() == before


def test_nothing_happens_before_the_day_or_after_it_was_taken_back(bird):
    ask_to_close(user=bird, keep_posts=False)
    close_accounts()
    bird.refresh_from_db()
    assert bird.is_active

    take_back_closing(user=bird)
    with at_clock(now() + timedelta(days=16)):
        close_accounts()
    bird.refresh_from_db()
    assert bird.is_active


def test_the_registry_keeps_an_owner_and_forgets_who_left_long_ago(bird, unit):
    home = Residency.objects.create(unit=unit, person=bird.person, role="owner", since=date(2010, 1, 1))
    close(bird)
    assert set(traces()) <= {"owners_personname", "owners_personcontact"}
    assert PersonName.objects.filter(person=home.person).exists()

    Residency.objects.update(until=now().date() - timedelta(days=365 * settings.REGISTRY_YEARS + 1))
    assert forget_former() == 1

    assert traces() == {}
    assert forget_former() == 0


def test_another_account_of_the_same_person_keeps_the_registry(bird, nina):
    User.objects.filter(pk=nina.pk).update(person=bird.person)

    close(bird)

    assert PersonName.objects.filter(person__users=nina, name=NAME).exists()


def test_seats_to_come_go_back(bird, estate, stella, viewer_of):
    from tests.portal.test_routes import _event

    event = _event(estate, viewer_of(stella))
    Event.objects.update(starts_at=now() + timedelta(days=40), ends_at=now() + timedelta(days=41))
    event.refresh_from_db()
    register(viewer=viewer_of(bird), event=event, seats=1, key="nest")

    close(bird)
    event.refresh_from_db()

    assert event.taken == 0
