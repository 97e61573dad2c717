"""Looking somebody up, and all that the registry knows of one person."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from club.models import Membership
from crm.models import Case
from owners import personal
from owners.finding import search_people
from owners.forms.registry import StepForm
from owners.models import ContactKind, LifeStage, LifeStep, Person, PersonMerge, Residency, User
from owners.permissions import staff_only
from owners.querysets import REGISTRY_READERS, REVIEWERS
from portal.http import Request
from portal.worktime import today

_MATTERS = 5


@staff_only(*REGISTRY_READERS)
def registry_search(request: Request) -> HttpResponse:
    """Words come by POST, so that no name or number stands in an address, and so in no log.

    What is found leads to the person; with `beside` to a comparison with that person, with `home` into it.
    """
    words = request.POST.get("q", "").strip()[:40]
    after = request.POST.get("after", "")
    context: dict[str, Any] = {
        "words": words,
        "beside": request.POST.get("beside", "")[:12],
        "home": request.POST.get("home", "")[:12],
        "opened": personal.Opened(request.viewer, where="desk:registry-search"),
    }
    if words:
        context["found"] = search_people(
            viewer=request.viewer, words=words, after=int(after) if after.isdecimal() else 0
        )
    response = render(request, "desk/registry_search.html", context)
    response["Cache-Control"] = "no-store"
    return response


@staff_only(*REGISTRY_READERS)
def registry_person(request: Request, person_id: str) -> HttpResponse:
    person = find_person(request, person_id)
    if person.canonical_id:
        return redirect("desk:registry-person", person.stays.public_id)
    return render(request, "desk/registry_person.html", person_context(request, person))


def find_person(request: Request, public_id: str) -> Person:
    """Somebody known at an estate of the viewer's, under whichever of their rows."""
    found = Person.objects.select_related("canonical").filter(public_id=public_id).first()
    if found is None or not Person.objects.same_as(found.pk).visible_to(request.viewer).exists():
        raise Http404
    return found


def person_context(request: Request, person: Person) -> dict[str, Any]:
    viewer = request.viewer
    rows = list(
        Person.objects.same_as(person.pk)
        .select_related("naming", "identity")
        .prefetch_related("reach")
        .order_by("canonical_id", "pk")
    )
    shown = next(row for row in rows if row.pk == person.pk)
    ids = [row.pk for row in rows]
    homes = list(
        Residency.objects.visible_to(viewer)
        .filter(person_id__in=ids)
        .select_related("unit__entrance__building", "unit__estate")
        .order_by("-id")
    )
    accounts = list(User.objects.filter(person_id__in=ids, is_active=True).prefetch_related("staff_roles"))
    may_write = viewer.has_role(*REVIEWERS)
    return {
        "person": shown,
        "numbers": [one for one in shown.reach.all() if one.kind == ContactKind.PHONE and not one.main],
        "current": [one for one in homes if one.until is None or one.until >= today()],
        "former": [one for one in homes if one.until is not None and one.until < today()],
        "accounts": accounts,
        "is_colleague": any(account.staff_roles.all() for account in accounts),
        "memberships": list(
            Membership.objects.stewarded_by(viewer).filter(person_id__in=ids).select_related("tier", "estate")
        ),
        "matters": list(
            Case.objects.visible_to(viewer)
            .filter(conversation__person_id__in=ids)
            .select_related("estate")
            .newest()[:_MATTERS]
        ),
        "steps": list(LifeStep.objects.filter(person_id__in=ids).select_related("estate").order_by("-on", "-pk")),
        "stages": list(LifeStage.objects.filter(person=person).select_related("estate").order_by("estate__sort")),
        "merges": list(
            PersonMerge.objects.filter(merged_id__in=ids, split_at=None).select_related("merged__naming").order_by("pk")
        ),
        "may_write": may_write,
        "step_form": StepForm(estate_ids=viewer.estates_for(*REVIEWERS)) if may_write else None,
        "opened": personal.open_for(viewer, rows, fields=("name", "phone", "email"), where="desk:registry-person"),
    }
