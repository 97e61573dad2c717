"""How the company answers: in time, how fast, what waits and how long; by estate and by person."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from forum.permissions import FIGURE_READERS
from forum.stats import AnswerStats, answer_stats, answer_stats_by, open_by_age
from owners.models import Estate, User
from owners.permissions import staff_only
from portal.http import Request
from portal.languages import localized
from portal.worktime import now

PERIODS = (7, 30, 90, 365)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    stats: AnswerStats


@require_safe
@staff_only(*FIGURE_READERS)
def answering_figures(request: Request) -> HttpResponse:
    """Of the last `?days=`, from the same functions as the public pulse."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(period) for period in PERIODS} else 30
    since, estate_ids = now() - timedelta(days=days), request.viewer.estates_for(*FIGURE_READERS)
    by_estate = answer_stats_by("estate", since=since, estate_ids=estate_ids)
    by_person = answer_stats_by("spokesperson", since=since, estate_ids=estate_ids)
    estates = Estate.objects.filter(pk__in=[key for key in by_estate if key])
    people = User.objects.filter(pk__in=[key for key in by_person if key])
    context = {
        "days": days,
        "periods": PERIODS,
        "all": answer_stats(since=since, estate_ids=estate_ids),
        "age": open_by_age(estate_ids=estate_ids),
        "estates": [Row(localized(estate, "name"), by_estate[estate.pk]) for estate in estates],
        "people": [Row(user.get_full_name(), by_person[user.pk]) for user in people.order_by("pk")],
    }
    return render(request, "desk/answering_figures.html", context)
