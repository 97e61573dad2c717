"""What a person asks about their own data, and what we answer. The law's clocks start with the request."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from owners import personal
from owners.models import (
    Consent,
    ConsentMeans,
    ConsentPurpose,
    CorrectionField,
    DataCopy,
    DataRequest,
    RequestKind,
    RequestState,
    StaffRole,
    User,
)
from owners.permissions import can_answer_request
from owners.querysets import REQUEST_READERS
from owners.rights.answering import estates_of, open_to_answerers
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import AccountClosingAsked, DataRequestAnswered, DataRequestReceived
from portal.errors import Refused
from portal.worktime import calendar, now

# PIPL and GB/T 35273: requests are answered within thirty days, an account is closed within fifteen working days.
ANSWERED_WITHIN = timedelta(days=30)
CLOSED_WITHIN_WORKING_DAYS = 15
# Until then whoever asked may think again.
CLOSES_AFTER = timedelta(days=15)
COPIES_PER_DAY = 3


class WordsChanged(Refused):
    """The words that somebody read are not those in use any more."""


class StillWorksHere(Refused):
    """An account with a staff role is closed by withdrawing the roles first."""


class TooManyCopies(Refused):
    """Enough copies were made today."""


class NothingToTakeBack(Refused):
    """The closing was carried out, or never asked for."""


class AnsweredAlready(Refused):
    """Somebody else has answered."""


class NotYoursToAnswer(Refused):
    """The viewer doesn't answer for this person's data, or the request is their own."""


class WordsMissing(Refused):
    """A refusal has to be said in words."""


@transaction.atomic
def choose_consent(
    *, user: User, code: str, given: bool, version: int | None = None, means: str = ConsentMeans.PAGE, actor: str = ""
) -> Consent | None:
    """Writes down a yes or no to a purpose, in the version that is in use. Saying the same again writes nothing.

    Raises WordsChanged if `version` is given, and the yes is to other words than those in use.
    """
    purpose = ConsentPurpose.objects.get(code=code, active=True)
    if given and version is not None and version != purpose.version:
        raise WordsChanged(_("The words have been changed meanwhile. Please read them again."))
    User.objects.select_for_update().get(pk=user.pk)
    newest = Consent.objects.filter(user=user, purpose=purpose).order_by("-pk").first()
    if newest and (newest.given, newest.version) == (given, purpose.version):
        return None
    consent = Consent.objects.create(
        user=user, purpose=purpose, given=given, version=purpose.version, means=ConsentMeans(means)
    )
    audit.record(
        actor=actor or user.pseudonym,
        action="consent.given" if given else "consent.withdrawn",
        subject=user.pseudonym,
        purpose=code,
        version=purpose.version,
        means=means,
    )
    return consent


@transaction.atomic
def ask_for_copy(*, user: User) -> DataRequest:
    """Puts a copy of the person's data in hand; the one that is being made counts. Raises TooManyCopies."""
    from owners.tasks import make_data_copy

    User.objects.select_for_update().get(pk=user.pk)
    asked = DataRequest.objects.filter(user=user, kind=RequestKind.EXPORT)
    if running := asked.open().first():
        return running
    if asked.filter(received_at__gt=now() - timedelta(days=1)).count() >= COPIES_PER_DAY:
        raise TooManyCopies(_("You have had several copies today. Please ask again tomorrow."))
    request = _receive(DataRequest(user=user, kind=RequestKind.EXPORT, due_at=now() + ANSWERED_WITHIN))
    make_data_copy.enqueue(request.pk)
    return request


@transaction.atomic
def ask_for_correction(*, user: User, field: str, wish: str) -> DataRequest:
    """Something in the registry is wrong: a person at the estate looks at it and answers."""
    request = DataRequest(
        user=user,
        kind=RequestKind.CORRECT,
        field=CorrectionField(field),
        wish=wish.strip(),
        due_at=now() + ANSWERED_WITHIN,
    )
    return _receive(request)


