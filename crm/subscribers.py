"""What the mailbox tells the company. Both may come twice, and in either order."""

from crm import actions
from portal import outbox
from portal.domain_events import ConversationOpened, MessageReceived


@outbox.subscriber("crm.open_case", ConversationOpened, ordered=True)
def open_case(event: ConversationOpened) -> None:
    actions.open_case(conversation_id=event.conversation_id)


@outbox.subscriber("crm.receive_from_customer", MessageReceived, ordered=True)
def receive_from_customer(event: MessageReceived) -> None:
    actions.receive_from_customer(conversation_id=event.conversation_id, message_id=event.message_id)
