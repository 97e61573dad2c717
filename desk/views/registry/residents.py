"""Putting somebody into a home: a person who is known already, or a new one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from desk.views.registry.people import find_person
from owners import personal
from owners.actions.residents import add_resident
from owners.forms.registry import ResidentForm
from owners.models import Unit
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from portal.errors import Refused
from portal.http import Request


@staff_only(*REVIEWERS)
def registry_resident_add(request: Request, unit_id: int) -> HttpResponse:
    """`?person=` names the one who was chosen from a search; without it a new person is written down."""
    units = Unit.objects.filter(estate_id__in=request.viewer.estates_for(*REVIEWERS)).with_address()
    unit = get_object_or_404(units.select_related("estate"), pk=unit_id)
    chosen = request.GET.get("person", "")
    person = find_person(request, chosen).stays if chosen else None
    form = ResidentForm(request.POST or None, is_chosen=person is not None)
    if request.method == "POST" and form.is_valid():
        try:
            add_resident(viewer=request.viewer, unit=unit, person=person, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Kept. The home has a new resident."))
            return redirect("desk:registry-unit", unit.pk)
    opened = personal.Opened(request.viewer, where="desk:registry-resident-add")
    context = {"unit": unit, "person": person, "form": form, "opened": opened}
    return render(request, "desk/registry_resident_add.html", context, status=422 if form.errors else 200)
