"""Work given to a named person of a department, and what comes back."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from crm import moves, permissions
from crm.actions.cases import NotYours, lock, permit, worker
from crm.actions.clocks import resume_clocks
from crm.actions.entries import move_to, record, tell, write_step
from crm.models import Case, Department, OrderState, Step, WorkOrder
from notify import send
from owners import sms
from owners.models import TaskLink
from owners.task_links import make_task_link
from owners.viewers import Viewer
from portal import audit, uploads
from portal.errors import Refused
from portal.worktime import now

LINK_KIND = "crm.workorder"
# The link outlives the due time, so that late work can still be reported.
_LINK_LIVES_ON = timedelta(days=14)


class OrderIsOver(Refused):
    """The work order was done, refused or handed back before."""


@transaction.atomic
def dispatch_work_order(
    *,
    viewer: Viewer,
    case: Case,
    department: Department,
    handler_name: str,
    handler_phone: str,
    instructions: str,
    due_at: datetime,
    place: str = "",
) -> WorkOrder:
    """Sends work to a named person: they get a text message with a link that opens the order."""
    case = lock(case.pk)
    permit(permissions.can_work(viewer, case))
    state = moves.after("dispatch", case)
    if due_at <= now():
        raise Refused(_("The time by which it is to be done has passed already."))
    order = WorkOrder.objects.create(
        case=case,
        department=department,
        handler_name=handler_name,
        handler_phone=handler_phone,
        instructions=instructions,
        place=place,
        due_at=due_at,
        sent_by=worker(viewer),
    )
    _link, url = make_task_link(
        kind=LINK_KIND,
        ref=str(order.pk),
        person_name=handler_name,
        expires_at=due_at + _LINK_LIVES_ON,
        actor=viewer.pseudonym,
    )
    _text_link(order, url)
    resume_clocks(case)
    write_step(case, Step.DISPATCHED, author=viewer.user, text=f"{department} · {handler_name}: {instructions}")
    move_to(case, state)
    record(viewer, case, "workorder.sent", order=order.pk)
    return order


@transaction.atomic
def accept_work_order(*, order: WorkOrder, actor: str) -> WorkOrder:
    """The named person says that they will do it. `actor` is the pseudonym of their task link or account."""
    order = _lock_order(order.pk, OrderState.SENT)
    order.state, order.accepted_at = OrderState.ACCEPTED, now()
    order.save(update_fields=["state", "accepted_at"])
    write_step(order.case, Step.ORDER_ACCEPTED, name=order.handler_name)
    _record(order, actor, "workorder.accepted")
    return order


@transaction.atomic
def complete_work_order(*, order: WorkOrder, actor: str, report: str, upload_ids: Iterable[str] = ()) -> WorkOrder:
    """The work is done: report and photographs come back to the case, and its handler is told.

    `upload_ids` name photographs that `actor` has sent before.
    """
    order = _lock_order(order.pk, OrderState.SENT, OrderState.ACCEPTED)
    if not report.strip():
        raise Refused(_("Please write one sentence about what was done."))
    uploads.attach(list(upload_ids), owner=actor, scope=order.scope)
    order.state, order.report, order.done_at = OrderState.DONE, report, now()
    order.accepted_at = order.accepted_at or order.done_at
    order.save(update_fields=["state", "report", "done_at", "accepted_at"])
    write_step(order.case, Step.ORDER_DONE, name=order.handler_name, text=report)
    _record(order, actor, "workorder.done")
    _tell_handler(order)
    return order


@transaction.atomic
def refuse_work_order(*, order: WorkOrder, actor: str, reason: str) -> WorkOrder:
    """The named person can't do it: refused before accepting, handed back after. The case's handler is told."""
    order = _lock_order(order.pk, OrderState.SENT, OrderState.ACCEPTED)
    if not reason.strip():
        raise Refused(_("Please say why, so that the work can go to somebody else."))
    was_accepted = order.state == OrderState.ACCEPTED
    order.state = OrderState.HANDED_BACK if was_accepted else OrderState.REFUSED
    order.report = reason
    order.save(update_fields=["state", "report"])
    step = Step.ORDER_HANDED_BACK if was_accepted else Step.ORDER_REFUSED
    write_step(order.case, step, name=order.handler_name, text=reason)
    _record(order, actor, "workorder.refused")
    _tell_handler(order)
    return order


def order_of_link(link: TaskLink) -> WorkOrder:
    """The work order that a task link opens."""
    if link.kind != LINK_KIND:
        raise NotYours(_("This link opens something else."))
    return WorkOrder.objects.select_related("case__estate", "department").get(pk=int(link.ref))


def _text_link(order: WorkOrder, url: str) -> None:
    """Whoever gets it has no account and so no language of their own: the house's."""
    with translation.override(settings.LANGUAGE_CODE):
        text = _("Work order for %(number)s, please open: %(url)s") % {"number": order.case.number, "url": url}
    sms.send(order.handler_phone.open(), text, essential=True)


def _lock_order(order_id: int, *states: OrderState) -> WorkOrder:
    order = WorkOrder.objects.select_for_update(of=("self",)).select_related("case__handler").get(pk=order_id)
    if order.state not in states:
        raise OrderIsOver(_("This work order is “%(state)s” already.") % {"state": order.get_state_display()})
    return order


def _record(order: WorkOrder, actor: str, action: str) -> None:
    audit.record(actor=actor, action=action, subject=f"workorder:{order.pk}", estate_id=order.case.estate_id)


def _tell_handler(order: WorkOrder) -> None:
    case = order.case
    if case.handler:
        send(
            [case.handler],
            kind="case.work_order",
            params={"number": case.number, "who": order.handler_name},
            url=f"/desk/cases/{case.number}/",
            dedupe=f"crm.workorder:{order.pk}:{order.state}",
        )
    tell(case)
