"""Work orders at the desk: sending one, and those that somebody with an account has to do."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import actions, permissions
from crm.forms import DispatchForm
from crm.models import WorkOrder
from crm.views.work_orders import act_on_order, order_context
from desk.views.case_moves import moved
from desk.views.cases import get_case
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request

_ROWS = 100


@require_POST
@staff_only(*permissions.WORKERS)
def work_order_dispatch(request: Request, number: str) -> HttpResponse:
    case = get_case(request, number)
    form = DispatchForm(request.POST, case=case)
    return moved(request, case, "dispatch", form, actions.dispatch_work_order)


@staff_only(*permissions.ORDER_READERS)
def work_order_list(request: Request) -> HttpResponse:
    """Open work orders, most urgent first; a handler's own, everybody's for officers."""
    orders = WorkOrder.objects.visible_to(request.viewer).open()
    orders = orders.select_related("case__estate", "department").order_by("due_at", "id")
    return render(request, "desk/work_order_list.html", {"orders": orders[:_ROWS]})


@staff_only(*permissions.ORDER_READERS)
def work_order(request: Request, order_id: int) -> HttpResponse:
    """One work order, for the handler it was sent to; others who may see it read it."""
    orders = WorkOrder.objects.visible_to(request.viewer).select_related("case__estate", "department")
    order = get_object_or_404(orders, pk=order_id)
    mine = permissions.is_for(request.viewer, order)
    context = order_context(order)
    if request.method == "POST" and mine:
        try:
            if act_on_order(request, order, actor=request.viewer.pseudonym, context=context):
                messages.success(request, _("Thank you, that is kept."))
                return redirect("desk:work-order", order.pk)
        except Refused as refusal:
            messages.error(request, refusal.message)
    return render(request, "desk/work_order.html", {**context, "mine": mine})
