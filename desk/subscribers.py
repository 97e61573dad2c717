"""What happens to roles, to lists of people and to requests about data, told to whom it concerns."""

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

import notify
from owners.models import (
    DataRequest,
    Estate,
    ExportRequest,
    ExportState,
    RequestKind,
    Role,
    RoleChange,
    RoleRequest,
    RoleRequestState,
    User,
)
from owners.oversight_querysets import EXPORT_APPROVERS
from owners.rights.answering import answerers, estates_of
from owners.tasks import make_export
from portal import outbox
from portal.domain_events import (
    DataRequestReceived,
    ExportAsked,
    ExportDecided,
    ExportMade,
    RoleChanged,
    RoleRequestDecided,
    RoleRequested,
)
from portal.languages import localized
from portal.words import cn_date


@outbox.subscriber("desk.data_request", DataRequestReceived)
def tell_who_answers(event: DataRequestReceived) -> None:
    """Those who answer for personal data, and for a correction those who look after the estate's owners.
    Copies are made without anybody."""
    asked = DataRequest.objects.select_related("user").filter(pk=event.request_id).first()
    if asked is None or asked.kind == RequestKind.EXPORT:
        return
    for user in answerers(asked, estates_of(asked.user)):
        with _language_of(user):
            params: dict[str, str | int] = {"kind": str(asked.get_kind_display()), "due": cn_date(asked.due_at)}
        notify.send(
            [user],
            kind="owners.data_request",
            params=params,
            url=reverse("desk:data-request", args=[asked.public_id]),
            dedupe=f"data-request:{asked.pk}:received",
        )


@outbox.subscriber("desk.role_requested", RoleRequested)
def tell_second_administrators(event: RoleRequested) -> None:
    """Everybody who could be the second person learns that a request waits."""
    asked = RoleRequest.objects.select_related("user", "asked_by").filter(pk=event.request_id).first()
    if asked is None or not asked.is_open:
        return
    where = Q(staff_roles__estate__isnull=True)
    if asked.estate_id:
        where |= Q(staff_roles__estate_id=asked.estate_id)
    others = User.objects.filter(where, staff_roles__role=Role.ADMIN).distinct()
    for user in others.exclude(pk__in=[asked.user_id, asked.asked_by_id or asked.user_id]):
        with _language_of(user):
            params = {
                "who": asked.asked_by.get_full_name() if asked.asked_by else "",
                "whom": asked.user.get_full_name(),
                "role": str(asked.get_role_display()),
                "day": cn_date(asked.expires_at),
            }
        url = reverse("desk:role-request", args=[asked.pk])
        notify.send([user], kind="staff.role_requested", params=params, url=url, dedupe=f"role-request:{asked.pk}")


@outbox.subscriber("desk.role_request_decided", RoleRequestDecided)
def tell_who_asked(event: RoleRequestDecided) -> None:
    """Who asked learns of a refusal and its reason; a confirmation shows by itself to whom the role is given."""
    asked = RoleRequest.objects.select_related("user", "asked_by").filter(pk=event.request_id).first()
    if asked is None or asked.state != RoleRequestState.REFUSED:
        return
    if asked.asked_by is None or asked.asked_by_id == asked.decided_by_id:
        return
    with _language_of(asked.asked_by):
        params = {
            "role": str(asked.get_role_display()),
            "whom": asked.user.get_full_name(),
            "reason": asked.decided_reason,
        }
    url = reverse("desk:role-request", args=[asked.pk])
    notify.send(
        [asked.asked_by], kind="staff.role_refused", params=params, url=url, dedupe=f"role-request:{asked.pk}:decided"
    )


@outbox.subscriber("desk.role_changed", RoleChanged)
def tell_holder(event: RoleChanged) -> None:
    """Whoever gains or loses a role learns it, without the reason: that stays among administrators."""
    change = RoleChange.objects.select_related("user", "estate").filter(pk=event.change_id).first()
    if change is None:
        return
    with _language_of(change.user):
        params = {"role": str(change.get_role_display()), "where": _where(change.estate)}
    notify.send(
        [change.user],
        kind="staff.role_given" if change.given else "staff.role_withdrawn",
        params=params,
        url=reverse("desk:dashboard") if change.given else reverse("owners:me"),
        dedupe=f"role-change:{change.pk}",
    )


def _where(estate: Estate | None) -> str:
    return localized(estate, "name") if estate else _("All estates")


def _language_of(user: User) -> translation.override:
    return translation.override(user.language or settings.LANGUAGE_CODE)


@outbox.subscriber("desk.export_asked", ExportAsked)
def tell_second_person(event: ExportAsked) -> None:
    """Everybody who could agree learns that a list waits."""
    export = _export(event.export_id)
    if export is None or export.state != ExportState.ASKED:
        return
    where = Q(staff_roles__estate__isnull=True) | Q(staff_roles__estate_id=export.estate_id)
    others = User.objects.filter(where, staff_roles__role__in=EXPORT_APPROVERS, is_active=True).distinct()
    for user in others.exclude(pk=export.asked_by_id):
        with _language_of(user):
            purpose = str(export.get_purpose_display())
        params: dict[str, str | int] = {"n": export.rows, "who": export.asked_by.get_full_name(), "purpose": purpose}
        _tell(user, "export.asked", export, params)


@outbox.subscriber("desk.export_decided", ExportDecided)
def go_on(event: ExportDecided) -> None:
    """An approved list is made in the background; of a refusal its asker is told."""
    export = _export(event.export_id)
    if export is not None and export.state == ExportState.APPROVED:
        make_export.enqueue(export.pk)
    elif export is not None and export.state == ExportState.REFUSED:
        _tell(export.asked_by, "export.refused", export, {})


@outbox.subscriber("desk.export_made", ExportMade)
def tell_asker(event: ExportMade) -> None:
    export = _export(event.export_id)
    if export is not None and export.is_there:
        _tell(export.asked_by, "export.made", export, {})


def _export(export_id: int) -> ExportRequest | None:
    return ExportRequest.objects.select_related("asked_by").filter(pk=export_id).first()


def _tell(user: User, kind: str, export: ExportRequest, params: dict[str, str | int]) -> None:
    url = reverse("desk:export", args=[export.public_id])
    notify.send([user], kind=kind, params=params, url=url, dedupe=f"{kind}:{export.pk}")
