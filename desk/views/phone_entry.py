"""A call or a visitor at the counter: one screen, the keyboard, half a minute."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import actions, permissions
from crm.customers import callers, cases_of_phone
from crm.forms import PhoneEntryForm
from owners import personal
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


@staff_only(*permissions.WORKERS)
def phone_entry(request: Request) -> HttpResponse:
    form = PhoneEntryForm(request.POST or None, viewer=request.viewer)
    if request.method == "POST" and form.is_valid():
        try:
            case = actions.enter_call(viewer=request.viewer, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("Kept as %(number)s. Please tell the customer this number.") % {"number": case.number}
            )
            return redirect("desk:case", case.number)
    context = {"form": form, **_known(request, request.POST.get("phone", ""))}
    return render(request, "desk/phone_entry.html", context, status=422 if form.errors else 200)


@require_POST
@staff_only(*permissions.WORKERS)
def phone_entry_caller(request: Request) -> HttpResponse:
    """Who has this telephone, as a fragment beside the form. It comes by POST: no number stands in an address.
    Being found is recorded."""
    phone = request.POST.get("phone", "")
    return render(request, "desk/_caller.html", {"phone": phone, **_known(request, phone)})


def _known(request: Request, phone: str) -> dict[str, Any]:
    """Who is known under the number, opened for the length of the call, and their open matters."""
    if not phone:
        return {}
    known = callers(phone)
    people = [caller.person for caller in known]
    if people:
        actions.identify_callers(viewer=request.viewer, people=people)
    return {
        "callers": known,
        "cases": cases_of_phone(phone, request.viewer),
        "opened": personal.open_for(request.viewer, people, fields=("name", "phone"), where="desk:phone-entry"),
    }
