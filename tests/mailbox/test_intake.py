import pytest

from mailbox import intake
from mailbox.models import Conversation, Delivery, Message, Outcome
from portal import mailwire, uploads
from portal.mailwire.models import OutgoingMail, OutgoingState, RawMail
from portal.outbox.models import OutboxEntry
from tests.mailreader.mails import mail, multipart

pytestmark = pytest.mark.django_db

OURS = "<case-000123.1@jinshuiwan.example>"


@pytest.fixture
def receive(mailbox):
    def take(raw: bytes, source: str = "test:1", box=None):
        return intake.receive(raw, box or mailbox, source=source)

    return take


def sent_to(address: str) -> int:
    return OutgoingMail.objects.filter(to=address, state=OutgoingState.QUEUED).count()


def test_new_mail_opens_acknowledges_and_tells(receive):
    received = receive(mail("3号楼漏水", Subject="漏水"))

    conversation = received.conversation
    assert (received.outcome, conversation.number[:8], conversation.channel) == (Outcome.NEW, "JSW-2026", "mail")
    assert (conversation.contact.email, conversation.subject) == ("olga@example.com", "漏水")
    assert OutboxEntry.objects.get(kind="ConversationOpened").payload == {"conversation_id": conversation.pk}
    receipt = OutgoingMail.objects.get(to="olga@example.com")
    assert conversation.number in receipt.text
    assert conversation.token in receipt.text
    assert (receipt.auto, receipt.in_reply_to) == (True, "<m1@example.com>")


def test_same_source_again_changes_nothing(receive):
    first = receive(mail())

    again = receive(mail())

    assert (again.outcome, again.conversation) == (first.outcome, first.conversation)
    assert (Conversation.objects.count(), RawMail.objects.count()) == (1, 1)


def test_same_mail_by_another_road_is_a_duplicate(receive):
    first = receive(b"Received: by a\r\n" + mail(), source="a")

    second = receive(b"Received: by b\r\n" + mail(), source="b")

    assert (second.outcome, second.conversation) == (Outcome.DUPLICATE, first.conversation)
    assert (Conversation.objects.count(), sent_to("olga@example.com")) == (1, 1)


def test_message_id_taken_by_somebody_else_blocks_nobody(receive):
    receive(mail("占位", From="thief@example.com"), source="a")

    second = receive(mail("3号楼漏水"), source="b")

    assert second.outcome == Outcome.NEW


def test_mail_without_message_id_is_recognised_again(receive):
    raw = mail(Message_ID="", Date="Sat, 21 Nov 2026 09:40:02 +0800")

    assert [receive(raw, source=s).outcome for s in "ab"] == [Outcome.NEW, Outcome.DUPLICATE]


def test_same_mail_to_two_mailboxes_is_two_matters(receive, other_mailbox):
    assert receive(mail(), source="a").outcome == Outcome.NEW
    assert receive(mail(), source="b", box=other_mailbox).outcome == Outcome.NEW


def test_reply_from_the_customer_joins_and_tells(receive, matter):
    conversation = matter(email="olga@example.com", mailed=OURS)

    received = receive(mail("请尽快", In_Reply_To=OURS))

    message = Message.objects.get(mail_id="<m1@example.com>")
    assert (received.outcome, message.conversation, message.direction) == (Outcome.REPLY, conversation, "in")
    assert OutboxEntry.objects.get(kind="MessageReceived").payload["message_id"] == message.pk
    assert sent_to("olga@example.com") == 0


def test_reply_to_our_keyed_message_id_joins_though_the_row_is_gone(receive, matter):
    conversation = matter(email="olga@example.com")
    ours = mailwire.send(
        to="olga@example.com", subject="s", text="t", reply_kind="conversation", reply_ref=conversation.public_id
    )
    ours.delete()

    assert receive(mail(References=ours.message_id)).outcome == Outcome.REPLY


