from crm.models.cases import Case, CaseKind, Entry, EntryKind, JoinedHome, JoinedTopic, Severity, State, Step
from crm.models.clocks import Clock, ClockKind, ClockPolicy, Escalation, Level
from crm.models.work import Department, FollowUp, FollowUpState, OrderState, WorkOrder

__all__ = [
    "Case",
    "CaseKind",
    "Clock",
    "ClockKind",
    "ClockPolicy",
    "Department",
    "Entry",
    "EntryKind",
    "Escalation",
    "FollowUp",
    "FollowUpState",
    "JoinedHome",
    "JoinedTopic",
    "Level",
    "OrderState",
    "Severity",
    "State",
    "Step",
    "WorkOrder",
]
