"""Who works here: roles at estates, looked at by administrators and privacy officers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode

from owners import pledge
from owners.forms.staff import StaffSearchForm
from owners.models import Role, RoleChange, RoleRequest, StaffRole
from owners.permissions import can_administer, staff_only
from owners.querysets import ROLE_READERS, RoleRequestQuerySet
from owners.second_factor import has_device
from owners.staff import accounts_seen_by, matching, staff_seen_by
from portal.http import Request

PAGE = 30
# Few wait at a time; the rest comes up as these are decided.
REQUESTS = 20
CHANGES = 30


@staff_only(*ROLE_READERS)
def staff_list(request: Request) -> HttpResponse:
    """Staff by account, found by nickname, name or exact number; on top, the requests that wait."""
    form = StaffSearchForm(request.GET, viewer=request.viewer)
    asked = form.cleaned_data if form.is_valid() else {}
    accounts = staff_seen_by(request.viewer, role=asked.get("role", ""), estate=asked.get("estate"))
    if asked.get("q"):
        accounts = matching(accounts, asked["q"])
    after = request.GET.get("after", "")
    page = list((accounts.filter(pk__gt=int(after)) if after.isdecimal() else accounts).order_by("pk")[: PAGE + 1])
    context = {
        "form": form,
        "accounts": page[:PAGE],
        "requests": [] if after else _waiting(request)[:REQUESTS],
        "more_url": _further(request, page[PAGE - 1].pk) if page[PAGE:] else "",
        "administers": request.viewer.has_role(Role.ADMIN),
    }
    return render(request, "desk/staff_list.html", context)


@staff_only(*ROLE_READERS)
def staff_show(request: Request, public_id: str) -> HttpResponse:
    """One account: its roles, what is missing for using them, and how they came and went."""
    account = get_object_or_404(accounts_seen_by(request.viewer), public_id=public_id)
    roles = StaffRole.objects.seen_by(request.viewer).filter(user=account).select_related("estate").order_by("pk")
    changes = RoleChange.objects.seen_by(request.viewer).filter(user=account).order_by("-pk")
    held = pledge.standing(account)
    context = {
        "account": account,
        "roles": [(role, can_administer(request.viewer, role.estate_id)) for role in roles],
        "has_device": has_device(account),
        "pledge": held,
        "pledge_ends": pledge.ends_at(held) if held else None,
        "requests": _waiting(request).filter(user=account),
        "changes": changes.select_related("estate", "by", "confirmed_by")[:CHANGES],
        "administers": request.viewer.has_role(Role.ADMIN),
    }
    return render(request, "desk/staff_show.html", context)


def _waiting(request: Request) -> RoleRequestQuerySet:
    """The requests that this viewer sees, the longest waiting first."""
    waiting: RoleRequestQuerySet = RoleRequest.objects.seen_by(request.viewer).waiting()
    return waiting.select_related("user", "estate", "asked_by").order_by("pk")


def _further(request: Request, after: int) -> str:
    asked = {name: request.GET[name] for name in ("q", "role", "estate") if request.GET.get(name)}
    return f"{reverse('desk:staff-list')}?{urlencode(asked | {'after': str(after)})}"
