"""At the service counter: verifying an owner who has no telephone, with their consent."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from owners.actions.accounts import register_account
from owners.actions.households import make_invitation
from owners.actions.notice_codes import make_paper_code
from owners.models import (
    AssistedClaim,
    AssistedWay,
    ConsentGiven,
    Person,
    Residency,
    ResidencyRole,
    User,
)
from owners.permissions import can_assist
from owners.querysets import OWNING
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import ResidentVerified
from portal.errors import Refused
from portal.worktime import today


class NotAtTheCounter(Refused):
    """The viewer doesn't serve at the counter of this estate."""


class NotAnOwner(Refused):
    """Only for somebody who owns the home today; family comes in by their invitation."""


class HasAccount(Refused):
    """The owner signs in by telephone or e-mail already: a code on paper would be a second key."""


class WitnessMissing(Refused):
    """Consent by word of mouth needs somebody who heard it."""


@dataclass(frozen=True, slots=True)
class Assistance:
    """What is handed over at the counter, known now and never again: a code on paper, or a link's token."""

    record: AssistedClaim
    code: str = ""
    token: str = ""


@transaction.atomic
def assist(
    *,
    viewer: Viewer,
    residency: Residency,
    way: str,
    document: str,
    consent: str,
    witness: str = "",
    note: str = "",
    label: str = "",
) -> Assistance:
    """Verifies an owner whose document the clerk has looked at, and records how they agreed.

    By PAPER the owner gets an account that a printed code opens; by FAMILY a relative (`label`) gets an
    invitation in the owner's name. Raises NotAtTheCounter, NotAnOwner, HasAccount, WitnessMissing.
    """
    residency = Residency.objects.select_for_update(of=("self",)).select_related("unit", "person").get(pk=residency.pk)
    if not can_assist(viewer, residency.unit.estate_id):
        raise NotAtTheCounter(_("You can’t do this at this estate."))
    if residency.role not in OWNING or (residency.until is not None and residency.until < today()):
        raise NotAnOwner(_("This person does not own the home."))
    if consent == ConsentGiven.VERBAL and not witness.strip():
        raise WitnessMissing(_("Please name the colleague who heard it."))
    record = AssistedClaim(
        estate_id=residency.unit.estate_id,
        residency=residency,
        way=AssistedWay(way),
        document=document,
        consent=ConsentGiven(consent),
        witness=witness.strip(),
        note=note.strip(),
        by=viewer.pseudonym,
    )
    given = _by_paper(record) if record.way == AssistedWay.PAPER else _by_family(record, label)
    audit.record(
        actor=viewer.pseudonym,
        action="assisted.verified",
        subject=f"assisted:{record.pk}",
        estate_id=record.estate_id,
        way=record.way,
        document=record.document,
        consent=record.consent,
    )
    return given


def _by_paper(record: AssistedClaim) -> Assistance:
    account = _account_of(record.residency.person, record.by)
    record.account = account
    record.save()
    code = make_paper_code(account=account, unit=record.residency.unit, actor=record.by)
    outbox.record(ResidentVerified(user_id=account.pk, estate_id=record.estate_id), key=f"user:{account.pk}")
    return Assistance(record, code=code)


def _account_of(person: Person, actor: str) -> User:
    """The person's account without a telephone, made if there is none. Raises HasAccount."""
    accounts = list(User.objects.select_for_update(of=("self",)).filter(person=person))
    if any(reached_otherwise(account) for account in accounts):
        raise HasAccount(_("This owner has an account already and signs in by telephone or e-mail."))
    return accounts[0] if accounts else register_account(person=person, actor=actor)


def reached_otherwise(account: User) -> bool:
    return bool(account.phone or account.email)


def _by_family(record: AssistedClaim, label: str) -> Assistance:
    invitation, token = make_invitation(
        host=record.residency, role=ResidencyRole.FAMILY, label=label or _("Family"), actor=record.by
    )
    record.invitation = invitation
    record.save()
    return Assistance(record, token=token)
