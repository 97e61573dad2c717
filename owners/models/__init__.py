from owners.models.access import KeyGrant, Role, StaffRole
from owners.models.accounts import User
from owners.models.claims import Claim, ClaimMeans, ClaimState, NoticeCode, RefusalReason
from owners.models.contacts import Contact
from owners.models.disclosure import Grant, Reveal, RevealReason
from owners.models.imports import ImportProblem, ImportRun, ImportState, Severity
from owners.models.people import ContactKind, Person, PersonContact, PersonIdentity, PersonName
from owners.models.registry import (
    Building,
    Entrance,
    Estate,
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
    "ContactKind",
    "Entrance",
    "Estate",
    "Grant",
    "ImportProblem",
    "ImportRun",
    "ImportState",
    "KeyGrant",
    "NoticeCode",
    "Person",
    "PersonContact",
    "PersonIdentity",
    "PersonName",
    "RefusalReason",
    "Residency",
    "ResidencyRole",
    "Reveal",
    "RevealReason",
    "Role",
    "Severity",
    "SmsMessage",
    "SmsState",
    "StaffRole",
    "TaskLink",
    "Unit",
    "User",
]
