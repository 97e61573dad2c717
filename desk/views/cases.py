"""The queue of cases and one case: what is there to be read. Moves are in `case_moves`."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from answers import prepared_for
from crm import permissions
from crm.customers import customer_of
from crm.disclosure import parties
from crm.forms import QueueFilter
from crm.models import Case, Entry
from crm.querysets import QUEUES
from crm.rail import rail_of
from desk.case_actions import chosen_action, form_for, offered_actions
from owners import personal
from owners.models import Role
from owners.permissions import staff_only
from owners.viewers import Viewer
from portal import uploads
from portal.http import Request

PAGE = 30
_TIMELINE = 60
_OPENED = ("name", "phone", "email", "address")
_MANY = 99
QUEUE_WORDS = {
    "mine": _("Mine"),
    "untaken": _("Untaken"),
    "late": _("Late"),
    "waiting": pgettext_lazy("case", "Waiting"),
    "all": _("All"),
}


@staff_only(*permissions.READERS, Role.HANDLER)
def case_list(request: Request) -> HttpResponse:
    """A queue. What is looked for comes by POST: the number of a case leads to an address that can be passed on,
    a telephone number stands in no address and in no log."""
    if not request.viewer.has_role(*permissions.READERS):
        return redirect("desk:work-order-list")
    if request.method == "POST" and not QueueFilter(request.POST, viewer=request.viewer).phone:
        asked = {key: request.POST[key].strip() for key in ("queue", "estate", "q") if request.POST.get(key)}
        return redirect(f"{reverse('desk:case-list')}?{urlencode(asked)}")
    asked = request.POST if request.method == "POST" else request.GET
    response = render(request, "desk/case_list.html", queue_context(request, asked))
    if request.method == "POST":
        response["Cache-Control"] = "no-store"
    return response


@staff_only(*permissions.READERS)
def case(request: Request, number: str) -> HttpResponse:
    return case_page(request, get_case(request, number))


def get_case(request: Request, number: str) -> Case:
    rows = Case.objects.visible_to(request.viewer).select_related(
        "estate",
        "handler",
        "first_asked",
        "offered_to",
        "conversation__contact__person__naming",
        "conversation__user__person__naming",
        "conversation__person__naming",
        "conversation__unit__entrance__building",
    )
    return get_object_or_404(rows, number=number)


def case_page(request: Request, found: Case, *, bound: tuple[str, Form] | None = None) -> HttpResponse:
    """The page of one case. `bound` is an action's name and its form as it was sent, with what is wrong."""
    viewer = request.viewer
    offered = offered_actions(viewer, found)
    action = bound[0] if bound else chosen_action(request.GET.get("do", ""), offered)
    customer = customer_of(found, viewer)
    context = {
        "case": found,
        "entries": timeline(found, before=_number(request.GET.get("before"))),
        "rail": rail_of(found),
        "clocks": [clock for clock in found.clocks.order_by("id") if clock.round == found.round],
        "orders": _orders(found),
        "customer": customer,
        "opened": personal.open_for(viewer, parties(found), fields=_OPENED, where="desk:case"),
        "draft_key": f"case-{found.number}",
        "offered": offered,
        "action": action,
        "form": bound[1] if bound else form_for(action, found),
        "prepared": prepared_for(viewer, kind="case", estate_id=found.estate_id) if action == "answer" else [],
        "can_take": permissions.can_take(viewer, found),
        **queue_context(request, request.GET, limit=20, current=found),
    }
    return render(request, "desk/case.html", context, status=422 if bound else 200)


def timeline(found: Case, *, before: int | None) -> dict[str, Any]:
    """The newest entries in the order in which they happened, with messages and files."""
    rows = found.entries.select_related("message__conversation", "author").order_by("-id")
    if before:
        rows = rows.filter(id__lt=before)
    entries: list[Entry] = list(rows[: _TIMELINE + 1])
    older = entries[_TIMELINE - 1].pk if len(entries) > _TIMELINE else None
    entries = entries[:_TIMELINE]
    scopes = {entry.pk: f"mailbox.message:{entry.message_id}" for entry in entries if entry.message_id}
    files = uploads.of_many(scopes.values())
    entries.sort(key=lambda entry: (entry.created_at, entry.pk))
    rows_with_files = [
        {"entry": entry, "files": files[scopes[entry.pk]] if entry.pk in scopes else []} for entry in entries
    ]
    return {"rows": rows_with_files, "older": older}


def queue_context(
    request: Request, asked: QueryDict, *, limit: int = PAGE, current: Case | None = None
) -> dict[str, Any]:
    """One page of the queue that was asked for, with its filter, tabs and the way to the next page."""
    viewer = request.viewer
    queue = asked.get("queue", "")
    queue = queue if queue in QUEUES else "mine" if viewer.has_role(*permissions.WORKERS) else "all"
    queue_filter = QueueFilter(asked or None, viewer=viewer)
    cases = queue_filter.apply(Case.objects.visible_to(viewer)) if asked else Case.objects.visible_to(viewer)
    chosen = cases.in_queue("all" if asked.get("q") else queue, viewer).for_rows()
    if queue in ("mine", "untaken", "late"):
        rows = list(chosen.most_urgent(after=_due_cursor(asked.get("after", "")))[: limit + 1])
        more = {"after": _due_text(rows[limit - 1])} if len(rows) > limit else None
    else:
        rows = list(chosen.newest(before=_number(asked.get("older")))[: limit + 1])
        more = {"older": rows[limit - 1].pk} if len(rows) > limit else None
    kept: dict[str, str] = {key: str(asked[key]) for key in ("estate", "q") if asked.get(key)} | {"queue": queue}
    phone = kept.pop("q") if queue_filter.is_bound and queue_filter.phone else ""
    return {
        "queue": queue,
        "rows": rows[:limit],
        "current": current,
        "tabs": _tabs(cases, viewer, queue, kept),
        "filter": queue_filter,
        "phone": phone,
        "more": {**kept, **more} if more else {},
        "next_url": f"{reverse('desk:case-list')}?{urlencode({**kept, **more})}" if more and not phone else "",
    }


def _tabs(cases: Any, viewer: Viewer, current: str, kept: dict[str, str]) -> list[dict[str, Any]]:
    """Tabs with counts that stop at 99: nobody needs more, and a million rows are never counted."""
    tabs = []
    for queue, label in QUEUE_WORDS.items():
        count = 0 if queue == "all" else cases.in_queue(queue, viewer)[: _MANY + 1].count()
        tabs.append(
            {
                "label": label,
                "count": f"{_MANY}+" if count > _MANY else count,
                "url": f"{reverse('desk:case-list')}?{urlencode(kept | {'queue': queue})}",
                "current": queue == current,
            }
        )
    return tabs


def _orders(found: Case) -> list[Any]:
    orders: QuerySet = found.work_orders.select_related("department").order_by("-id")
    rows = list(orders)
    photos = uploads.of_many(order.scope for order in rows) if rows else {}
    for order in rows:
        order.photos = photos[order.scope]
    return rows


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() and len(text) < 19 else None


def _due_cursor(text: str) -> tuple[datetime | None, int] | None:
    due, _separator, last_id = text.rpartition("|")
    if not last_id.isdigit():
        return None
    return (parse_datetime(due) if due else None), int(last_id)


def _due_text(row: Case) -> str:
    return f"{row.next_due_at.isoformat() if row.next_due_at else ''}|{row.pk}"
