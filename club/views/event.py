import calendar
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import dateformat
from django.utils.crypto import get_random_string
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import get_language

from club import ics
from club.addresses import absolute
from club.event_lines import EventLine, event_lines, state_in_words
from club.forms import RegisterForm
from club.models import Event, Registration
from club.permissions import can_cancel, can_register, can_steward, needs_membership
from club.querysets import EventQuerySet
from owners.viewers import Viewer
from portal import uploads
from portal.http import Request
from portal.worktime import today

PER_PAGE = 20


def events(request: Request) -> HttpResponse:
    """What is coming, what was (`?when=past`), or one month as a calendar (`?month=2026-11`)."""
    month = _month_of(request.GET.get("month", ""))
    if month is not None:
        return render(request, "club/events.html", {"when": "month"} | _month(request.viewer, month))
    past = request.GET.get("when") == "past"
    page, older_url = _page(request, past=past)
    context = {
        "when": "past" if past else "upcoming",
        "lines": event_lines(request.viewer, page),
        "more_url": older_url,
        "this_month": f"{today():%Y-%m}",
    }
    return render(request, "club/events.html", context)


def _page(request: Request, *, past: bool) -> tuple[list[Event], str]:
    """Twenty events from the cursor on, and the address of the next twenty."""
    visible = Event.objects.visible_to(request.viewer)
    listed = visible.over() if past else visible.upcoming()
    cursor = _cursor_of(request.GET.get("after", ""))
    if cursor is not None:
        listed = _beyond(listed, *cursor, past=past)
    found = list(listed[: PER_PAGE + 1])
    page = found[:PER_PAGE]
    if len(found) <= PER_PAGE:
        return page, ""
    last = page[-1]
    query = {"after": f"{last.starts_at.timestamp():.0f}-{last.pk}"} | ({"when": "past"} if past else {})
    return page, f"?{urlencode(query)}"


def _cursor_of(text: str) -> tuple[datetime, int] | None:
    seconds, _dash, pk = text.partition("-")
    if not (seconds.isascii() and seconds.isdigit() and pk.isascii() and pk.isdigit() and len(seconds) < 12):
        return None
    return datetime.fromtimestamp(int(seconds), UTC), int(pk)


def _beyond(listed: EventQuerySet, moment: datetime, pk: int, *, past: bool) -> EventQuerySet:
    if past:
        return listed.filter(Q(starts_at__lt=moment) | Q(starts_at=moment, id__lt=pk))
    return listed.filter(Q(starts_at__gt=moment) | Q(starts_at=moment, id__gt=pk))


def _month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


def _month(viewer: Viewer, first: date) -> dict[str, Any]:
    """The weeks of a month, Monday first; each day with its events."""
    lines = event_lines(viewer, Event.objects.visible_to(viewer).in_month(first.year, first.month))
    by_day: defaultdict[date, list[EventLine]] = defaultdict(list)
    for line in lines:
        by_day[localtime(line.event.starts_at).date()].append(line)
    weeks: list[list[dict[str, Any]]] = [
        [{"day": day, "inside": day.month == first.month, "lines": by_day.get(day, [])} for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    months = first.year * 12 + first.month - 1
    return {
        "weeks": weeks,
        "weekdays": [_short_weekday(cell["day"]) for cell in weeks[0]],
        "lines": lines,
        "month": first,
        "today": today(),
        "previous": f"{(months - 1) // 12}-{(months - 1) % 12 + 1:02d}",
        "following": f"{(months + 1) // 12}-{(months + 1) % 12 + 1:02d}",
    }


def _short_weekday(day: date) -> str:
    """一 … 日; Mon … Sun in English."""
    name = dateformat.format(day, "D")
    return name if get_language() == "en" else name[-1]


def event(request: Request, event_id: str) -> HttpResponse:
    shown = get_object_or_404(Event.objects.visible_to(request.viewer), public_id=event_id)
    return render(request, "club/event.html", event_page(request, shown))


def event_page(request: Request, shown: Event, form: RegisterForm | None = None) -> dict[str, Any]:
    """What the page of an event needs; `form` with its errors after a refused registration."""
    viewer = request.viewer
    own = _own_registration(viewer, shown)
    files = uploads.of_many([shown.upload_scope, shown.photo_scope])
    covers = [upload for upload in files.get(shown.upload_scope, []) if upload.kind == "image"]
    return {
        "event": shown,
        "cover": covers[-1] if covers else None,
        "photos": files.get(shown.photo_scope, []),
        "own": own,
        "own_state": state_in_words(own) if own else "",
        "may_cancel": own is not None and can_cancel(viewer, own, shown),
        "may_register": own is None and can_register(viewer, shown),
        "needs_membership": viewer.signed_in and needs_membership(viewer, shown),
        "may_steward": can_steward(viewer, shown.estate_id),
        "form": form or RegisterForm(limit=shown.per_member_limit, initial={"key": get_random_string(20)}),
        "share_url": absolute(request.path),
    }


def _own_registration(viewer: Viewer, shown: Event) -> Registration | None:
    if viewer.user is None:
        return None
    return Registration.objects.live().of(viewer.user).filter(event=shown).with_position().first()


def event_ics(request: Request, event_id: str) -> HttpResponse:
    shown = get_object_or_404(Event.objects.visible_to(request.viewer), public_id=event_id)
    response = HttpResponse(ics.event_ics(shown), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="event-{shown.public_id}.ics"'
    return response
