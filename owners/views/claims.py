"""An owner shows that a home is theirs: estate → home → name and number; or the code on the fee notice."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from owners.actions.claims import (
    EVIDENCE_AT_MOST,
    CodeNeedsName,
    LivesThereAlready,
    PhoneNeeded,
    add_evidence,
    claim_by_code,
)
from owners.actions.claims import claim_unit as make_claim
from owners.forms.claims import ClaimForm, CodeForm
from owners.guessing import spend_try
from owners.models import Claim, ClaimState, Estate, Unit
from owners.permissions import sign_in_required
from owners.unit_picker import pick
from portal import uploads
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def claim(request: Request) -> HttpResponse:
    """Step one: which estate. Left out where the company has only one."""
    estates = list(Estate.objects.all()[:200])
    own = Claim.objects.made_by(request.viewer).waiting().select_related("estate", "unit__entrance__building")
    if len(estates) == 1 and not own:
        return redirect("owners:claim-unit", estates[0].slug)
    return render(request, "owners/claim.html", {"estates": estates, "waiting": own})


@sign_in_required
def claim_unit(request: Request, slug: str) -> HttpResponse:
    """Step two: building, entrance, room — each a plain link — or the address typed at once."""
    estate = get_object_or_404(Estate, slug=slug)
    picked = pick(estate, request.GET)
    if picked.unit is not None:
        return redirect("owners:claim-details", estate.slug, picked.unit.pk)
    return render(request, "owners/claim_unit.html", {"estate": estate, "picked": picked})


@sign_in_required
def claim_details(request: Request, slug: str, unit_id: int) -> HttpResponse:
    """Step three: name and telephone number as the property office knows them."""
    user = request.viewer.user
    assert user is not None
    unit = get_object_or_404(Unit.objects.with_address().select_related("estate"), pk=unit_id, estate__slug=slug)
    form = ClaimForm(
        request.POST if request.method == "POST" else None, initial={"phone": user.phone.open().removeprefix("+86")}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _spend_try(request, unit.pk)
            made = make_claim(user=user, unit=unit, **form.cleaned_data)
        except (LivesThereAlready, PhoneNeeded) as refused:
            messages.info(request, refused.message)
            return redirect(refused.leads_to)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return redirect("owners:claim-show", made.public_id)
    return render(request, "owners/claim_details.html", {"unit": unit, "estate": unit.estate, "form": form})


@sign_in_required
def claim_code(request: Request) -> HttpResponse:
    """The short way: the one-time code printed on the fee notice."""
    user = request.viewer.user
    assert user is not None
    # The QR code on the slip brings the code along; it is only ever used by a press of the button.
    form = CodeForm(
        request.POST if request.method == "POST" else None, initial={"code": request.GET.get("code", "")[:20]}
    )
    if request.method == "POST" and form.is_valid():
        try:
            _spend_try(request)
            made = claim_by_code(user=user, **form.cleaned_data)
        except (LivesThereAlready, PhoneNeeded) as refused:
            messages.info(request, refused.message)
            return redirect(refused.leads_to)
        except Refused as refused:
            form.add_error("name" if isinstance(refused, CodeNeedsName) else "code", refused.message)
        else:
            return redirect("owners:claim-show", made.public_id)
    response = render(request, "owners/claim_code.html", {"form": form})
    # Not no-referrer: under that a browser sends the page's own form with `Origin: null`.
    response["Referrer-Policy"] = "same-origin"
    return response


@sign_in_required
def claim_show(request: Request, public_id: str) -> HttpResponse:
    """What became of a claim: verified, in review (photos can be added), or not accepted and why."""
    found = _own_claim(request, public_id)
    evidence = uploads.of(found.evidence_scope) if found.state == ClaimState.WAITING else []
    return render(request, "owners/claim_show.html", {"claim": found, "evidence": evidence})


@require_POST
@sign_in_required
def claim_evidence(request: Request, public_id: str) -> HttpResponse:
    """Takes photos for the review, sealed; all of them or, when one is not fine, none."""
    found = _own_claim(request, public_id)
    owner = request.viewer.pseudonym
    # Nothing is stored for a claim that takes no more: what nobody binds would lie about for days.
    room = EVIDENCE_AT_MOST - len(uploads.of(found.evidence_scope)) if found.state == ClaimState.WAITING else 0
    ids: list[str] = []
    try:
        for photo in request.FILES.getlist("photos")[:room]:
            ids.append(uploads.store(photo, name=photo.name or "", owner=owner, sealed=True).public_id)  # noqa: PERF401
        if ids:
            add_evidence(claim=found, upload_ids=ids)
            messages.success(request, _("Thank you, we have received it. Only the reviewer can see it."))
        else:
            messages.warning(request, _("Please choose a photo first; six are the most."))
    except Refused as refused:
        uploads.discard(ids, owner=owner)
        messages.error(request, refused.message)
    return redirect("owners:claim-show", found.public_id)


def _own_claim(request: Request, public_id: str) -> Claim:
    claims = Claim.objects.made_by(request.viewer).select_related("estate", "unit__entrance__building")
    return get_object_or_404(claims, public_id=public_id)


def _spend_try(request: Request, unit_id: int | None = None) -> None:
    assert request.viewer.user is not None
    spend_try(user_id=request.viewer.user.pk, address=get_adapter(request).get_client_ip(request), unit_id=unit_id)
