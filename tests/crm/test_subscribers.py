from crm import subscribers
from crm.models import Case, Clock, EntryKind
from mailbox.actions import open_conversation, receive_message
from portal.audit.models import AuditRow
from portal.domain_events import ConversationOpened, MessageReceived


def _conversation(estate):
    return open_conversation(
        estate=estate,
        kind="repair",
        channel="web",
        subject="漏水",
        html="<p>厨房漏水</p>",
        name="周",
        phone="+8613800001599",
    )


def test_conversation_opened_makes_one_case_under_its_number(estate, drain):
    conversation = _conversation(estate)

    drain()

    case = Case.objects.get()
    assert (case.number, case.kind, case.audience) == (conversation.number, "repair", f"staff:{estate.pk}")
    assert case.clocks.count() == 3


def test_conversation_opened_delivered_twice_is_once(estate, drain):
    event = ConversationOpened(conversation_id=_conversation(estate).pk)
    drain()

    subscribers.open_case(event)
    subscribers.open_case(event)

    assert Case.objects.count() == 1
    assert Clock.objects.count() == 3
    assert AuditRow.objects.filter(action="case.opened").count() == 1


def test_message_received_before_the_case_is_there_opens_it(estate):
    conversation = _conversation(estate)
    message = conversation.messages.order_by("id").first()
    event = MessageReceived(conversation_id=conversation.pk, message_id=message.pk)

    subscribers.receive_from_customer(event)
    subscribers.open_case(ConversationOpened(conversation_id=conversation.pk))

    case = Case.objects.get()
    assert case.entries.filter(kind=EntryKind.CUSTOMER).count() == 1
    assert case.customer_wrote_at is None


def test_message_received_delivered_twice_is_once(case, drain):
    receive_message(conversation=case.conversation, text="还没修好")
    drain()
    message = case.conversation.messages.order_by("-id").first()
    event = MessageReceived(conversation_id=case.conversation_id, message_id=message.pk)

    subscribers.receive_from_customer(event)
    subscribers.receive_from_customer(event)

    assert case.entries.filter(message=message).count() == 1
    assert AuditRow.objects.filter(action="case.customer_replied").count() == 1