@transaction.atomic
def ask_to_close(*, user: User, keep_posts: bool) -> DataRequest:
    """Starts the clock at whose end the account is erased. Asking again changes nothing. Raises StillWorksHere."""
    User.objects.select_for_update().get(pk=user.pk)
    if running := DataRequest.objects.filter(user=user, kind=RequestKind.ERASE).open().first():
        return running
    if StaffRole.objects.filter(user=user).exists():
        raise StillWorksHere(_("This account works for the company. An administrator has to end its roles first."))
    moment = now()
    request = DataRequest(
        user=user,
        kind=RequestKind.ERASE,
        keep_posts=keep_posts,
        received_at=moment,
        acts_at=moment + CLOSES_AFTER,
        due_at=closing_due(moment),
    )
    _receive(request)
    outbox.record(AccountClosingAsked(request_id=request.pk), key=f"user:{user.pk}")
    return request


def closing_due(received: datetime) -> datetime:
    """By when the law wants an account closed that somebody asked to close."""
    known = calendar()
    return known.add_working(received, known.day_length * CLOSED_WITHIN_WORKING_DAYS)


@transaction.atomic
def take_back_closing(*, user: User) -> None:
    """Keeps the account after all. Raises NothingToTakeBack once the erasure has begun."""
    request = (
        DataRequest.objects.select_for_update()
        .filter(user=user, kind=RequestKind.ERASE, state__in=(RequestState.OPEN, RequestState.HELD))
        .first()
    )
    if request is None:
        raise NothingToTakeBack(_("There is no closing to take back."))
    close_request(request, RequestState.CANCELLED, actor=user.pseudonym)


@transaction.atomic
def read_request(*, viewer: Viewer, request: DataRequest) -> tuple[str, str]:
    """What is asked, and what was answered, in words; that somebody read them is on record first."""
    if not request.wish and not request.answer:
        return "", ""
    estates = estates_of(request.user)
    mine = [estate_id for estate_id in estates if viewer.has_role(*REQUEST_READERS, estate_id=estate_id)]
    audit.record(
        actor=viewer.pseudonym,
        action="data_request.read",
        subject=request.subject,
        estate_id=next(iter(mine), None),
        kind=request.kind,
    )
    return request.wish.open(), request.answer.open()


@transaction.atomic
def answer_request(*, viewer: Viewer, request: DataRequest, granted: bool, answer: str) -> None:
    """What became of a request that people decide; the person is told, and reads `answer`.

    Raises NotYoursToAnswer, AnsweredAlready, WordsMissing.
    """
    request = DataRequest.objects.select_for_update(of=("self",)).select_related("user").get(pk=request.pk)
    if not can_answer_request(viewer, request, estates_of(request.user)):
        raise NotYoursToAnswer(_("This request is for somebody else to answer."))
    if not request.is_open:
        raise AnsweredAlready(_("This request has been answered already."))
    if not granted and not answer.strip():
        raise WordsMissing(_("Please write down why not: the person reads it."))
    request.answer = answer.strip()
    request.save(update_fields=["answer"])
    close_request(request, RequestState.DONE if granted else RequestState.REFUSED, actor=viewer.pseudonym)
    outbox.record(DataRequestAnswered(request_id=request.pk), key=f"user:{request.user_id}")


@transaction.atomic
def note_fetch(*, copy: DataCopy) -> None:
    """Writes down that a copy was handed out, before it is."""
    DataCopy.objects.filter(pk=copy.pk).update(fetched_at=now())
    user = copy.request.user
    audit.record(actor=user.pseudonym, action="data_copy.fetched", subject=copy.request.subject)


def close_request(request: DataRequest, state: RequestState, *, actor: str) -> None:
    """Ends a request that the caller has locked."""
    request.state, request.closed_at, request.closed_by, request.hold = state, now(), actor, ""
    request.save(update_fields=["state", "closed_at", "closed_by", "hold"])
    personal.end(source=request.subject)
    audit.record(actor=actor, action=f"data_request.{state}", subject=request.subject, kind=request.kind)


def _receive(request: DataRequest) -> DataRequest:
    request.save()
    open_to_answerers(request)
    audit.record(
        actor=request.user.pseudonym, action="data_request.received", subject=request.subject, kind=request.kind
    )
    outbox.record(DataRequestReceived(request_id=request.pk), key=f"user:{request.user_id}")
    return request
