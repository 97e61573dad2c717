from typing import Any

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from notify import actions
from notify.addresses import in_language
from notify.context import BellCount
from notify.forms import ReadAllForm
from notify.models import Bell, Notification
from owners.permissions import sign_in_required
from portal.http import Request

PAGE = 30


@require_GET
@sign_in_required
def notification_list(request: Request) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() else None
    mine = Notification.objects.visible_to(request.viewer).marked()
    rows = list(mine.newest(before=before)[: PAGE + 1])
    bell = Bell.objects.filter(user=request.viewer.user).first()
    context: dict[str, Any] = {
        "notifications": rows[:PAGE],
        "newest_number": bell.last_number if bell else 0,
        "newer_url": reverse("notify:notification-list") if before is not None else "",
        "older_url": _older(rows),
    }
    return render(request, "notify/notification_list.html", context)


def _older(rows: list[Notification]) -> str:
    if len(rows) <= PAGE:
        return ""
    return f"{reverse('notify:notification-list')}?before={rows[PAGE - 1].number}"


@require_GET
def notification_count(request: Request) -> HttpResponse:
    """For the bell of an open page: `{"count": 3, "shown": "3"}`. A visitor has none."""
    bell = BellCount(request.viewer)
    return JsonResponse({"count": bell.count, "shown": bell.shown})


@require_POST
@sign_in_required
def notification_open(request: Request, number: int) -> HttpResponse:
    """Marks it as read and goes to what it is about. A POST, so that no prefetching browser reads for people."""
    notification = get_object_or_404(Notification.objects.visible_to(request.viewer), number=number)
    actions.mark_read(notification=notification)
    return HttpResponseRedirect(in_language(notification.url, get_language() or settings.LANGUAGE_CODE))


@require_POST
@sign_in_required
def notification_read_all(request: Request) -> HttpResponse:
    form = ReadAllForm(request.POST)
    if form.is_valid() and request.viewer.user is not None:
        actions.mark_all_read(user=request.viewer.user, through=form.cleaned_data["through"])
    return redirect("notify:notification-list")
