"""What the customer's accounts are told; the mail with the answer itself goes its own way (letters.py)."""

from django.urls import reverse
from django.utils import translation

import notify
from mailbox.models import Conversation, Message
from owners.models import User


def people_of(conversation: Conversation) -> list[User]:
    """The account that brought the matter; behind somebody else's matter, all of the home. Nobody once it withdrew."""
    if conversation.withdrawn_at:
        return []
    brought = [conversation.user] if conversation.user else []
    if not conversation.stands_behind:
        return brought
    return brought + [row.user for row in conversation.companions.select_related("user").order_by("pk")]


def tell_answer(conversation: Conversation, message: Message) -> None:
    notify.send(
        people_of(conversation),
        kind="mailbox.answer",
        params={"who": message.author_name, "subject": conversation.subject},
        url=_page(conversation),
        dedupe=f"mailbox.message:{message.pk}",
    )


def tell_progress(conversation: Conversation) -> None:
    """One notification per state that ends a wait; being answered has its own."""
    if conversation.progress_state not in {"in_progress", "closed"}:
        return
    notify.send(
        people_of(conversation),
        kind=f"mailbox.{conversation.progress_state}",
        params={"subject": conversation.subject, "who": conversation.progress_who},
        url=_page(conversation),
        dedupe=f"mailbox.progress:{conversation.pk}:{conversation.progress_state}",
    )


def tell_number(conversation: Conversation, user: User) -> None:
    """A home has its own number: it leads to number and query code."""
    notify.send(
        [user],
        kind="mailbox.numbered",
        params={"number": conversation.number, "subject": conversation.subject},
        url=_page(conversation, "mailbox:receipt"),
        dedupe=f"mailbox.number:{conversation.pk}",
    )


def _page(conversation: Conversation, name: str = "mailbox:tracking") -> str:
    """The address without a language: whoever shows it puts the reader's in front."""
    with translation.override("zh-hans"):
        return reverse(name, args=[conversation.token])
