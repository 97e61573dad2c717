from email import message_from_string
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest

from portal import mailwire
from portal.mailwire import tasks
from portal.mailwire.models import OutgoingMail, OutgoingState
from portal.mailwire.tokens import new_message_id, read_message_id

pytestmark = pytest.mark.django_db


def send(**changes):
    fields = {"to": "olga@example.com", "subject": "回复", "text": "正文", "from_address": "tousu@jinshuiwan.example"}
    return mailwire.send(**fields | changes)


def test_send_goes_out_once(drain, mailoutbox):
    mail = send()

    drain()
    tasks.send_outgoing.func(mail.pk)

    mail.refresh_from_db()
    assert (mail.state, len(mailoutbox)) == (OutgoingState.SENT, 1)


def test_sent_mail_is_threaded_and_marked(drain, mailoutbox):
    mail = send(
        auto=True, in_reply_to="<m1@example.com>", reply_kind="conversation", reply_ref="abc", from_name='客服"'
    )

    drain()

    wire = message_from_string(mailoutbox[0].message().as_string())
    assert wire["Message-ID"] == mail.message_id
    assert (wire["In-Reply-To"], wire["References"]) == ("<m1@example.com>", "<m1@example.com>")
    assert wire["Auto-Submitted"] == "auto-generated"
    assert wire["Reply-To"] == "tousu@jinshuiwan.example"


def test_line_breaks_never_start_a_header(drain, mailoutbox):
    send(subject="漏水\r\nBcc: victim@example.com", in_reply_to="<a@b>\r\nBcc: victim@example.com")

    drain()

    assert "Bcc" not in message_from_string(mailoutbox[0].message().as_string())
    assert mailoutbox[0].recipients() == ["olga@example.com"]


def test_refused_recipient_is_final(monkeypatch):
    mail = send()
    monkeypatch.setattr(tasks.EmailMultiAlternatives, "send", _raising(SMTPRecipientsRefused({})))

    tasks.send_outgoing.func(mail.pk)

    mail.refresh_from_db()
    assert mail.state == OutgoingState.BOUNCED


def test_failing_server_is_tried_again_then_given_up(monkeypatch):
    mail = send()
    monkeypatch.setattr(tasks.EmailMultiAlternatives, "send", _raising(SMTPServerDisconnected("gone")))

    states = []
    for _attempt in range(tasks.ATTEMPTS):
        with pytest.raises(SMTPServerDisconnected):
            tasks.send_outgoing.func(mail.pk)
        mail.refresh_from_db()
        states.append(mail.state)

    assert states == [OutgoingState.QUEUED] * (tasks.ATTEMPTS - 1) + [OutgoingState.FAILED]


def test_message_id_proves_itself():
    message_id = new_message_id(kind="conversation", ref="abc123", host="x.example")

    assert read_message_id(message_id) == ("conversation", "abc123")
    assert read_message_id(message_id.replace("abc123", "abc124")) is None
    assert read_message_id("<case-000123.1@jinshuiwan.example>") is None


def test_replied_to_knows_stored_mail_by_the_letter_and_lost_mail_by_its_hash():
    mail = send(reply_kind="conversation", reply_ref="abc")
    lost = new_message_id(kind="topic", ref="t1", host="x.example")

    assert mailwire.replied_to(["<other@x>", mail.message_id]).sent_to == {"olga@example.com"}
    found = mailwire.replied_to([lost])
    assert (found.kind, found.ref, found.sent_to) == ("topic", "t1", frozenset())
    assert mailwire.replied_to(["<other@x>"]) is None


def test_demo_inbox_keeps_what_is_sent_and_what_accounts_send(settings, drain):
    settings.MAILERS = {"default": {"BACKEND": "portal.mailwire.backends.DemoInboxBackend"}}
    from django.core.mail import EmailMessage

    send()
    drain()
    EmailMessage("验证码", "123456", "Linli <linli@x.example>", ["nina@example.com"]).send(using="default")

    kept = OutgoingMail.objects.order_by("id").values_list("to", "state", "subject")
    assert list(kept) == [("olga@example.com", "sent", "回复"), ("nina@example.com", "sent", "验证码")]


def _raising(error):
    def send(self, **_kwargs):
        raise error

    return send
