"""A call or a visitor at the counter: one screen, the keyboard, half a minute."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crm import actions, permissions
from crm.customers import Caller, callers, cases_of_phone
from crm.forms import PhoneEntryForm
from crm.models import Case
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


@staff_only(*permissions.WORKERS)
def phone_entry(request: Request) -> HttpResponse:
    form = PhoneEntryForm(request.POST or None, viewer=request.viewer, initial={"phone": request.GET.get("phone", "")})
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
    people, cases = _known(request, request.POST.get("phone", ""))
    context = {"form": form, "callers": people, "cases": cases}
    return render(request, "desk/phone_entry.html", context, status=422 if form.errors else 200)


@staff_only(*permissions.WORKERS)
def phone_entry_caller(request: Request) -> HttpResponse:
    """Who has this telephone, as a fragment beside the form. Being found is recorded."""
    phone = request.GET.get("phone", "")
    people, cases = _known(request, phone)
    return render(request, "desk/_caller.html", {"callers": people, "cases": cases, "phone": phone})


def _known(request: Request, phone: str) -> tuple[list[Caller], list[Case]]:
    if not phone:
        return [], []
    people = callers(phone)
    if people:
        actions.record_callers(viewer=request.viewer, people=[caller.person for caller in people])
    return people, cases_of_phone(phone, request.viewer)
