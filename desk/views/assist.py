"""The service counter: helping an owner in who has no telephone, and ending somebody's place in a home."""

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from owners import personal
from owners.actions.assisting import Assistance, assist
from owners.actions.residencies import end_residency_at_desk
from owners.actions.sign_ups import note_counter
from owners.devices import device_of
from owners.forms.desk import AssistForm, EndResidencyForm
from owners.invitation_links import address_of
from owners.models import Estate, Residency, Unit, User
from owners.permissions import can_end_residency, staff_only
from owners.querysets import COUNTER, OWNING, REVIEWERS
from owners.unit_picker import pick
from portal import audit
from portal.errors import Refused
from portal.http import Request


@staff_only(*COUNTER)
def counter(request: Request) -> HttpResponse:
    """Which home: the estate, then the address typed or chosen."""
    estates = list(Estate.objects.filter(pk__in=request.viewer.estates_for(*COUNTER))[:200])
    chosen = next((one for one in estates if one.slug == request.GET.get("estate")), None)
    estate = chosen or (estates[0] if len(estates) == 1 else None)
    picked = pick(estate, request.GET) if estate else None
    if picked is not None and picked.unit is not None:
        return redirect("desk:counter-home", picked.unit.pk)
    return render(request, "desk/counter.html", {"estates": estates, "estate": estate, "picked": picked})


@never_cache
@staff_only(*COUNTER)
def counter_home(request: Request, unit_id: int) -> HttpResponse:
    """Who is registered here, masked; document checked, consent written down, code or invitation handed over."""
    homes = Unit.objects.with_address().select_related("estate")
    unit = get_object_or_404(homes, pk=unit_id, estate__in=request.viewer.estates_for(*COUNTER))
    residents = list(_residents(unit))
    owners = [one for one in residents if one.role in OWNING]
    form = AssistForm(request.POST if request.method == "POST" else None, owners=owners)
    given: Assistance | None = None
    if request.method == "POST" and form.is_valid():
        try:
            given = assist(viewer=request.viewer, **form.answer())
        except Refused as refused:
            form.add_error(None, refused.message)
    if given is not None:
        link = address_of(given.token) if given.token else ""
        return render(request, "desk/counter_given.html", {"unit": unit, "given": given, "link": link})
    _note_opening(request, unit)
    note_counter(address=get_adapter(request).get_client_ip(request), browser=device_of(request))
    may_end = {one.pk for one in residents if can_end_residency(request.viewer, one)}
    accounts = _accounts(residents)
    rows = [(one, one.pk in may_end, accounts.get(one.person.stays_id)) for one in residents]
    context = {"unit": unit, "residents": rows, "form": form, "owners": owners}
    return render(request, "desk/counter_home.html", context | {"opened": _opened(request, residents)})


@staff_only(*REVIEWERS)
def residency_end(request: Request, residency_id: int) -> HttpResponse:
    """A steward ends somebody's place in a home, with the reason that they read."""
    at_mine = Residency.objects.open().filter(unit__estate__in=request.viewer.estates_for(*REVIEWERS))
    related = at_mine.select_related("person__naming", "unit__estate", "unit__entrance__building")
    residency = get_object_or_404(related, pk=residency_id)
    form = EndResidencyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_residency_at_desk(viewer=request.viewer, residency=residency, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Ended. The person has been told."))
            return redirect("desk:counter-home", residency.unit_id)
    context = {"residency": residency, "form": form, "opened": _opened(request, [residency])}
    return render(request, "desk/residency_end.html", context)


def _opened(request: Request, residencies: list[Residency]) -> personal.Opened:
    people = [one.person for one in residencies]
    return personal.open_for(request.viewer, people, fields=("name",), where="desk:counter")


def _residents(unit: Unit) -> QuerySet[Residency]:
    open_ones: QuerySet[Residency] = Residency.objects.open().filter(unit=unit)
    return open_ones.select_related("person__naming", "unit").order_by("id")


def _accounts(residents: list[Residency]) -> dict[int, User]:
    """Each person's account, by the row that stays."""
    people = [one.person.stays_id for one in residents]
    theirs = Q(person__in=people) | Q(person__canonical__in=people)
    users = User.objects.filter(theirs, is_active=True).select_related("person").order_by("-pk")
    return {user.person.stays_id: user for user in users if user.person}


def _note_opening(request: Request, unit: Unit) -> None:
    audit.record(
        actor=request.viewer.pseudonym, action="counter.opened", subject=f"unit:{unit.pk}", estate_id=unit.estate_id
    )
