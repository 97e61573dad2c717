"""Giving, asking for, deciding on and withdrawing roles. Each asks for the second factor anew."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from owners.actions import confirm_role, give_role, refuse_role, request_role, withdraw_role
from owners.forms.staff import DecideRoleForm, RoleForm, WithdrawForm
from owners.models import Role, RoleRequest, StaffRole, User
from owners.permissions import can_administer, can_decide_role, needs_two_people, staff_only, step_up_required
from owners.querysets import ROLE_READERS
from owners.staff import accounts_seen_by
from owners.step_up import typed_before
from portal.errors import Refused
from portal.http import Request


@staff_only(Role.ADMIN)
@step_up_required
def role_give(request: Request) -> HttpResponse:
    """Gives a role, or asks for one that takes two people; `?to=` names an account that is listed already."""
    account = None
    if to := request.GET.get("to"):
        account = get_object_or_404(accounts_seen_by(request.viewer), public_id=to)
    typed = request.POST if request.method == "POST" else None
    form = RoleForm(typed, viewer=request.viewer, account=account, initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        try:
            return _give(request, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    status = 422 if form.is_bound else 200
    return render(request, "desk/role_give.html", {"form": form, "account": account}, status=status)


def _give(request: Request, form: RoleForm) -> HttpResponse:
    assert form.account is not None
    user = form.account
    wanted = {name: form.cleaned_data[name] for name in ("role", "estate", "reason")}
    if needs_two_people(request.viewer, user, wanted["role"]):
        asked = request_role(viewer=request.viewer, user=user, **wanted)
        messages.success(request, _("Asked for. Another administrator has seven days to confirm it."))
        return redirect("desk:role-request", asked.pk)
    give_role(viewer=request.viewer, user=user, **wanted)
    messages.success(request, _("The role is given. It holds from the next page that this person opens."))
    return redirect("desk:staff-show", user.public_id)


@staff_only(*ROLE_READERS)
@step_up_required
def role_request(request: Request, request_id: int) -> HttpResponse:
    """A request for a role: a second administrator confirms or refuses it here."""
    requests = RoleRequest.objects.seen_by(request.viewer).select_related("user", "estate", "asked_by", "decided_by")
    asked = get_object_or_404(requests, pk=request_id)
    form = DecideRoleForm(request.POST if request.method == "POST" else None, initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, asked, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("desk:staff-show", asked.user.public_id)
    context = {
        "asked": asked,
        "form": form,
        "may_decide": asked.is_open and can_decide_role(request.viewer, asked),
        "may_take_back": asked.is_open and asked.asked_by == request.viewer.user,
    }
    return render(request, "desk/role_request.html", context, status=422 if form.is_bound else 200)


def _decide(request: Request, asked: RoleRequest, form: DecideRoleForm) -> None:
    if form.cleaned_data["decision"] == DecideRoleForm.CONFIRM:
        confirm_role(viewer=request.viewer, request=asked)
        messages.success(request, _("Confirmed. The role is given."))
    else:
        refuse_role(viewer=request.viewer, request=asked, reason=form.cleaned_data["reason"])
        messages.success(request, _("The role is not given."))


@staff_only(Role.ADMIN)
@step_up_required
def role_withdraw(request: Request, role_id: int) -> HttpResponse:
    """Ends a role: at once, by one administrator, with the reason."""
    roles = StaffRole.objects.seen_by(request.viewer).select_related("user", "estate")
    staff_role = get_object_or_404(roles, pk=role_id)
    user: User = staff_role.user
    form = WithdrawForm(request.POST if request.method == "POST" else None, initial=typed_before(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_role(viewer=request.viewer, staff_role=staff_role, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The role is withdrawn. It ends with the next page that this person opens."))
            own = user == request.viewer.user
            return redirect(reverse("owners:me") if own else reverse("desk:staff-show", args=[user.public_id]))
    context = {"staff_role": staff_role, "form": form, "may": can_administer(request.viewer, staff_role.estate_id)}
    return render(request, "desk/role_withdraw.html", context, status=422 if form.is_bound else 200)
