"""What mailbox and forum tell the company. All may come twice, and in any order."""

from crm import actions
from portal import outbox
from portal.domain_events import AuthorNamed, ConversationOpened, EndJudged, MessageReceived, TopicMerged


@outbox.subscriber("crm.open_case", ConversationOpened, ordered=True)
def open_case(event: ConversationOpened) -> None:
    actions.open_case(conversation_id=event.conversation_id)


@outbox.subscriber("crm.receive_from_customer", MessageReceived, ordered=True)
def receive_from_customer(event: MessageReceived) -> None:
    actions.receive_from_customer(conversation_id=event.conversation_id, message_id=event.message_id)


@outbox.subscriber("crm.hear_author", EndJudged)
def hear_author(event: EndJudged) -> None:
    actions.hear_author(verdict_id=event.verdict_id)


@outbox.subscriber("crm.learn_author", AuthorNamed)
def learn_author(event: AuthorNamed) -> None:
    actions.learn_author(topic_id=event.topic_id)


@outbox.subscriber("crm.follow_merged_topic", TopicMerged)
def follow_merged_topic(event: TopicMerged) -> None:
    actions.follow_merged_topic(topic_id=event.topic_id, into_id=event.into_id)
