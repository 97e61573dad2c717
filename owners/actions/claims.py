"""Saying that a unit is mine, and deciding whether it is."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.utils.translation import gettext as _

from owners import personal
from owners.actions.notice_codes import code_fingerprints, take
from owners.actions.people import person_of, remember_number
from owners.claim_matching import Agreement, agree_on_names, confirmed_contacts, find_match, residents_of
from owners.life import note_owners
from owners.models import (
    Claim,
    ClaimMeans,
    ClaimState,
    NoticeCode,
    Person,
    RefusalReason,
    Residency,
    ResidencyRole,
    Unit,
    User,
)
from owners.names import name_key
from owners.permissions import can_review_claim
from owners.querysets import REVIEWERS
from owners.viewers import Viewer, staff_key
from portal import audit, outbox, realtime, uploads
from portal.domain_events import ClaimDecided, ResidentVerified
from portal.errors import Refused
from portal.worktime import now, today

WAITING_AT_MOST = 3
EVIDENCE_AT_MOST = 6
EVIDENCE_KEPT = timedelta(days=30)


class LivesThereAlready(Refused):
    """The account is verified for this unit."""

    leads_to = "owners:me"


class PhoneNeeded(Refused):
    """An account that was opened by WeChat shows a phone first: WeChat proves nobody's name or number."""

    leads_to = "account_change_phone"


class ClaimWaits(Refused):
    """The account has a claim for this unit, or too many claims, that nobody has decided yet."""


class TooMuchEvidence(Refused):
    """More photos than anybody needs to show that a flat is theirs."""


class CodeNotAccepted(Refused):
    """Unknown, used, expired — or the name typed with it is none of the owners'. All say the same."""


class CodeNeedsName(Refused):
    """The unit has several owners; whoever holds the code has to say which one they are."""


class NotYoursToDecide(Refused):
    """The viewer doesn't review claims at this estate, or it is their own."""


class DecidedAlready(Refused):
    """Somebody was quicker."""


