"""The page behind a work order's link: for one person, on a phone, without an account."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from crm import actions
from crm.forms import RefusalForm, ReportForm
from crm.models import WorkOrder
from owners.task_links import task_link_required
from portal import uploads
from portal.errors import Refused
from portal.http import Request


@task_link_required("crm.workorder")
def workorder_task(request: Request, order_id: int) -> HttpResponse:
    order = actions.order_of_link(request.task_link)
    context = order_context(order)
    if request.method == "POST":
        try:
            if act_on_order(request, order, actor=request.task_link.pseudonym, context=context):
                messages.success(request, _("Thank you, that is kept."))
                return redirect("crm:workorder-task", order.pk)
        except Refused as refusal:
            messages.error(request, refusal.message)
    return render(request, "crm/workorder_task.html", context)


def order_context(order: WorkOrder) -> dict[str, Any]:
    return {
        "order": order,
        "photos": uploads.of(order.scope),
        "report_form": ReportForm(),
        "refusal_form": RefusalForm(),
    }


def act_on_order(request: HttpRequest, order: WorkOrder, *, actor: str, context: dict[str, Any]) -> bool:
    """Does what the pressed button says. False if its form has to be corrected; it is then in `context`."""
    match request.POST.get("do"):
        case "accept":
            actions.accept_work_order(order=order, actor=actor)
            return True
        case "done":
            form = context["report_form"] = ReportForm(request.POST, request.FILES)
            return form.is_valid() and _report(order, actor, form)
        case "refuse":
            refusal = context["refusal_form"] = RefusalForm(request.POST)
            if refusal.is_valid():
                actions.refuse_work_order(order=order, actor=actor, **refusal.cleaned_data)
                return True
    return False


def _report(order: WorkOrder, actor: str, form: ReportForm) -> bool:
    ids = []
    for photo in form.cleaned_data["photos"]:
        try:
            ids.append(uploads.store(photo, name=photo.name, owner=actor).public_id)
        except uploads.UploadRefused as refusal:
            form.add_error("photos", f"{photo.name}: {refusal.message}")
    if form.errors:
        return False
    actions.complete_work_order(order=order, actor=actor, report=form.cleaned_data["report"], upload_ids=ids)
    return True
