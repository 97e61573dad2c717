"""My home: who lives here, inviting family and tenants, letting them go."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from owners import invitation_links
from owners.actions.households import (
    InvitationOver,
    accept_invitation,
    find_invitation,
    invite,
    leave_home,
    remove_member,
    withdraw_invitation,
)
from owners.forms.household import InvitationForm, JoinForm, LeaveForm
from owners.households import Home, home_of
from owners.models import HouseholdInvitation, HouseholdMember
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def household(request: Request, unit_id: int) -> HttpResponse:
    """Who lives here, what each may do, and what this viewer can change."""
    return render(request, "owners/household.html", {"home": _home(request, unit_id)})


@sign_in_required
def household_invite(request: Request, unit_id: int) -> HttpResponse:
    """An owner asks somebody in; the link and its QR code come next."""
    home = _home(request, unit_id)
    if not home.may_invite:
        raise Http404
    form = InvitationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, token = invite(viewer=request.viewer, host=home.own, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            invitation_links.keep(request, invitation, token)
            return redirect("owners:household-invitation", unit_id, invitation.public_id)
    return render(request, "owners/household_invite.html", {"home": home, "form": form})


@never_cache
@sign_in_required
def household_invitation(request: Request, unit_id: int, public_id: str) -> HttpResponse:
    """The link and its QR code, for whoever made the invitation, in the browser where it was made."""
    invitation = _invitation(request, unit_id, public_id)
    context = {
        "invitation": invitation,
        "unit": invitation.host.unit,
        "link": invitation_links.link(request, invitation),
    }
    return render(request, "owners/household_invitation.html", context)


@require_POST
@sign_in_required
def household_withdraw(request: Request, unit_id: int, public_id: str) -> HttpResponse:
    withdraw_invitation(viewer=request.viewer, invitation=_invitation(request, unit_id, public_id))
    messages.success(request, _("Withdrawn. The link no longer works."))
    return redirect("owners:household", unit_id)


@sign_in_required
def household_member(request: Request, unit_id: int, public_id: str) -> HttpResponse:
    """Asks once more, then ends a guest's place."""
    members = HouseholdMember.objects.living_there().invited_by(request.viewer).filter(host__unit_id=unit_id)
    related = members.select_related("residency__person", "host__unit__entrance__building")
    member = get_object_or_404(related, public_id=public_id)
    if request.method == "POST":
        remove_member(viewer=request.viewer, member=member)
        messages.success(request, _("Removed. They can no longer read what the residents here write."))
        return redirect("owners:household", unit_id)
    return render(request, "owners/household_member.html", {"member": member, "unit": member.host.unit})


@sign_in_required
def household_leave(request: Request, unit_id: int) -> HttpResponse:
    """A family member or tenant leaves the home by themselves."""
    home = _home(request, unit_id)
    if not home.may_leave:
        raise Http404
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        leave_home(viewer=request.viewer, residency=home.own)
        messages.success(request, _("You have left this home."))
        return redirect("owners:me")
    return render(request, "owners/household_leave.html", {"home": home, "form": form})


@never_cache
def household_join(request: Request, token: str) -> HttpResponse:
    """Where an invitation's link leads: sign in or up, then read what it means, then agree."""
    invitation = find_invitation(token)
    if invitation is None:
        return _without_referrer(render(request, "owners/household_join_over.html", status=410))
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and request.viewer.user is not None and form.is_valid():
        try:
            accept_invitation(user=request.viewer.user, invitation=invitation, **form.cleaned_data)
        except InvitationOver:
            return _without_referrer(render(request, "owners/household_join_over.html", status=410))
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Welcome home. The boards of your neighbours are open to you now."))
            return redirect("owners:household", invitation.host.unit_id)
    # A visitor may be the preview of a chat app: it learns the estate, not the home and not who asks.
    shown = {"invitation": invitation, "unit": invitation.host.unit, "form": form, "path": request.path}
    return _without_referrer(render(request, "owners/household_join.html", shown))


def _home(request: Request, unit_id: int) -> Home:
    home = home_of(request.viewer, unit_id)
    if home is None:
        raise Http404
    return home


def _invitation(request: Request, unit_id: int, public_id: str) -> HouseholdInvitation:
    own = HouseholdInvitation.objects.made_by(request.viewer).filter(host__unit_id=unit_id)
    return get_object_or_404(own.select_related("host__unit__entrance__building"), public_id=public_id)


def _without_referrer(response: HttpResponse) -> HttpResponse:
    """The address is the key: no page that is gone on to learns it."""
    # Not no-referrer: under that a browser sends the page's own form with `Origin: null`.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response
