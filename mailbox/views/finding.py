from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from mailbox import limits
from mailbox.forms import LookupForm
from mailbox.models import Conversation
from portal.errors import Refused
from portal.http import Request


def matter_find(request: Request) -> HttpResponse:
    """Number and query code lead to the tracking page. Wrong ones all get the same answer, and not many of them."""
    form = LookupForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _find(request, form.cleaned_data["number"], form.cleaned_data["code"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("mailbox:tracking", token=found.token)
    return render(request, "mailbox/matter_find.html", {"form": form}, status=422 if form.errors else 200)


def _find(request: Request, number: str, code: str) -> Conversation:
    limits.take_turn("find-from", str(get_adapter(request).get_client_ip(request)))
    limits.take_turn("find-number", number[:20])
    found = Conversation.objects.filter(number=number).first()
    if found is None or not constant_time_compare(found.query_code, code):
        raise Refused(_("Number and query code don't belong together. Please compare them with your receipt."))
    return found
