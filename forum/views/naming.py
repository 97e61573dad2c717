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
def topic_naming(request: Request, topic: str) -> HttpResponse:
    """Whoever asked anonymously lets the company know that it is them (`named=1`), or rather not."""
    found = find_topic(request.viewer, topic)
    if request.viewer.user is None or not found.is_anonymous or found.author_id != request.viewer.user.pk:
        raise Http404
    named = bool(request.POST.get("named"))
    try:
        actions.name_to_company(viewer=request.viewer, topic=found, named=named)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, _("The company may know that it is you.") if named else _("The company won't learn who you are.")
        )
    return redirect(found)
