from crm.forms.cases import (
    AnswerForm,
    AssessForm,
    CloseForm,
    ContactForm,
    FromTopicForm,
    HandOverForm,
    JoinForm,
    NoteForm,
    PrivateForm,
    ReasonForm,
)
from crm.forms.follow_ups import FollowUpForm
from crm.forms.lists import LedgerFilter, QueueFilter
from crm.forms.phone_entry import PhoneEntryForm
from crm.forms.work_orders import DispatchForm, RefusalForm, ReportForm

__all__ = [
    "AnswerForm",
    "AssessForm",
    "CloseForm",
    "ContactForm",
    "DispatchForm",
    "FollowUpForm",
    "FromTopicForm",
    "HandOverForm",
    "JoinForm",
    "LedgerFilter",
    "NoteForm",
    "PhoneEntryForm",
    "PrivateForm",
    "QueueFilter",
    "ReasonForm",
    "RefusalForm",
    "ReportForm",
]
