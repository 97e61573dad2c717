from typing import Any

from django.db.models import QuerySet, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from club.models import EarningRule, PointAccount, PointEntry
from owners.permissions import sign_in_required
from portal.http import Request
from portal.worktime import now

PER_PAGE = 30


@sign_in_required
def points(request: Request) -> HttpResponse:
    """The statement: each movement with its cause, the newest first; what lapses next."""
    account = PointAccount.objects.filter(user=request.viewer.user).first()
    before = request.GET.get("before", "")
    context: dict[str, Any] = {"account": account, "entries": [], "older_url": "", "before": before}
    if account is not None:
        context |= statement(account, before) | {"lapsing": _next_lapse(account)}
    context["rules"] = EarningRule.objects.filter(active=True).order_by("-points")
    return render(request, "club/points.html", context)


def statement(account: PointAccount, before: str = "") -> dict[str, Any]:
    """`entries` of one page (ids below `before`), `older_url` where there are more. One query."""
    entries: QuerySet[PointEntry] = account.entries.select_related("transaction__lot", "transaction__reverses")
    if before.isdigit():
        entries = entries.filter(pk__lt=int(before))
    page = list(entries.order_by("-pk")[: PER_PAGE + 1])
    shown = page[:PER_PAGE]
    older_url = f"?{urlencode({'before': shown[-1].pk})}" if len(page) > PER_PAGE else ""
    return {"entries": shown, "older_url": older_url}


def _next_lapse(account: PointAccount) -> dict[str, Any] | None:
    lots = account.lots.filter(remaining__gt=0, expires_at__gt=now())
    soonest = lots.order_by("expires_at").first()
    if soonest is None:
        return None
    points = lots.filter(expires_at=soonest.expires_at).aggregate(total=Sum("remaining"))["total"]
    return {"after": soonest.last_day, "points": points}
