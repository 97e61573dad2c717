"""What the customer's account is told; the mail with the answer itself goes its own way (letters.py)."""

from django.urls import reverse
from django.utils import translation

import notify
from mailbox.models import Conversation, Message


def tell_answer(conversation: Conversation, message: Message) -> None:
    if conversation.user is None:
        return
    notify.send(
        [conversation.user],
        kind="mailbox.answer",
        params={"who": message.author_name, "subject": conversation.subject},
        url=_page(conversation),
        dedupe=f"mailbox.message:{message.pk}",
    )


def tell_progress(conversation: Conversation) -> None:
    """One notification per state that ends a wait; being answered has its own."""
    if conversation.user is None or conversation.progress_state not in {"in_progress", "closed"}:
        return
    notify.send(
        [conversation.user],
        kind=f"mailbox.{conversation.progress_state}",
        params={"subject": conversation.subject, "who": conversation.progress_who},
        url=_page(conversation),
        dedupe=f"mailbox.progress:{conversation.pk}:{conversation.progress_state}",
    )


def _page(conversation: Conversation) -> str:
    """The address without a language: whoever shows it puts the reader's in front."""
    with translation.override("zh-hans"):
        return reverse("mailbox:tracking", args=[conversation.token])