@transaction.atomic
def claim_unit(
    *,
    user: User,
    unit: Unit,
    name: str,
    phone: str = "",
    role: str = ResidencyRole.OWNER,
) -> Claim:
    """Claims `unit` for an account: verified at once on a full match with the registry, else in review.

    A full match is the name of one resident together with a number or address of that resident
    which the account has confirmed. Raises PhoneNeeded, LivesThereAlready, ClaimWaits.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_has_phone(user)
    residencies = residents_of(unit.pk)
    _check_may_claim(user, unit, residencies)
    claim = Claim(user=user, estate_id=unit.estate_id, unit=unit, role=role, name=name.strip(), phone=phone)
    person = find_match(residencies, name=name, contacts=confirmed_contacts(user))
    if person is not None and _is_free(person, user):
        _verify(claim, person, means=ClaimMeans.REGISTRY, decided_by="registry")
        return claim
    _put_in_review(claim, residencies)
    return claim


@transaction.atomic
def add_evidence(*, claim: Claim, upload_ids: Iterable[str]) -> int:
    """Binds uploads of the claimant to a waiting claim; only reviewers and the claimant can fetch them.

    Says how many there are now. Raises DecidedAlready, TooMuchEvidence.
    """
    claim = Claim.objects.select_for_update(of=("self",)).select_related("user").get(pk=claim.pk)
    if claim.state != ClaimState.WAITING:
        raise DecidedAlready(_("This request has been decided meanwhile."))
    uploads.attach(upload_ids, owner=claim.user.pseudonym, scope=claim.evidence_scope)
    count = len(uploads.of(claim.evidence_scope))
    if count > EVIDENCE_AT_MOST:
        raise TooMuchEvidence(_("Please send no more than six photos."))
    return count


@transaction.atomic
def claim_by_code(*, user: User, code: str, name: str = "") -> Claim:
    """Claims the unit of a code from a fee notice; verified at once for the owner of that unit.

    Where the unit has several owners, `name` says which one. If that owner, or this account, is
    linked to somebody else already, a steward decides. A code works once. Raises PhoneNeeded,
    CodeNotAccepted, CodeNeedsName, LivesThereAlready.
    """
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_has_phone(user)
    usable = NoticeCode.objects.usable().of_notices().select_for_update(of=("self",))
    notice = usable.filter(fingerprint__in=code_fingerprints(code)).first()
    if notice is None:
        raise CodeNotAccepted(_("This code is not valid, or has been used. Please look at the notice again."))
    unit = Unit.objects.get(pk=notice.unit_id)
    residencies = residents_of(unit.pk)
    person = _owner_meant(residencies, name)
    _check_lives_elsewhere(user, residencies)
    # A request for the same unit that still waits is answered by the code.
    claim = Claim.objects.waiting().filter(user=user, unit=unit).first() or Claim(
        user=user, estate_id=unit.estate_id, unit=unit, name=name.strip()
    )
    claim.user = user
    if not take(notice, user):
        raise CodeNotAccepted(_("This code is not valid, or has been used. Please look at the notice again."))
    if _is_free(person, user):
        _verify(claim, person, means=ClaimMeans.CODE, decided_by="notice-code")
    else:
        claim.means = ClaimMeans.CODE
        _put_in_review(claim, residencies, meant=person)
    return claim


@transaction.atomic
def decide_claim(
    *,
    viewer: Viewer,
    claim: Claim,
    accept: bool,
    person: Person | None = None,
    role: str = "",
    reason: str = "",
    note: str = "",
) -> Claim:
    """A reviewer's word on a waiting claim; the evidence is removed with it, and the claimant is told.

    Accepting links the account to `person`, a resident of the unit; without one the claimant becomes
    a resident in `role`. Refusing names a RefusalReason. Raises NotYoursToDecide, DecidedAlready.
    """
    if not can_review_claim(viewer, claim):
        raise NotYoursToDecide(_("You can’t decide this claim."))
    # The account first, as everywhere: two claims of one account wait for each other.
    User.objects.select_for_update().get(pk=claim.user_id)
    claim = Claim.objects.select_for_update(of=("self",)).select_related("user").get(pk=claim.pk)
    if claim.state != ClaimState.WAITING:
        raise DecidedAlready(_("This claim has been decided meanwhile."))
    claim.note = note.strip()
    claim.means = ClaimMeans.REVIEW
    if accept:
        _accept(claim, person, role or claim.role, viewer.pseudonym)
    else:
        claim.reason = RefusalReason(reason)
        claim.state, claim.decided_at, claim.decided_by = ClaimState.REFUSED, now(), viewer.pseudonym
        claim.save()
        audit.record(
            actor=viewer.pseudonym,
            action="claim.refused",
            subject=f"claim:{claim.pk}",
            estate_id=claim.estate_id,
            reason=claim.reason,
        )
        _remove_evidence(claim, why="decided")
        personal.end(source=claim.subject)
    outbox.record(ClaimDecided(claim_id=claim.pk), key=f"claim:{claim.pk}")
    return claim


def remove_old_evidence() -> int:
    """Removes documents that nobody decided on within 30 days, and what belongs to no claim; says how many.

    The claim stays in the queue: its owner is asked for them again.
    """
    removed = 0
    for scope in uploads.scopes_older_than("owners.claim", now() - EVIDENCE_KEPT):
        with transaction.atomic():
            claim = Claim.objects.filter(pk=scope.partition(":")[2]).first()
            if claim is not None:
                removed += _remove_evidence(claim, why="expired")
            elif count := uploads.remove(scope):
                removed += count
                audit.record(
                    actor="system", action="evidence.removed", subject=scope.removeprefix("owners."), count=count
                )
    return removed


def _remove_evidence(claim: Claim, *, why: str) -> int:
    """Rows and bytes go; that they went, and how many, stays on record."""
    count = uploads.remove(claim.evidence_scope)
    if count:
        audit.record(
            actor="system",
            action="evidence.removed",
            subject=f"claim:{claim.pk}",
            estate_id=claim.estate_id,
            count=count,
            why=why,
        )
    return count


def _put_in_review(claim: Claim, residencies: Sequence[Residency], meant: Person | None = None) -> None:
    """Until the decision, reviewers may see who claims, and the residents whose name is like the one given."""
    claim.save()
    audit.record(
        actor=claim.user.pseudonym, action="claim.made", subject=f"claim:{claim.pk}", estate_id=claim.estate_id
    )
    alike = [one.person for one in residencies if agree_on_names(claim.name, one.person.name) != Agreement.DIFFERENT]
    for role in REVIEWERS:
        personal.grant(key=staff_key(claim.estate_id, role), subjects=[claim, meant, *alike], source=claim.subject)


def _accept(claim: Claim, person: Person | None, role: str, actor: str) -> None:
    known = {residency.person_id: residency for residency in residents_of(claim.unit_id)}
    if person is not None and person.pk not in known:
        raise Refused(_("This person is not a resident of the unit."))
    user = claim.user
    if person is not None and _fits(user, person):
        remember_number(person, user)
    else:
        # An account that is somebody already stays that person, and gets this home as well.
        role = known[person.pk].role if person is not None else role
        person = person_of(user, name=claim.name, phone=claim.phone.open())
        residency, _created = Residency.objects.get_or_create(
            unit_id=claim.unit_id,
            person=person,
            role=role,
            until=None,
            defaults={"since": today(), "source": f"claim:{claim.pk}"},
        )
        note_owners([residency], actor=actor)
    _verify(claim, person, means=ClaimMeans.REVIEW, decided_by=actor)


def _verify(claim: Claim, person: Person, *, means: str, decided_by: str) -> None:
    user = claim.user
    claim.person, claim.means = person, means
    claim.state, claim.decided_at, claim.decided_by = ClaimState.VERIFIED, now(), decided_by
    claim.save()
    if user.person_id is None or not _fits(user, person):
        user.person = person
        user.save(update_fields=["person"])
    _remove_evidence(claim, why="decided")
    personal.end(source=claim.subject)
    audit.record(
        actor=decided_by if decided_by.startswith("user:") else user.pseudonym,
        action="claim.verified",
        subject=f"claim:{claim.pk}",
        estate_id=claim.estate_id,
        means=str(means),
    )
    outbox.record(ResidentVerified(user_id=user.pk, estate_id=claim.estate_id), key=f"user:{user.pk}")
    realtime.recheck(user.public_id)


def _check_may_claim(user: User, unit: Unit, residencies: Sequence[Residency]) -> None:
    _check_lives_elsewhere(user, residencies)
    waiting = list(Claim.objects.waiting().filter(user=user).values_list("unit_id", flat=True))
    if unit.pk in waiting:
        raise ClaimWaits(_("You have asked for this home already. We are looking at it."))
    if len(waiting) >= WAITING_AT_MOST:
        raise ClaimWaits(_("We are still looking at your other requests. Please wait for our answer."))


def _check_has_phone(user: User) -> None:
    if user.phone_verified_at is None and SocialAccount.objects.filter(user=user).exists():
        raise PhoneNeeded(_("Please confirm your mobile number first, then verify your home."))


def _check_lives_elsewhere(user: User, residencies: Sequence[Residency]) -> None:
    person = user.person.stays if user.person else None
    if person is not None and any(residency.person_id == person.pk for residency in residencies):
        raise LivesThereAlready(_("This home is yours already: you are verified for it."))


def _is_free(person: Person, user: User) -> bool:
    """True if linking changes nobody else's account, and not who this account already is."""
    return _fits(user, person) and not any(other.pk != user.pk for other in person.users.all())


def _fits(user: User, person: Person) -> bool:
    """True if the account is nobody yet, or this person under whichever of their rows."""
    return user.person is None or user.person.stays.pk == person.pk


def _owner_meant(residencies: Sequence[Residency], name: str) -> Person:
    owners = {
        residency.person_id: residency.person
        for residency in residencies
        if residency.role in {ResidencyRole.OWNER, ResidencyRole.CO_OWNER}
    }
    if len(owners) == 1:
        return next(iter(owners.values()))
    if not owners:
        raise CodeNotAccepted(_("This code can’t be used at the moment. Please choose your home from the list."))
    if not name.strip():
        raise CodeNeedsName(_("This home has several owners. Please type your full name as well."))
    named = [person for person in owners.values() if name_key(person.name) == name_key(name)]
    if len(named) != 1:
        raise CodeNotAccepted(_("Code and name don’t fit together. Please look at the notice again."))
    return named[0]
