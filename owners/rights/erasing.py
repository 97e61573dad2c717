"""Closing an account: the doors first, then every room in turn, the account itself last.

Each step may run again: whoever was killed in the middle starts anew and finds less to do. What a later
step finds people by is erased after that step (`Holding.sort`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django_tasks_db.models import DBTaskResult

from owners.actions.rights import close_request
from owners.models import (
    AssistedClaim,
    Contact,
    DataCopy,
    DataRequest,
    Grant,
    NoticeCode,
    Person,
    PersonContact,
    PersonIdentity,
    PersonName,
    RequestKind,
    RequestState,
    Residency,
    ResidencyEnd,
    Reveal,
    User,
)
from owners.models.accounts import new_public_id
from owners.rights.holdings import Holding, holdings
from owners.rights.legal_holds import hold_on
from owners.rights.scrubbing import scrub
from owners.rights.whose import Whose
from portal import audit, realtime, uploads
from portal.mailwire.models import OutgoingMail, OutgoingState
from portal.outbox.models import Delivery
from portal.uploads.models import Upload
from portal.worktime import now, today

logger = logging.getLogger(__name__)


def carry_out_due(limit: int = 20) -> int:
    """Carries out the closings whose time has come; one that fails doesn't keep the others. Says how many."""
    due = DataRequest.objects.filter(kind=RequestKind.ERASE, acts_at__lte=now()).open()
    done = 0
    for pk in list(due.values_list("pk", flat=True)[:limit]):
        try:
            done += carry_out(pk)
        except Exception:
            logger.exception("closing an account failed; it is tried again with the next run")
    return done


def carry_out(request_id: int) -> bool:
    """Erases one account. True when it is done; False while a legal hold keeps it, or it was taken back."""
    request = _begin(request_id)
    if request is None:
        return False
    whose = Whose(request.user, keep_posts=request.keep_posts)
    # Before anything goes: what the texts are cleared of.
    _ = (whose.people, whose.contacts, whose.names, whose.reach, whose.phone, whose.emails)
    for holding in holdings():
        holding.erase(holding, whose)
    with transaction.atomic():
        locked = DataRequest.objects.select_for_update().get(pk=request.pk)
        if locked.is_open:
            close_request(locked, RequestState.DONE, actor="system")
            audit.record(
                actor="system", action="account.closed", subject=request.user.pseudonym, posts=request.keep_posts
            )
    return True


@transaction.atomic
def _begin(request_id: int) -> DataRequest | None:
    """From here on it can't be taken back, and nobody is signed in."""
    request = DataRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request_id)
    if request.state == RequestState.WORKING:
        return request
    if not request.is_open or request.acts_at is None or request.acts_at > now():
        return None
    if code := hold_on(Whose(request.user)):
        if request.hold != code:
            request.state, request.hold = RequestState.HELD, code
            request.save(update_fields=["state", "hold"])
            audit.record(actor="system", action="data_request.held", subject=request.subject, hold=code)
        return None
    request.state, request.hold = RequestState.WORKING, ""
    request.save(update_fields=["state", "hold"])
    User.objects.filter(pk=request.user_id).update(is_active=False)
    _end_sessions(request.user)
    return request


def _end_sessions(user: User) -> None:
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()
    realtime.recheck(user.public_id)


# ── the steps of this floor ─────────────────────────────────────────────────────────────────
@transaction.atomic
def erase_sign_in(holding: Holding, whose: Whose) -> None:
    _end_sessions(whose.user)
    Authenticator.objects.filter(user=whose.user).delete()
    SocialAccount.objects.filter(user=whose.user).delete()


def erase_mails(holding: Holding, whose: Whose) -> None:
    """Mails of ours to them: who got them and what they said. The row stays, for the count and the thread."""
    addresses = [one for one in whose.reach if "@" in one]
    sent = OutgoingMail.objects.filter(to__in=addresses)
    while ids := list(sent.values_list("pk", flat=True)[:500]):
        gone = OutgoingMail.objects.filter(pk__in=ids)
        gone.filter(state=OutgoingState.QUEUED).update(state=OutgoingState.FAILED)
        gone.update(to="", to_fp="", subject="", text="", html="", problem="", in_reply_to="")


def erase_uploads(holding: Holding, whose: Whose) -> None:
    """What was bound to nothing goes; what a kept post or an order still shows loses its sender and its name."""
    mine = Upload.objects.filter(owner=whose.user.pseudonym)
    unbound = list(mine.filter(scope="").values_list("public_id", flat=True))
    with transaction.atomic():
        uploads.discard(unbound, owner=whose.user.pseudonym)
    for upload in mine.exclude(scope="").iterator(chunk_size=200):
        ending = upload.name.rpartition(".")[2][:5] if "." in upload.name else ""
        Upload.objects.filter(pk=upload.pk).update(owner="closed", name=f"file.{ending}" if ending else "file")


