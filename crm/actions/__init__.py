"""Every write of the company's side: cases, answers, work orders, clocks, the end and after."""

from crm.actions.answers import (
    ALL,
    ASKER,
    HoldsPersonalNumbers,
    add_note,
    answer_customer,
    homes_that_wrote,
    leaks,
    note_contact,
    receive_from_customer,
)
from crm.actions.cases import (
    AlreadyACase,
    AlreadyTaken,
    NotYours,
    accept_hand_over,
    assess,
    follow_merged_topic,
    hand_over,
    join_case,
    open_case,
    open_case_from_topic,
    put_waiting,
    resume,
    staff_of,
    take_case,
)
from crm.actions.closing import (
    close_case,
    hear_author,
    note_not_reached,
    plan_follow_up,
    record_follow_up,
    reopen,
)
from crm.actions.escalations import escalate_due_clocks
from crm.actions.exports import record_export
from crm.actions.homes import hear_home, let_homes_hear, number_homes
from crm.actions.naming import learn_author
from crm.actions.phone_entry import enter_call, identify_callers
from crm.actions.private import go_private, offer_privacy
from crm.actions.work_orders import (
    OrderIsOver,
    accept_work_order,
    complete_work_order,
    dispatch_work_order,
    order_of_link,
    refuse_work_order,
)

__all__ = [
    "ALL",
    "ASKER",
    "AlreadyACase",
    "AlreadyTaken",
    "HoldsPersonalNumbers",
    "NotYours",
    "OrderIsOver",
    "accept_hand_over",
    "accept_work_order",
    "add_note",
    "answer_customer",
    "assess",
    "close_case",
    "complete_work_order",
    "dispatch_work_order",
    "enter_call",
    "escalate_due_clocks",
    "follow_merged_topic",
    "go_private",
    "hand_over",
    "hear_author",
    "hear_home",
    "homes_that_wrote",
    "identify_callers",
    "join_case",
    "leaks",
    "learn_author",
    "let_homes_hear",
    "note_contact",
    "note_not_reached",
    "number_homes",
    "offer_privacy",
    "open_case",
    "open_case_from_topic",
    "order_of_link",
    "plan_follow_up",
    "put_waiting",
    "receive_from_customer",
    "record_export",
    "record_follow_up",
    "refuse_work_order",
    "reopen",
    "resume",
    "staff_of",
    "take_case",
]
