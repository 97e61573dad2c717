from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notify import actions
from notify.kinds import find_kind
from notify.planning import is_on
from notify.unsubscribing import DIGEST, Off, read_off_token
from portal.http import Request


# The token is the authority: whoever holds the mail may end it, without signing in (RFC 8058).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def mail_off(request: Request, token: str) -> HttpResponse:
    """Ends one kind of mail by one POST, and takes it up again by `on=1`. Looking changes nothing."""
    off = read_off_token(token)
    if off is None:
        raise Http404
    if request.method == "POST":
        on = request.POST.get("on") == "1"
        actions.switch(user=off.user, kind=off.kind, channel=off.channel, on=on)
    context = {"label": _label(off), "is_on": is_on(off.user, off.kind, off.channel), "is_digest": off.kind == DIGEST}
    return render(request, "notify/mail_off.html", context)


def _label(off: Off) -> str:
    kind = find_kind(off.kind)
    return str(kind.label) if kind else ""
