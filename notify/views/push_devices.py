from django.http import HttpResponse, HttpResponseBadRequest
from django.views.decorators.http import require_POST

from notify import actions
from notify.forms import PushDeviceForm
from owners.permissions import sign_in_required
from owners.signed_in import device_name
from portal.http import Request


@require_POST
@sign_in_required
def push_device_add(request: Request) -> HttpResponse:
    """Keeps this browser's subscription; the same browser again changes nothing but its keys."""
    form = PushDeviceForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("not a subscription")
    actions.add_push_device(
        user=request.user,
        session_key=request.session.session_key or "",
        name=device_name(request.headers.get("user-agent", "")),
        **form.cleaned_data,
    )
    return HttpResponse(status=204)


@require_POST
@sign_in_required
def push_device_remove(request: Request) -> HttpResponse:
    actions.remove_push_device(user=request.user, endpoint=request.POST.get("endpoint", ""))
    return HttpResponse(status=204)
