from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from club import actions
from club.forms import AdjustForm, SuspendForm
from club.models import Membership, PointAccount
from club.views.points import statement
from owners import personal
from owners.models import Role
from owners.permissions import staff_only
from owners.querysets import name_matches
from portal.errors import Refused
from portal.http import Request

PER_PAGE = 30


@staff_only(Role.STEWARD, Role.ADMIN)
def club_members(request: Request) -> HttpResponse:
    """The members, the newest first; found by card number or by two characters of a name. What is looked
    for comes by POST: names stand in no address and in no log."""
    query = request.POST.get("q", "").strip()[:40]
    members = Membership.objects.stewarded_by(request.viewer).exclude(state__in=["applied", "refused"])
    if query:
        digits = query.replace(" ", "")
        members = members.filter(name_matches(query, "person__naming__") | Q(cards__number=digits)).distinct()
    before = request.POST.get("before") or request.GET.get("before", "")
    if before.isdigit():
        members = members.filter(pk__lt=int(before))
    page = list(
        members.select_related("person__naming", "estate", "tier")
        .prefetch_related("cards")
        .order_by("-pk")[: PER_PAGE + 1]
    )
    context = {
        "opened": personal.Opened(request.viewer, where="desk:club-members"),
        "members": page[:PER_PAGE],
        "query": query,
        "older": page[PER_PAGE - 1].pk if len(page) > PER_PAGE else None,
    }
    return render(request, "desk/club_members.html", context)


def _member(request: Request, membership_id: str) -> Membership:
    stays = Membership.objects.stewarded_by(request.viewer).select_related("person__naming", "estate", "tier", "user")
    return get_object_or_404(stays, public_id=membership_id)


def _new_adjustment() -> AdjustForm:
    return AdjustForm(initial={"key": get_random_string(20)})


@staff_only(Role.STEWARD, Role.ADMIN)
def club_member(request: Request, membership_id: str) -> HttpResponse:
    return _show(request, _member(request, membership_id), _new_adjustment())


def _show(request: Request, membership: Membership, form: AdjustForm, status: int = 200) -> HttpResponse:
    account = PointAccount.objects.filter(user=membership.user).first()
    context = {
        "membership": membership,
        "opened": personal.Opened(request.viewer, where="desk:club-member"),
        "card": membership.cards.order_by("-id").first(),
        "account": account,
        "form": form,
        "suspend_form": SuspendForm(),
    }
    if account is not None:
        context |= statement(account, request.GET.get("before", ""))
    return render(request, "desk/club_member.html", context, status=status)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_points(request: Request, membership_id: str) -> HttpResponse:
    """Gives or takes points by hand."""
    membership = _member(request, membership_id)
    form = AdjustForm(request.POST)
    if not form.is_valid():
        return _show(request, membership, form, 422)
    try:
        actions.adjust_points(viewer=request.viewer, membership=membership, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _show(request, membership, form, 422)
    messages.success(request, _("The points are booked."))
    return redirect("desk:club-member", membership_id)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_suspend(request: Request, membership_id: str) -> HttpResponse:
    reason = request.POST.get("reason", "")
    try:
        actions.suspend_membership(
            viewer=request.viewer, membership=_member(request, membership_id), reason=reason[:200]
        )
        messages.success(request, _("The membership is suspended."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:club-member", membership_id)


@require_POST
@staff_only(Role.STEWARD, Role.ADMIN)
def club_resume(request: Request, membership_id: str) -> HttpResponse:
    try:
        actions.resume_membership(viewer=request.viewer, membership=_member(request, membership_id))
        messages.success(request, _("The membership is in force again."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:club-member", membership_id)
