"""Cases out of anonymous questions: they don't know their customer, who hears of the answers all the same."""

from django.db import transaction
from django.urls import reverse
from django.utils import translation

from crm.actions.entries import write_step
from crm.disclosure import open_parties
from crm.models import Case, Step
from forum.models import Topic
from mailbox import actions as mailbox_actions
from mailbox.models import Message
from notify import send


def tell_nameless(case: Case, message: Message | None = None) -> None:
    """Leads whoever asked anonymously to the page of their matter: once it is there, and with each answer.

    The page opens by its address alone; the company keeps no line from the case to the account.
    """
    conversation = case.conversation
    if not (conversation.anonymous and conversation.topic_ref):
        return
    topic = Topic.objects.select_related("author").filter(public_id=conversation.topic_ref).first()
    if topic is None or topic.author is None:
        return
    with translation.override("zh-hans"):
        url = reverse("mailbox:tracking", args=[conversation.token])
    told = f"message:{message.pk}" if message else f"opened:{case.pk}"
    send(
        [topic.author],
        kind="case.nameless_answer" if message else "case.nameless",
        params={"number": case.number, "subject": case.subject},
        url=url,
        dedupe=f"crm.nameless:{told}",
    )


@transaction.atomic
def learn_author(*, topic_id: int) -> Case | None:
    """The author of an anonymous question has let the company know: their case learns who it is. Twice is once;
    nothing happens where they have thought better of it, or where there is no case of its own."""
    topic = Topic.objects.select_related("author__person").get(pk=topic_id)
    case = Case.objects.filter(conversation__topic_ref=topic.public_id).select_related("estate").first()
    if topic.is_nameless or topic.author is None or case is None:
        return None
    if not mailbox_actions.name_customer(conversation_id=case.conversation_id, user=topic.author):
        return None
    case = Case.objects.select_related(
        "conversation__contact", "conversation__user__person", "conversation__person"
    ).get(pk=case.pk)
    if case.is_open:
        open_parties(case)
    write_step(case, Step.NAMED)
    return case
