import pytest
from django.db import IntegrityError, transaction

from mailbox import actions
from mailbox.models import Conversation, Delivery, Message, Progress
from notify.models import Notification
from owners.viewers import VISITOR
from portal import uploads
from portal.mailwire.models import OutgoingMail
from portal.outbox.models import OutboxEntry

pytestmark = pytest.mark.django_db


def test_open_conversation_numbers_and_tells_once_per_key(estate, mailbox):
    fields = {"estate": estate, "kind": "repair", "channel": "web", "subject": "漏水", "text": "滴水"}

    first = actions.open_conversation(**fields, idempotency_key="k1")
    again = actions.open_conversation(**fields, idempotency_key="k1")

    assert (again, first.number, first.mailbox) == (first, "JSW-2026-000001", mailbox)
    assert OutboxEntry.objects.filter(kind="ConversationOpened").count() == 1
    assert first.messages.get().text == "滴水"


def test_open_conversation_by_staff_keeps_the_caller_as_given(matter, viewer_of, dana):
    conversation = matter(viewer=viewer_of(dana), name="周先生", phone="139 0000 1234", channel="phone")

    assert (conversation.contact.name, conversation.contact.phone) == ("周先生", "139 0000 1234")
    assert conversation.messages.get().author_name == "周先生"
    assert not OutgoingMail.objects.exists()


def test_open_conversation_from_the_forum_names_topic_and_author(matter, olga):
    conversation = matter(channel="forum", user=olga, topic_ref="t123", html="<p>停水<script>x</script></p>")

    assert (conversation.topic_ref, conversation.user, conversation.person) == ("t123", olga, olga.person)
    assert conversation.messages.get().html == "<p>停水</p>"
    assert conversation.messages.get().author_name == olga.display_name


def test_open_conversation_anonymous_keeps_nobody(matter, viewer_of, olga):
    conversation = matter(
        anonymous=True, user=olga, viewer=viewer_of(olga), name="奥丽佳", phone="1", email="o@x.com", channel="web"
    )

    assert (conversation.contact, conversation.user, conversation.person) == (None, None, None)
    assert not OutgoingMail.objects.exists()
    assert olga.pseudonym not in str(list(Conversation.objects.values())) + str(list(Message.objects.values()))


def test_database_refuses_an_anonymous_matter_with_a_user(matter, olga):
    conversation = matter(anonymous=True, channel="web")

    with pytest.raises(IntegrityError), transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).update(user=olga)


def test_send_answer_mails_threads_and_tells_the_account(matter, viewer_of, dana, olga):
    conversation = matter(email="olga@example.com", user=olga)

    message = actions.send_answer(
        conversation=conversation, html="<p>周三<b>上门</b></p>", who="戴娜", viewer=viewer_of(dana)
    )

    mail = message.outgoing
    assert (mail.to, mail.reply_kind, mail.reply_ref) == ("olga@example.com", "conversation", conversation.public_id)
    assert "周三上门" in mail.text
    assert conversation.token in mail.text
    assert Notification.objects.get(user=olga).kind == "mailbox.answer"


def test_send_answer_without_an_address_stays_on_the_page(matter, viewer_of, dana):
    message = actions.send_answer(conversation=matter(), html="<p>好</p>", who="戴娜", viewer=viewer_of(dana))

    assert (message.direction, message.outgoing) == ("out", None)


def test_send_answer_says_something(matter, viewer_of, dana):
    with pytest.raises(actions.NothingSaid):
        actions.send_answer(conversation=matter(), html="<p> </p>", who="戴娜", viewer=viewer_of(dana))


def test_answer_to_a_mail_stands_below_it(mailbox, viewer_of, dana):
    from mailbox import intake
    from tests.mailreader.mails import mail

    conversation = intake.receive(mail(), mailbox, source="a").conversation

    message = actions.send_answer(conversation=conversation, html="<p>好</p>", who="戴娜", viewer=viewer_of(dana))

    assert message.outgoing.in_reply_to == "<m1@example.com>"


def test_receive_message_binds_own_files_alone(matter):
    mine = uploads.store_bytes(b"%PDF-1.4 a", name="a.pdf", owner="session:1")
    other = uploads.store_bytes(b"%PDF-1.4 b", name="b.pdf", owner="session:2")

    message = actions.receive_message(
        conversation=matter(),
        text="补充",
        viewer=VISITOR,
        upload_ids=[mine.public_id, other.public_id],
        upload_owner="session:1",
    )

    assert [upload.name for upload in uploads.of(message.scope)] == ["a.pdf"]
    assert OutboxEntry.objects.filter(kind="MessageReceived").count() == 1


def test_receive_message_twice_with_one_key_is_once(matter):
    conversation = matter()

    messages = [actions.receive_message(conversation=conversation, text="补充", idempotency_key="r1") for _ in range(2)]

    assert messages[0] == messages[1]
    assert OutboxEntry.objects.filter(kind="MessageReceived").count() == 1


def test_set_progress_dates_each_state_and_tells_once(matter, olga):
    conversation = matter(user=olga)

    for _twice in range(2):
        actions.set_progress(conversation_id=conversation.pk, state=Progress.IN_PROGRESS, who="戴娜", promise_at=None)

    conversation.refresh_from_db()
    assert (conversation.progress_state, conversation.progress_who) == ("in_progress", "戴娜")
    assert sorted(conversation.steps.values_list("state", flat=True)) == ["in_progress", "received"]
    assert Notification.objects.filter(user=olga).count() == 1


def test_conversations_are_seen_by_their_customer_and_their_estates_staff(
    matter, viewer_of, olga, nina, otto, dana, stranger
):
    conversation = matter(user=olga)

    seen = {
        person.nickname: conversation in Conversation.objects.visible_to(viewer_of(person))
        for person in (olga, nina, otto, dana, stranger)
    }

    assert seen == {"奥丽佳": True, "倪娜": False, "欧图": False, "戴娜": True, "陌生人": False}
    assert not Conversation.objects.visible_to(VISITOR).exists()
    assert not Delivery.objects.visible_to(VISITOR).exists()


def test_files_are_fetched_by_customer_and_staff_alone(matter, client_for, olga, nina, dana):
    conversation = matter(user=olga)
    upload = uploads.store_bytes(b"%PDF-1.4", name="a.pdf", owner="mail", scope=conversation.messages.get().scope)

    codes = [client_for(person).get(upload.url).status_code for person in (olga, dana, nina, None)]

    assert codes == [200, 200, 404, 404]
