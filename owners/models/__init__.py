from owners.models.access import KeyGrant, Role, StaffRole
from owners.models.accounts import User
from owners.models.claims import Claim, ClaimMeans, ClaimState, NoticeCode, RefusalReason
from owners.models.contacts import Contact
from owners.models.imports import ImportProblem, ImportRun, ImportState, Severity
from owners.models.registry import (
    Building,
    Entrance,
    Estate,
    Person,
    PersonPhone,
    Residency,
    ResidencyRole,
    Unit,
)
from owners.models.sms import SmsMessage, SmsState
from owners.models.task_links import TaskLink

__all__ = [
    "Building",
    "Claim",
    "ClaimMeans",
    "ClaimState",
    "Contact",
    "Entrance",
    "Estate",
    "ImportProblem",
    "ImportRun",
    "ImportState",
    "KeyGrant",
    "NoticeCode",
    "Person",
    "PersonPhone",
    "RefusalReason",
    "Residency",
    "ResidencyRole",
    "Role",
    "Severity",
    "SmsMessage",
    "SmsState",
    "StaffRole",
    "TaskLink",
    "Unit",
    "User",
]
