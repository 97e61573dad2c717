import pytest
from django.core.management import call_command

from mailbox import fetching, intake
from mailbox.fetching import fetch_all
from mailbox.models import Conversation, Delivery
from portal.mailwire import imap
from portal.mailwire.models import RawMail
from tests.mailbox.test_samples import use
from tests.mailreader.mails import mail, nested

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(mailbox, dovecot):
    use(mailbox, dovecot)
    return mailbox


def test_fetch_takes_in_flags_and_is_done(box, dovecot):
    dovecot.deliver(mail())

    call_command("fetch_mail", "--once")
    call_command("fetch_mail", "--once")

    box.refresh_from_db()
    assert (Conversation.objects.count(), dovecot.seen(), box.fetch_problem) == (1, 1, "")


def test_client_introduces_itself_after_signing_in(box, dovecot):
    fetch_all()

    assert "name=linli" in dovecot.log()


def test_same_mail_delivered_twice_is_one_matter(box, dovecot):
    dovecot.deliver(mail())
    dovecot.deliver(b"Received: again\r\n" + mail())

    fetch_all()

    assert sorted(Delivery.objects.values_list("outcome", flat=True)) == ["duplicate", "new"]
    assert (Conversation.objects.count(), dovecot.seen()) == (1, 2)


def test_flag_lost_after_storing_doubles_nothing(box, dovecot):
    dovecot.deliver(mail())
    fetch_all()
    dovecot.unsee()

    fetch_all()

    assert (Conversation.objects.count(), RawMail.objects.count(), dovecot.seen()) == (1, 1, 1)


def test_killed_before_storing_leaves_the_mail_unseen(box, dovecot, monkeypatch):
    dovecot.deliver(mail())
    monkeypatch.setattr(imap.raw_mail, "keep", _dying)
    with pytest.raises(KeyboardInterrupt):
        fetch_all()
    assert dovecot.seen() == 0
    monkeypatch.undo()

    fetch_all()

    assert (Conversation.objects.count(), dovecot.seen()) == (1, 1)


def test_killed_between_storing_and_taking_in_is_made_up_for(box, dovecot, monkeypatch):
    dovecot.deliver(mail())
    monkeypatch.setattr(fetching, "process_waiting", _dying)
    with pytest.raises(KeyboardInterrupt):
        fetch_all()
    assert (RawMail.objects.count(), Conversation.objects.count()) == (1, 0)
    monkeypatch.undo()

    fetch_all()

    assert Conversation.objects.count() == 1


def test_mailbox_that_cannot_be_reached_says_so_and_stops_no_other(box, dovecot, other_mailbox):
    other_mailbox.imap_host, other_mailbox.imap_port, other_mailbox.imap_security = "127.0.0.1", 1, "none"
    other_mailbox.keep_secret("x")
    other_mailbox.save()
    dovecot.deliver(mail())

    fetch_all()

    other_mailbox.refresh_from_db()
    assert "refused" in other_mailbox.fetch_problem.lower()
    assert Conversation.objects.count() == 1


def test_wrong_password_is_said(box):
    box.keep_secret("wrong")
    box.save()

    fetch_all()

    box.refresh_from_db()
    assert box.fetch_problem
    assert "wrong" not in box.fetch_problem


def test_hostile_mail_over_imap_ends_apart_and_stops_nothing(box, dovecot):
    dovecot.deliver(b"\0" * 5000)
    dovecot.deliver(nested(1500))
    dovecot.deliver(mail())

    fetch_all()

    assert sorted(Delivery.objects.values_list("outcome", flat=True)) == ["new", "quarantined", "quarantined"]


def test_secret_is_sealed(box):
    box.refresh_from_db()

    assert "imap-secret" not in box.imap_secret_sealed
    assert box.imap_secret == "imap-secret"
    assert intake.account_of(box) == f"mailbox:{box.pk}"


def _dying(*_args, **_kwargs):
    raise KeyboardInterrupt