@transaction.atomic
def erase_claims(holding: Holding, whose: Whose) -> None:
    for claim in holding.rows(whose):
        uploads.remove(claim.evidence_scope)
        claim.delete()
    NoticeCode.objects.filter(used_by=whose.user).update(used_by=None)


def erase_contacts(holding: Holding, whose: Whose) -> None:
    forget_contacts(whose.contacts)


@transaction.atomic
def forget_contacts(ids: Iterable[int]) -> None:
    """How they reached us goes, also where the matter stays; and what staff wrote about looking at it."""
    for contact in Contact.objects.filter(pk__in=list(ids)):
        contact.name = contact.address = ""
        contact.phone = contact.email = ""
        contact.person = None
        contact.save()
        Grant.objects.filter(subject=contact.subject).delete()
        _clear(Reveal.objects.filter(subject=contact.subject), "note")


def _clear(rows: QuerySet[Any], column: str) -> None:
    for row in rows:
        setattr(row, column, "")
        row.save(update_fields=[column])


@transaction.atomic
def erase_requests(holding: Holding, whose: Whose) -> None:
    for copy in DataCopy.objects.filter(request__user=whose.user):
        if copy.file:
            copy.file.delete(save=False)
        copy.delete()
    for request in DataRequest.objects.filter(user=whose.user):
        request.wish = request.answer = ""
        request.save(update_fields=["wish", "answer"])
        if request.is_open and request.kind != RequestKind.ERASE:
            close_request(request, RequestState.CANCELLED, actor="system")


@transaction.atomic
def erase_person(holding: Holding, whose: Whose) -> None:
    """The registry keeps an owner, and whoever left not long ago; and anybody who has another account here."""
    if whose.alone:
        for person_id in whose.people:
            if not _registry_needs(person_id):
                forget_person(person_id)


def _registry_needs(person_id: int) -> bool:
    # A guest's place was made by the guest and goes with the account; the registry is of owners and lessees.
    known = Residency.objects.filter(person_id=person_id, membership__isnull=True)
    return known.filter(Q(until__isnull=True) | Q(until__gt=registry_cutoff())).exists()


def registry_cutoff() -> date:
    """Whoever left before this day has no place in the registry any more."""
    return today() - timedelta(days=365 * settings.REGISTRY_YEARS)


def forget_person(person_id: int) -> None:
    """Takes everything that identifies from a person; the pseudonym with its facts stays."""
    PersonName.objects.filter(person_id=person_id).delete()
    PersonContact.objects.filter(person_id=person_id).delete()
    PersonIdentity.objects.filter(person_id=person_id).delete()
    _clear(ResidencyEnd.objects.filter(residency__person_id=person_id), "note")
    _clear(AssistedClaim.objects.filter(residency__person_id=person_id), "note")
    subject = Person.objects.get(pk=person_id).subject
    Grant.objects.filter(subject=subject).delete()
    _clear(Reveal.objects.filter(subject=subject), "note")
    audit.record(actor="system", action="person.forgotten", subject=subject)


def forget_former(limit: int = 500) -> int:
    """People who left longer ago than the registry is kept, and who have no account: their names and numbers go."""
    later = Residency.objects.filter(person=OuterRef("person")).filter(
        Q(until__isnull=True) | Q(until__gt=registry_cutoff())
    )
    accounts = User.objects.filter(person=OuterRef("person"), is_active=True)
    former = (
        Residency.objects.filter(until__lte=registry_cutoff(), person__naming__isnull=False)
        .exclude(Exists(later))
        .exclude(Exists(accounts))
    )
    ids = list(dict.fromkeys(former.order_by("until").values_list("person_id", flat=True)[:limit]))
    for person_id in ids:
        with transaction.atomic():
            forget_person(person_id)
    return len(ids)


@transaction.atomic
def erase_user(holding: Holding, whose: Whose) -> None:
    """Leaves a shell with a pseudonym: the ledger and the audit trail name it, nothing leads from it to anybody."""
    EmailAddress.objects.filter(user=whose.user).delete()
    user = User.objects.select_for_update().get(pk=whose.user.pk)
    user.username = new_public_id()
    user.nickname = user.first_name = user.last_name = user.email = user.language = ""
    user.phone = ""
    user.phone_verified_at = user.last_login = user.person = None
    user.is_active = user.is_staff = user.is_superuser = user.large_type = False
    user.closed_at = user.closed_at or now()
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    _clear_errors(whose)


def _clear_errors(whose: Whose) -> None:
    """What failed may have said in its error whom it failed for."""
    for word in (*whose.reach, *whose.names):
        DBTaskResult.objects.filter(traceback__contains=word).delete()
        for delivery in Delivery.objects.filter(error__contains=word):
            delivery.error = scrub(delivery.error, whose.names)
            delivery.save(update_fields=["error"])
