"""Two rows side by side: one human being, or two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.views.registry.people import find_person
from owners import personal
from owners.actions.merging import can_merge, keep_apart, merge_people, split_people
from owners.duplicates import compare_people, likely_duplicates
from owners.finding import hits_of
from owners.forms.registry import MergeForm, ReasonForm
from owners.models import Estate, Person, PersonMerge
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from portal.errors import Refused
from portal.http import Request


@staff_only(*REVIEWERS)
def registry_duplicates(request: Request, estate: str) -> HttpResponse:
    """Pairs that look like one person, the longest known first."""
    shown = get_object_or_404(Estate, slug=estate, pk__in=request.viewer.estates_for(*REVIEWERS))
    after = request.GET.get("after", "")
    pairs, more = likely_duplicates(viewer=request.viewer, estate=shown, after=int(after) if after.isdecimal() else 0)
    context = {
        "estate": shown,
        "pairs": pairs,
        "older_url": f"?after={more}" if more else "",
        "opened": personal.Opened(request.viewer, where="desk:registry-duplicates"),
    }
    return render(request, "desk/registry_duplicates.html", context)


@staff_only(*REVIEWERS)
def registry_merge(request: Request, person_id: str, other_id: str) -> HttpResponse:
    """Masked, with a sign for what agrees; the steward reveals what they need to be sure."""
    people = _both(request, person_id, other_id)
    choices = [
        (person.public_id, label) for person, label in zip(people, (_("The left one"), _("The right one")), strict=True)
    ]
    form = MergeForm(request.POST if request.method == "POST" else None, choices=choices)
    if request.method == "POST" and form.is_valid():
        kept, merged = sorted(people, key=lambda one: one.public_id != form.cleaned_data["kept"])
        try:
            merge_people(viewer=request.viewer, kept=kept, merged=merged, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Merged. It can be taken back on this page."))
            return redirect("desk:registry-person", kept.public_id)
    hits = hits_of(request.viewer, people)
    context: dict[str, Any] = {
        "hits": hits,
        "people": people,
        "agree": compare_people(*people),
        "form": form,
        "may_merge": can_merge(request.viewer, people),
        "opened": personal.open_for(
            request.viewer, people, fields=("name", "phone", "email"), where="desk:registry-merge"
        ),
    }
    return render(request, "desk/registry_merge.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only(*REVIEWERS)
def registry_apart(request: Request, person_id: str, other_id: str) -> HttpResponse:
    """These are two people."""
    one, other = _both(request, person_id, other_id)
    try:
        keep_apart(viewer=request.viewer, one=one, other=other)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:registry-merge", person_id, other_id)
    messages.success(request, _("Kept: these are two people."))
    return redirect("desk:registry-person", one.public_id)


@require_POST
@staff_only(*REVIEWERS)
def registry_split(request: Request, merge_id: int) -> HttpResponse:
    merge = get_object_or_404(PersonMerge.objects.select_related("merged"), pk=merge_id)
    person = find_person(request, merge.merged.public_id)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Please write down why."))
        return redirect("desk:registry-person", person.stays.public_id)
    try:
        split_people(viewer=request.viewer, merge=merge, reason=form.cleaned_data["reason"])
        messages.success(request, _("Split: these are two people again."))
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:registry-person", person.public_id)


def _both(request: Request, *public_ids: str) -> list[Person]:
    """Both rows that stay, with all that is compared."""
    ids = [find_person(request, public_id).stays.pk for public_id in public_ids]
    if len(set(ids)) < 2:
        raise Http404
    rows = Person.objects.select_related("naming", "identity").prefetch_related("reach").in_bulk(ids)
    return [rows[pk] for pk in ids]
