"""The steward's review: who says they live where, beside what the registry says."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from owners import personal
from owners.actions.claims import decide_claim
from owners.claim_matching import Comparison, Contacts, compare, confirmed_contacts, residents_of
from owners.display import group_phone, mask_email, mask_phone
from owners.forms.claims import DecisionForm
from owners.models import Claim, ClaimState, RefusalReason, Residency
from owners.permissions import can_review_claim, staff_only
from owners.querysets import REVIEWERS, ClaimQuerySet
from portal import audit, uploads
from portal.errors import Refused
from portal.http import Request

PAGE = 30
STATES = ("waiting", "decided")


@staff_only(*REVIEWERS)
def claim_list(request: Request) -> HttpResponse:
    return render(request, "desk/claim_list.html", _queue(request))


@staff_only(*REVIEWERS)
def claim_review(request: Request, public_id: str) -> HttpResponse:
    """One claim; a waiting one can be decided here. Each opening leaves a record for the privacy officer."""
    claim = get_object_or_404(_claims(request), public_id=public_id)
    residencies = residents_of(claim.unit_id)
    evidence = uploads.of(claim.evidence_scope) if claim.state == ClaimState.WAITING else []
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        claim=claim,
        residencies=residencies,
        # Whoever sent no document is asked for one, unless the reviewer chooses another reason.
        reason=RefusalReason.NOT_A_RESIDENT if evidence else RefusalReason.EVIDENCE_MISSING,
    )
    if request.method == "POST" and form.is_valid():
        try:
            decide_claim(viewer=request.viewer, claim=claim, **form.answer())
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Decided. The claimant has been told."))
            return _to_the_next(request, claim)
    if request.method == "GET":
        _note_opening(request, claim)
    opened = _opened(request, claim, residencies)
    context = _queue(request) | opened | _beside_the_registry(claim, residencies, form, opened["opened"])
    context["evidence"] = evidence
    context["may_decide"] = claim.state == ClaimState.WAITING and can_review_claim(request.viewer, claim)
    return render(request, "desk/claim_review.html", context)


def _to_the_next(request: Request, claim: Claim) -> HttpResponse:
    """The claim that has waited longest after this one, or else at all; the empty list once all is done."""
    waiting = Claim.objects.reviewable_by(request.viewer).waiting().exclude(user=request.viewer.user).order_by("id")
    ahead = waiting.filter(id__gt=claim.pk).first() or waiting.first()
    return redirect("desk:claim-review", ahead.public_id) if ahead else redirect("desk:claim-list")


def _note_opening(request: Request, claim: Claim) -> None:
    audit.record(
        actor=request.viewer.pseudonym,
        action="claim.opened",
        subject=f"claim:{claim.pk}",
        estate_id=claim.estate_id,
    )


def _opened(request: Request, claim: Claim, residencies: list[Residency]) -> dict[str, personal.Opened]:
    """Who claims, with number and addresses, and the names that are like theirs: the work in hand here."""
    viewer, where = request.viewer, "desk:claim-review"
    waiting = claim.state == ClaimState.WAITING
    people = [residency.person for residency in residencies] if waiting else []
    return {
        "opened": personal.open_for(viewer, [claim], fields=("name", "phone", "email"), where=where),
        "opened_registry": personal.open_for(viewer, people, fields=("name",), where=where),
    }


def _confirmed(contacts: Contacts, *, in_full: bool) -> list[str]:
    """The account's confirmed number and addresses, as far as they are open here."""
    phones = [contacts.phone] if contacts.phone else []
    if in_full:
        return [*(group_phone(phone) for phone in phones), *sorted(contacts.emails)]
    return [*(mask_phone(phone) for phone in phones), *(mask_email(email) for email in sorted(contacts.emails))]


def _beside_the_registry(
    claim: Claim, residencies: list[Residency], form: DecisionForm, opened: personal.Opened
) -> dict[str, Any]:
    """A decided claim is shown without what it was compared with: that is nobody's work any more."""
    waiting = claim.state == ClaimState.WAITING
    contacts = confirmed_contacts(claim.user)
    compared = compare(claim, residencies, contacts) if waiting else []
    return {
        "claim": claim,
        "confirmed": _confirmed(contacts, in_full=opened.shows(claim, "phone")),
        "choices": _choices(compared, form),
        "form": form,
    }


def _choices(compared: list[Comparison], form: DecisionForm) -> list[tuple[Comparison, bool]]:
    """Each resident with whether it is the one chosen so far: the likeliest, until somebody chooses."""
    typed = form.data.get("person")
    chosen = typed or next((str(one.person.pk) for one in compared if one.likeness >= 5), "")
    return [(one, str(one.person.pk) == chosen) for one in compared]


def _claims(request: Request) -> ClaimQuerySet:
    claims: ClaimQuerySet = Claim.objects.reviewable_by(request.viewer)
    return claims.select_related("estate", "user", "unit__entrance__building")


def _queue(request: Request) -> dict[str, Any]:
    """The claims of one state, the longest waiting first (the newest decided first), by key."""
    state = request.GET.get("state", "waiting")
    state = state if state in STATES else STATES[0]
    claims = _claims(request)
    after = request.GET.get("after", "")
    if state == "waiting":
        claims = claims.waiting().order_by("id")
        claims = claims.filter(id__gt=int(after)) if after.isdecimal() else claims
    else:
        claims = claims.exclude(state=ClaimState.WAITING).order_by("-id")
        claims = claims.filter(id__lt=int(after)) if after.isdecimal() else claims
    rows = list(claims[: PAGE + 1])
    more = urlencode([("state", state), ("after", str(rows[PAGE - 1].pk))]) if len(rows) > PAGE else ""
    rows = rows[:PAGE]
    evidence = uploads.of_many([row.evidence_scope for row in rows])
    return {
        "rows": [(row, len(evidence[row.evidence_scope])) for row in rows],
        "state": state,
        # The list stays on its page while its rows are opened.
        "row_query": urlencode({"state": state} | ({"after": after} if after.isdecimal() else {})),
        "more_url": f"{reverse('desk:claim-list')}?{more}" if more else "",
    }
