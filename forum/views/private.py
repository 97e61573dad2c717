from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from forum import actions
from forum.views.finding import find_topic
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@require_POST
@sign_in_required
def topic_private(request: Request, topic: str) -> HttpResponse:
    """The author says whether their matter may go on in private."""
    found = find_topic(request.viewer, topic)
    if request.viewer.user is None or found.author_id != request.viewer.user.pk:
        raise Http404
    agrees = "agrees" in request.POST
    try:
        actions.answer_privacy(viewer=request.viewer, topic=found, agrees=agrees)
    except Refused as refusal:
        messages.info(request, str(refusal))
    else:
        yes = _("It goes on in private. You find it under “My matters”.")
        messages.success(request, yes if agrees else _("It stays public."))
    return redirect(found)
