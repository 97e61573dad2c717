"""How far people have come: all at one stage of an estate, and steps written down by hand."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.views.registry.people import find_person, person_context
from owners import personal
from owners.actions.life import add_prospect, record_step
from owners.finding import hits_of
from owners.forms.registry import STAGES, ProspectForm, StepForm
from owners.models import Estate, LifeStage, Person, Stage
from owners.permissions import staff_only
from owners.querysets import REGISTRY_READERS, REVIEWERS
from portal.errors import Refused
from portal.http import Request

PAGE = 30


@staff_only(*REGISTRY_READERS)
def registry_stages(request: Request, estate: str) -> HttpResponse:
    """The people at one stage, page by page; whoever keeps the registry adds somebody who is new."""
    shown = get_object_or_404(Estate, slug=estate, pk__in=request.viewer.estates_for(*REGISTRY_READERS))
    may_write = request.viewer.has_role(*REVIEWERS, estate_id=shown.pk)
    form = ProspectForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            step = add_prospect(viewer=request.viewer, estate=shown, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:registry-person", step.person.public_id)
    context = _page(request, shown) | {"estate": shown, "form": form, "may_write": may_write}
    return render(request, "desk/registry_stages.html", context, status=422 if form.errors else 200)


def _page(request: Request, estate: Estate) -> dict[str, object]:
    stage = request.GET.get("stage", "")
    stage = stage if stage in Stage.values else Stage.PROSPECT
    after = request.GET.get("after", "")
    people = Person.objects.at_stage(estate.pk, stage).filter(pk__gt=int(after) if after.isdecimal() else 0)
    page = list(people.select_related("naming").order_by("pk")[: PAGE + 1])
    shown = page[:PAGE]
    since = dict(
        LifeStage.objects.filter(estate=estate, person_id__in=[one.pk for one in shown]).values_list(
            "person_id", "since"
        )
    )
    return {
        "stage": stage,
        "stages": STAGES,
        "rows": [(hit, since.get(hit.person.pk)) for hit in hits_of(request.viewer, shown)],
        "older_url": f"?stage={stage}&after={page[PAGE - 1].pk}" if len(page) > PAGE else "",
        "opened": personal.Opened(request.viewer, where="desk:registry-stages"),
    }


@require_POST
@staff_only(*REVIEWERS)
def registry_step(request: Request, person_id: str) -> HttpResponse:
    """One more step of somebody who is known."""
    person = find_person(request, person_id).stays
    form = StepForm(request.POST, estate_ids=request.viewer.estates_for(*REVIEWERS))
    if form.is_valid():
        try:
            record_step(viewer=request.viewer, person=person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:registry-person", person.public_id)
    context = person_context(request, person) | {"step_form": form}
    return render(request, "desk/registry_person.html", context, status=422)