def test_stranger_who_knows_our_message_id_is_kept_for_staff_alone(receive, matter, mailoutbox):
    conversation = matter(email="olga@example.com", mailed=OURS)
    before = Conversation.objects.values().get(pk=conversation.pk)

    received = receive(mail("撤销投诉", From="stranger@elsewhere.example", In_Reply_To=OURS))

    message = Message.objects.get(from_address="stranger@elsewhere.example")
    assert (received.outcome, message.direction, message.unverified) == (Outcome.UNVERIFIED, "staff_only", True)
    assert Conversation.objects.values().get(pk=conversation.pk) == before
    assert (sent_to("stranger@elsewhere.example"), len(mailoutbox)) == (0, 0)


def test_customer_address_that_fails_dmarc_is_unverified(receive, matter, mailbox):
    mailbox.trusted_server = "mx.ours.example"
    matter(email="olga@example.com", mailed=OURS)

    received = receive(mail(In_Reply_To=OURS, Authentication_Results="mx.ours.example; dmarc=fail"))

    assert received.outcome == Outcome.UNVERIFIED


@pytest.mark.parametrize(
    ("results", "sender", "outcome"),
    [
        ("", "olga@example.com", Outcome.NEW),
        ("evil.example; dmarc=pass", "olga@example.com", Outcome.NEW),
        ("mx.ours.example; dmarc=pass", "stranger@example.com", Outcome.NEW),
        ("mx.ours.example; dmarc=pass", "olga@example.com", Outcome.REPLY),
    ],
)
def test_number_in_the_subject_counts_only_from_a_proven_address(receive, matter, mailbox, results, sender, outcome):
    mailbox.trusted_server = "mx.ours.example"
    number = matter(email="olga@example.com").number

    received = receive(mail(Subject=f"补充 [{number}]", From=sender, Authentication_Results=results))

    assert received.outcome == outcome


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied", "In_Reply_To": OURS},
        {"List_Id": "<news.example.com>"},
        {"From": "tousu@jinshuiwan.example"},
        {"Message_ID": OURS},
        {"Message_ID": "<x1@jinshuiwan.example>"},
    ],
)
def test_robots_and_loops_open_nothing_and_hear_nothing(receive, matter, headers):
    matter(email="olga@example.com", mailed=OURS)

    received = receive(mail(**headers))

    assert (received.outcome, received.conversation) == (Outcome.AUTO, None)
    assert (Conversation.objects.count(), Message.objects.count(), sent_to("olga@example.com")) == (1, 1, 0)


def test_colleague_writing_from_the_companys_domain_is_no_loop(receive):
    raw = mail(From="front@jinshuiwan.example", Message_ID="<x1@jinshuiwan.example>")

    assert receive(raw).outcome == Outcome.NEW


def bounce(recipient: str) -> bytes:
    report = f"Content-Type: message/delivery-status\r\n\r\nFinal-Recipient: rfc822; {recipient}\r\nAction: failed\r\n"
    ours = f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {OURS}\r\n\r\nhello"
    return multipart(report.encode(), ours.encode(), kind="report", From="MAILER-DAEMON@mx.example")


def test_bounce_marks_our_mail_and_tells_staff(receive, matter):
    conversation = matter(email="olga@example.com", mailed=OURS)

    received = receive(bounce("olga@example.com"))

    assert received.outcome == Outcome.BOUNCE
    assert OutgoingMail.objects.get(message_id=OURS).state == OutgoingState.BOUNCED
    assert conversation.messages.last().direction == "staff_only"
    assert "olga@example.com" in conversation.messages.last().text


def test_bounce_about_another_recipient_is_not_believed(receive, matter):
    matter(email="olga@example.com", mailed=OURS)

    receive(bounce("other@example.com"))

    assert OutgoingMail.objects.get(message_id=OURS).state == OutgoingState.SENT


def test_what_cannot_be_read_is_kept_for_staff(receive, viewer_of, dana, otto):
    received = receive(b"\0\0\0")

    delivery = Delivery.objects.get()
    assert (received.outcome, delivery.raw.read()) == (Outcome.QUARANTINED, b"\0\0\0")
    assert delivery in Delivery.objects.visible_to(viewer_of(dana))
    assert delivery not in Delivery.objects.visible_to(viewer_of(otto))


