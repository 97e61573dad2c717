"""The privacy officer's desk: who saw whom, when and why; and patterns that somebody should ask about."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from owners import oversight, personal
from owners.actions.privacy import decide_alert, may_decide, read_reason
from owners.forms.privacy import AlertForm, LookFilter
from owners.models import DataRequest, PrivacyAlert, Role, User
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request

PAGE = 40
ALERTS = 30
# Stands in an address for words that fit no one.
NOBODY = "nobody"
STATES = ("open", "escalated", "explained")


@staff_only(Role.PRIVACY)
def privacy_looks(request: Request) -> HttpResponse:
    """Every look, the newest first. What is searched for comes by POST and leads to an address without names."""
    form = LookFilter(request.POST if request.method == "POST" else None, viewer=request.viewer, initial=_kept(request))
    if request.method == "POST" and form.is_valid() and (found := _found(form)) is not None:
        return redirect(f"{reverse('desk:privacy-looks')}{'?' if found else ''}{urlencode(found)}")
    older = request.GET.get("older", "")
    looks = oversight.narrow(oversight.looks_seen_by(request.viewer), **_chosen(request))
    looks = looks.filter(pk__lt=int(older)) if older.isdecimal() else looks
    rows = list(looks.order_by("-pk")[: PAGE + 1])
    context = {
        "form": form,
        "opened": personal.Opened(request.viewer, where="desk:privacy-looks"),
        "looks": oversight.told(rows[:PAGE]),
        "older_url": f"?{urlencode(_kept(request) | {'older': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
        "kept": _kept(request),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/privacy_looks.html", context | tabs(request, "looks"), status=status)


def _found(form: LookFilter) -> dict[str, str] | None:
    """The filter as an address has it: pseudonyms instead of names. None if it fits too many."""
    asked = form.cleaned_data
    found = {"day": asked["day"].isoformat() if asked["day"] else "", "kind": asked["kind"]}
    found["estate"] = str(asked["estate"].pk) if asked["estate"] else ""
    try:
        found["by"] = ",".join(oversight.colleagues(asked["staff"]) or [NOBODY]) if asked["staff"] else ""
        found["of"] = ",".join(oversight.subjects(asked["person"]) or [NOBODY]) if asked["person"] else ""
    except oversight.TooMany:
        form.add_error(None, _("That fits too many people. Please type more of the name, or the whole number."))
        return None
    return {name: value for name, value in found.items() if value}


def _kept(request: Request) -> dict[str, str]:
    return {name: request.GET[name] for name in ("by", "of", "day", "kind", "estate") if request.GET.get(name)}


def _chosen(request: Request) -> dict[str, Any]:
    """The filter that an address names; what can't be understood filters nothing."""
    kept = _kept(request)
    estate, kind = kept.get("estate", ""), kept.get("kind", "")
    return {
        "by": kept["by"].split(",") if "by" in kept else (),
        "of": kept["of"].split(",") if "of" in kept else (),
        "day": _day(kept.get("day", "")),
        "kind": kind if kind in {"opened", "revealed", "exported"} else "",
        "estate_id": int(estate) if estate.isdecimal() else None,
    }


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


def tabs(request: Request, at: str) -> dict[str, Any]:
    """The tabs of this desk: which is shown, and how much waits."""
    return {
        "at": at,
        "open_alerts": PrivacyAlert.objects.seen_by(request.viewer).open()[:100].count(),
        "late_requests": DataRequest.objects.seen_by(request.viewer).overdue()[:100].count(),
    }


@staff_only(Role.PRIVACY)
def privacy_look(request: Request, look_id: int) -> HttpResponse:
    """One look, with the words that somebody gave as their reason: unsealed here and nowhere else."""
    row = oversight.looks_seen_by(request.viewer).filter(pk=look_id).first()
    if row is None:
        raise Http404
    context = {
        "look": oversight.told([row])[0],
        "words": read_reason(viewer=request.viewer, look=row),
        "opened": personal.Opened(request.viewer, where="desk:privacy-look"),
    }
    response = render(request, "desk/privacy_look.html", context | tabs(request, "looks"))
    response["Cache-Control"] = "no-store"
    return response


@staff_only(Role.PRIVACY)
def privacy_alerts(request: Request) -> HttpResponse:
    """Patterns of one state, the newest first."""
    state = request.GET.get("state", STATES[0])
    state = state if state in STATES else STATES[0]
    before = request.GET.get("before", "")
    alerts = PrivacyAlert.objects.seen_by(request.viewer).filter(state=state)
    alerts = alerts.filter(pk__lt=int(before)) if before.isdecimal() else alerts
    rows = list(alerts.select_related("estate").order_by("-pk")[: ALERTS + 1])
    more = urlencode({"state": state, "before": rows[ALERTS - 1].pk}) if len(rows) > ALERTS else ""
    context = {
        "rows": _with_colleagues(rows[:ALERTS]),
        "state": state,
        "older_url": f"{reverse('desk:privacy-alerts')}?{more}" if more else "",
    }
    return render(request, "desk/privacy_alerts.html", context | tabs(request, "alerts"))


@staff_only(Role.PRIVACY)
def privacy_alert(request: Request, public_id: str) -> HttpResponse:
    """One pattern, its numbers, and the word on it."""
    alert = get_object_or_404(
        PrivacyAlert.objects.seen_by(request.viewer).select_related("estate"), public_id=public_id
    )
    form = AlertForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            decide_alert(viewer=request.viewer, alert=alert, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:privacy-alerts")
    context = _alert_context(request, alert) | {"form": form}
    return render(request, "desk/privacy_alert.html", context, status=422 if form.errors else 200)


def _alert_context(request: Request, alert: PrivacyAlert) -> dict[str, Any]:
    looks = oversight.looks_seen_by(request.viewer).filter(recorded_at__gte=alert.since, recorded_at__lte=alert.until)
    looks = looks.filter(actor=alert.viewer) if alert.viewer else looks.filter(subject=alert.subject)
    deciders = User.objects.filter(public_id=alert.decided_by.removeprefix("user:")) if alert.decided_by else []
    return {
        "alert": alert,
        "who": _with_colleagues([alert])[0][1],
        "looks": oversight.told(list(looks.order_by("-pk")[:PAGE])),
        "opened": personal.Opened(request.viewer, where="desk:privacy-alert"),
        "words": alert.note.open() if alert.note else "",
        "decided_by": next(iter(deciders), None),
        "may_decide": may_decide(request.viewer, alert) and alert.state != "explained",
    } | tabs(request, "alerts")


def _with_colleagues(alerts: list[PrivacyAlert]) -> list[tuple[PrivacyAlert, User | None]]:
    ids = [alert.viewer.removeprefix("user:") for alert in alerts if alert.viewer]
    users = User.objects.in_bulk(ids, field_name="public_id")
    return [(alert, users.get(alert.viewer.removeprefix("user:"))) for alert in alerts]
