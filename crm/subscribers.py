"""What mailbox and forum tell the company, and it itself. All may come twice, and in any order."""

from crm import actions
from portal import outbox
from portal.domain_events import (
    AuthorNamed,
    ConversationOpened,
    EndJudged,
    HomesHear,
    HomeSpoke,
    HomesWait,
    MessageReceived,
    PrivacyAnswered,
    TopicMerged,
)


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


@outbox.subscriber("crm.hear_home", HomeSpoke)
def hear_home(event: HomeSpoke) -> None:
    actions.hear_home(topic_id=event.topic_id, unit_id=event.unit_id)


@outbox.subscriber("crm.number_homes", HomesWait)
def number_homes(event: HomesWait) -> None:
    actions.number_homes(case_id=event.case_id, topic=event.topic, after=event.after)


@outbox.subscriber("crm.let_homes_hear", HomesHear)
def let_homes_hear(event: HomesHear) -> None:
    actions.let_homes_hear(case_id=event.case_id, message_id=event.message_id, after=event.after)


@outbox.subscriber("crm.go_private", PrivacyAnswered)
def go_private(event: PrivacyAnswered) -> None:
    actions.go_private(offer_id=event.offer_id)