def test_unreadable_twice_is_a_duplicate(receive):
    assert [receive(b"\0", source=s).outcome for s in "ab"] == [Outcome.QUARANTINED, Outcome.DUPLICATE]


def test_no_more_acknowledgements_than_a_person_needs(receive):
    for number in range(8):
        receive(mail(f"第{number}件", Message_ID=f"<m{number}@example.com>"), source=str(number))

    assert Conversation.objects.count() == 8
    assert sent_to("olga@example.com") == 5


@pytest.mark.parametrize("sender", ["no-reply@example.com", "not an address", ""])
def test_who_cannot_be_answered_is_heard_all_the_same(receive, sender):
    received = receive(mail(From=sender))

    assert received.outcome == Outcome.NEW
    assert not OutgoingMail.objects.exists()


def test_forged_sender_of_a_new_mail_gets_no_acknowledgement(receive, mailbox):
    mailbox.trusted_server = "mx.ours.example"

    receive(mail(Authentication_Results="mx.ours.example; dmarc=fail"))

    assert (Conversation.objects.count(), OutgoingMail.objects.count()) == (1, 0)


def test_account_is_linked_only_when_the_address_is_proven(receive, mailbox, olga):
    olga.emailaddress_set.create(email=olga.email, verified=True, primary=True)
    mailbox.trusted_server = "mx.ours.example"
    proof = {"Authentication_Results": "mx.ours.example; dmarc=pass"}

    unproven = receive(mail("一"), source="a")
    proven = receive(mail("二", **proof), source="b")

    assert (unproven.conversation.user, proven.conversation.user) == (None, olga)


def test_refused_attachment_is_named_and_the_rest_kept(receive):
    parts = [
        b"Content-Type: text/plain\r\n\r\nsee files",
        b'Content-Disposition: attachment; filename="run.exe"\r\n\r\nMZ',
        b'Content-Disposition: attachment; filename="a.pdf"\r\n\r\n%PDF-1.4',
    ]

    message = receive(multipart(*parts)).conversation.messages.get()

    assert [upload.name for upload in uploads.of(message.scope)] == ["a.pdf"]
    assert message.left_out == "run.exe"


def test_killed_midway_leaves_nothing_and_the_next_run_makes_one(receive, monkeypatch, mailbox):
    monkeypatch.setattr(intake, "_store_files", _dying)
    with pytest.raises(KeyboardInterrupt):
        receive(mail())
    assert (Conversation.objects.count(), OutgoingMail.objects.count(), OutboxEntry.objects.count()) == (0, 0, 0)
    monkeypatch.undo()

    intake.process_waiting(mailbox)
    intake.process_waiting(mailbox)

    assert (Conversation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_mail_that_fails_again_and_again_is_put_apart_once(receive, monkeypatch, mailbox):
    monkeypatch.setattr(intake, "_open", _breaking)
    with pytest.raises(RuntimeError):
        receive(mail())

    for _run in range(intake.ATTEMPTS + 2):
        intake.process_waiting(mailbox)

    assert Delivery.objects.get().outcome == Outcome.QUARANTINED
    assert RawMail.objects.get().attempts == intake.ATTEMPTS


def test_reply_of_another_kind_goes_to_the_app_that_registered_it(receive, monkeypatch):
    taken = []
    monkeypatch.setattr("portal.mailwire.replies._handlers", {"topic": lambda *args: taken.append(args[2])})
    ours = mailwire.send(to="olga@example.com", subject="s", text="t", reply_kind="topic", reply_ref="t1")

    received = receive(mail(In_Reply_To=ours.message_id))

    assert (received.outcome, taken, Conversation.objects.count()) == (Outcome.REPLY, ["t1"], 0)


def _dying(*_args):
    raise KeyboardInterrupt


def _breaking(*_args):
    raise RuntimeError("broken")
