from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from club import actions
from club.forms import JoinForm
from club.models import Membership
from club.permissions import eligibility
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


def join(request: Request) -> HttpResponse:
    """The application form, or in plain words why not (yet)."""
    allowed = eligibility(request.viewer)
    if not allowed.eligible:
        return render(request, "club/join.html", {"why": allowed.why, "refused": None})
    form = JoinForm(request.POST or None, estates=allowed.estates)
    if request.method == "POST" and form.is_valid() and _apply(request, form):
        messages.success(request, _("Thank you. A steward looks at your application, usually within two working days."))
        return redirect("club:landing")
    return render(request, "club/join.html", {"form": form, "refused": _last_refusal(request)})


def _apply(request: Request, form: JoinForm) -> bool:
    try:
        actions.apply(
            viewer=request.viewer,
            estate=form.cleaned_data["estate"],
            interests=form.cleaned_data["interests"],
            dates=form.dates(),
            contact_by=form.cleaned_data["contact_by"],
            consent=form.cleaned_data["consent"],
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


def _last_refusal(request: Request) -> Membership | None:
    last = Membership.objects.filter(user=request.viewer.user).order_by("-id").first()
    return last if last and last.state == "refused" else None


@require_POST
@sign_in_required
def leave(request: Request) -> HttpResponse:
    assert request.viewer.user is not None
    membership = Membership.objects.of(request.viewer.user).open().first()
    if membership is None:
        return redirect("club:landing")
    try:
        actions.leave_club(viewer=request.viewer, membership=membership)
        messages.success(request, _("You have left the club. You can come back at any time."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("club:landing")
