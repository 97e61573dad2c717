"""Every write of the mailbox. Other rooms call these; none of them knows a request."""

from mailbox.actions.conversations import name_customer, open_conversation, set_progress
from mailbox.actions.messages import NothingSaid, receive_message, send_answer

__all__ = ["NothingSaid", "name_customer", "open_conversation", "receive_message", "send_answer", "set_progress"]
