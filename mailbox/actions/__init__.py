"""Every write of the mailbox. Other rooms call these; none of them knows a request."""

from mailbox.actions.conversations import name_customer, open_conversation, set_progress
from mailbox.actions.homes import (
    NothingToJudge,
    go_private,
    judge_end,
    open_home_number,
    repeat_answer,
    share_with,
    stand_again,
    withdraw,
)
from mailbox.actions.messages import NothingSaid, receive_message, send_answer

__all__ = [
    "NothingSaid",
    "NothingToJudge",
    "go_private",
    "judge_end",
    "name_customer",
    "open_conversation",
    "open_home_number",
    "receive_message",
    "repeat_answer",
    "send_answer",
    "set_progress",
    "share_with",
    "stand_again",
    "withdraw",
]
