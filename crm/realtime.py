"""Who may listen to a case, and who may fetch the photographs of a work order."""

from crm.models import Case, WorkOrder
from owners.viewers import Viewer
from portal import realtime, uploads


def _may_listen(viewer: Viewer, ref: str) -> bool:
    return Case.objects.visible_to(viewer).filter(number=ref).exists()


def _may_see_photos(viewer: Viewer, ref: str) -> bool:
    if not ref.isdigit():
        return False
    order = WorkOrder.objects.select_related("case").filter(pk=int(ref)).first()
    if order is None:
        return False
    return (
        Case.objects.visible_to(viewer).filter(pk=order.case_id).exists()
        or WorkOrder.objects.visible_to(viewer).filter(pk=order.pk).exists()
    )


realtime.register_group("case", _may_listen)
uploads.register_scope("crm.workorder", _may_see_photos)
