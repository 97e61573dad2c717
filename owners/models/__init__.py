from owners.models.access import KeyGrant, Role, StaffRole
from owners.models.accounts import User
from owners.models.charges import FeeCharge, Purchase
from owners.models.claims import Claim, ClaimMeans, ClaimState, NoticeCode, RefusalReason
from owners.models.contacts import Contact
from owners.models.disclosure import Grant, Reveal, RevealReason
from owners.models.imports import (
    KEPT,
    ColumnMapping,
    ImportChange,
    ImportKind,
    ImportProblem,
    ImportRun,
    ImportState,
    MappedColumn,
    Severity,
)
from owners.models.organisations import Organisation, OrganisationKind
from owners.models.people import ContactKind, Person, PersonContact, PersonIdentity, PersonName
from owners.models.registry import (
    Building,
    Entrance,
    Estate,
    Residency,
    ResidencyRole,
    TitleKind,
    Unit,
)
from owners.models.sms import SmsMessage, SmsState
from owners.models.task_links import TaskLink

__all__ = [
    "KEPT",
    "Building",
    "Claim",
    "ClaimMeans",
    "ClaimState",
    "ColumnMapping",
    "Contact",
    "ContactKind",
    "Entrance",
    "Estate",
    "FeeCharge",
    "Grant",
    "ImportChange",
    "ImportKind",
    "ImportProblem",
    "ImportRun",
    "ImportState",
    "KeyGrant",
    "MappedColumn",
    "NoticeCode",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonContact",
    "PersonIdentity",
    "PersonName",
    "Purchase",
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
    "TitleKind",
    "Unit",
    "User",
]
