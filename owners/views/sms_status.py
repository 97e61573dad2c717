import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from owners import sms
from owners.sms_wire import is_signed
from portal.http import Request

_MOST = 500
_STATES = {"delivered": True, "failed": False}


@csrf_exempt
@require_POST
def sms_status(request: Request) -> HttpResponse:
    """Status reports of the SMS gateway: one object or a list of `{"id": "12", "status": "delivered"}`.

    With `"status": "failed"` comes a `reason`. Ids that aren't ours are passed over; the answer says how many
    were taken.
    """
    if not is_signed(settings.SMS_GATEWAY_SECRET, request.headers, request.body):
        raise Http404
    try:
        reports = [_read(entry) for entry in _listed(json.loads(request.body))]
    except (ValueError, KeyError, TypeError):
        return HttpResponseBadRequest("not a status report")
    taken = sum(sms.report(pk, arrived=arrived, reason=reason) for pk, arrived, reason in reports)
    return JsonResponse({"taken": taken})


def _listed(said: Any) -> list[Any]:
    entries = said if isinstance(said, list) else [said]
    if len(entries) > _MOST:
        raise ValueError("too many at once")
    return entries


def _read(entry: Any) -> tuple[int, bool, str]:
    number = int(entry["id"])
    if not 0 < number < 2**63:
        raise ValueError("no id of ours")
    return number, _STATES[entry["status"]], str(entry.get("reason", ""))
