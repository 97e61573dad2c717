from owners.models.access import SENSITIVE_ROLES, KeyGrant, Role, StaffRole
from owners.models.accounts import User
from owners.models.charges import FeeCharge, Purchase
from owners.models.claims import Claim, ClaimMeans, ClaimState, NoticeBatch, NoticeCode, RefusalReason
from owners.models.contacts import Contact
from owners.models.disclosure import Grant, Reveal, RevealReason
from owners.models.household import (
    GUEST_ROLES,
    AssistedClaim,
    AssistedWay,
    CheckedDocument,
    ConsentGiven,
    EndReason,
    HouseholdInvitation,
    HouseholdMember,
    ResidencyEnd,
)
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
from owners.models.pledge import PledgeAcceptance, PledgeText
from owners.models.registry import (
    WHOLE,
    Building,
    Entrance,
    Estate,
    Residency,
    ResidencyRole,
    TitleKind,
    Unit,
)
from owners.models.roles import RoleChange, RoleRequest, RoleRequestState
from owners.models.sms import SmsDay, SmsMessage, SmsState
from owners.models.task_links import TaskLink

__all__ = [
    "GUEST_ROLES",
    "KEPT",
    "SENSITIVE_ROLES",
    "WHOLE",
    "AssistedClaim",
    "AssistedWay",
    "Building",
    "CheckedDocument",
    "Claim",
    "ClaimMeans",
    "ClaimState",
    "ColumnMapping",
    "ConsentGiven",
    "Contact",
    "ContactKind",
    "EndReason",
    "Entrance",
    "Estate",
    "FeeCharge",
    "Grant",
    "HouseholdInvitation",
    "HouseholdMember",
    "ImportChange",
    "ImportKind",
    "ImportProblem",
    "ImportRun",
    "ImportState",
    "KeyGrant",
    "MappedColumn",
    "NoticeBatch",
    "NoticeCode",
    "Organisation",
    "OrganisationKind",
    "Person",
    "PersonContact",
    "PersonIdentity",
    "PersonName",
    "PledgeAcceptance",
    "PledgeText",
    "Purchase",
    "RefusalReason",
    "Residency",
    "ResidencyEnd",
    "ResidencyRole",
    "Reveal",
    "RevealReason",
    "Role",
    "RoleChange",
    "RoleRequest",
    "RoleRequestState",
    "Severity",
    "SmsDay",
    "SmsMessage",
    "SmsState",
    "StaffRole",
    "TaskLink",
    "TitleKind",
    "Unit",
    "User",
]
