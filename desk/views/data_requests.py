"""What people ask about their own data, as those who answer see it: the law's clock first."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from desk.views.privacy import tabs
from owners import personal, rights
from owners.actions.rights import answer_request, read_request
from owners.forms.privacy import AnswerForm
from owners.models import DataRequest, User
from owners.permissions import can_answer_request, staff_only
from owners.querysets import REGISTRY_READERS, REQUEST_READERS
from owners.rights.answering import estates_of
from portal.audit.models import AuditRow
from portal.errors import Refused
from portal.http import Request

PAGE = 40
_HISTORY = 60
_DONE = {
    "received": pgettext_lazy("data request", "Received"),
    "read": pgettext_lazy("data request", "Read"),
    "held": pgettext_lazy("data request", "Put on hold"),
    "done": pgettext_lazy("data request", "Done"),
    "refused": pgettext_lazy("data request", "Refused"),
    "cancelled": pgettext_lazy("data request", "Taken back"),
}


@staff_only(*REQUEST_READERS)
def data_request_list(request: Request) -> HttpResponse:
    """Open ones, the most urgent first; or those that are over, the newest first."""
    seen = DataRequest.objects.seen_by(request.viewer)
    state = "closed" if request.GET.get("state") == "closed" else "open"
    asked = seen.closed() if state == "closed" else seen.open()
    after = seen.filter(public_id=request.GET["after"]).first() if "after" in request.GET else None
    asked = asked.beyond(after) if after else asked
    rows = list(asked.with_people()[: PAGE + 1])
    more = urlencode({"state": state, "after": rows[PAGE - 1].public_id}) if len(rows) > PAGE else ""
    context = {
        "rows": [(row, rights.hold_text(row.hold)) for row in rows[:PAGE]],
        "state": state,
        "opened": personal.Opened(request.viewer, where="desk:data-request-list"),
        "older_url": f"{reverse('desk:data-request-list')}?{more}" if more else "",
    }
    return render(request, "desk/data_request_list.html", context | tabs(request, "requests"))


@never_cache
@staff_only(*REQUEST_READERS)
def data_request(request: Request, public_id: str) -> HttpResponse:
    """One request: what is asked, the person as work in hand, what happened so far, and the answer."""
    asked = get_object_or_404(DataRequest.objects.seen_by(request.viewer).with_people(), public_id=public_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            answer_request(viewer=request.viewer, request=asked, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            asked = DataRequest.objects.with_people().get(pk=asked.pk)
        else:
            messages.success(request, _("Answered. The person is told."))
            return redirect("desk:data-request-list")
    context = _context(request, asked) | {"form": form} | tabs(request, "requests")
    return render(request, "desk/data_request.html", context, status=422 if form.errors else 200)


def _context(request: Request, asked: DataRequest) -> dict[str, Any]:
    viewer, estates = request.viewer, estates_of(asked.user)
    person = asked.user.person.stays if asked.user.person else None
    wish, answer = read_request(viewer=viewer, request=asked)
    return {
        "asked": asked,
        "person": person,
        "wish": wish,
        "answer": answer,
        "hold": rights.hold_text(asked.hold),
        "history": _history(asked),
        "may_answer": asked.is_open and can_answer_request(viewer, asked, estates),
        "is_own": asked.user == viewer.user,
        "may_open_registry": person is not None and not viewer.estates_for(*REGISTRY_READERS).isdisjoint(estates),
        "opened": personal.open_for(viewer, [person], fields=("name", "phone"), where="desk:data-request"),
    }


def _history(asked: DataRequest) -> list[tuple[AuditRow, Any, str]]:
    """What the trail says of the request, newest first: when, what, and who where it was staff. How often somebody
    read it is for the trail itself: here the last time is enough."""
    rows = list(AuditRow.objects.filter(subject=asked.subject).order_by("-pk")[:_HISTORY])
    actors = {row.actor.removeprefix("user:") for row in rows} - {asked.user.public_id}
    staff = User.objects.in_bulk(actors, field_name="public_id")
    told: dict[tuple[str, str], tuple[AuditRow, Any, str]] = {}
    for row in rows:
        what = _DONE.get(row.action.removeprefix("data_request."))
        who = staff.get(row.actor.removeprefix("user:"))
        if what:
            told.setdefault((row.actor, row.action), (row, what, who.get_full_name() if who else ""))
    return list(told.values())
