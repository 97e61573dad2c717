import hashlib
import hmac
import re

from django.conf import settings
from django.http import Http404, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notify.followers import follow, unfollow
from portal.http import Request

# Three flat fields of a known shape are read, each where it stands first: what people write comes after
# them. Nothing here parses XML from outside.
_FIELD = r"<{name}>\s*(?:<!\[CDATA\[)?([\w.-]{{1,64}})(?:\]\]>)?\s*</{name}>"


@csrf_exempt
@require_http_methods(["GET", "POST"])
def wechat_event(request: Request) -> HttpResponse:
    """What WeChat tells our service account: somebody follows it, or stops. Other messages are let be."""
    if not _is_from_wechat(request):
        raise Http404
    if request.method == "GET":
        return HttpResponse(request.GET.get("echostr", ""), content_type="text/plain")
    said = request.body[:20_000].decode(errors="replace")
    openid, event = _field(said, "FromUserName"), _field(said, "Event")
    if _field(said, "MsgType") != "event":
        event = ""
    if openid and event == "subscribe":
        follow(openid=openid)
    elif openid and event == "unsubscribe":
        unfollow(openid=openid, why="unfollowed")
    return HttpResponse("success", content_type="text/plain")


def _is_from_wechat(request: Request) -> bool:
    """WeChat signs the sorted token, timestamp and nonce; without a token of ours nothing is taken."""
    token = settings.WECHAT_SERVICE_TOKEN
    parts = sorted([token, request.GET.get("timestamp", ""), request.GET.get("nonce", "")])
    proof = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
    return bool(token) and hmac.compare_digest(proof.encode(), request.GET.get("signature", "").encode())


def _field(said: str, name: str) -> str:
    found = re.search(_FIELD.format(name=name), said)
    return found[1] if found else ""
