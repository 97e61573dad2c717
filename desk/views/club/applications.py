from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from club import actions
from club.forms import DecideForm
from club.models import Membership
from owners import personal
from owners.models import Residency, Role
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


@staff_only(Role.STEWARD, Role.ADMIN)
def club_application(request: Request, membership_id: str) -> HttpResponse:
    """One application with what it rests on: where the person lives, and any earlier stay."""
    stays = Membership.objects.stewarded_by(request.viewer).select_related(
        "person__naming", "estate", "user", "decided_by"
    )
    membership = get_object_or_404(stays, public_id=membership_id)
    form = DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, membership, form):
        return redirect("desk:club")
    context = {
        "membership": membership,
        "opened": personal.open_for(
            request.viewer, [membership.person], fields=("name", "phone"), where="desk:club-application"
        ),
        "form": form,
        "residencies": _residencies(membership),
        "earlier": Membership.objects.filter(person=membership.person).exclude(pk=membership.pk).order_by("-id"),
    }
    return render(request, "desk/club_application.html", context)


def _decide(request: Request, membership: Membership, form: DecideForm) -> bool:
    accept = form.cleaned_data["decision"] == "accept"
    try:
        actions.decide_application(
            viewer=request.viewer, membership=membership, accept=accept, reason=form.cleaned_data["reason"]
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(
        request, _("Accepted; the card is on its way.") if accept else _("Refused; the person is told why.")
    )
    return True


def _residencies(membership: Membership) -> list[Residency]:
    homes = Residency.objects.filter(person=membership.person, unit__estate=membership.estate, until__isnull=True)
    return list(homes.select_related("unit__entrance__building"))
