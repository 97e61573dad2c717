from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forum import actions
from forum.forms import VerdictForm
from forum.views.finding import find_topic
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def topic_verdict(request: Request, topic: str) -> HttpResponse:
    """The author confirms that their matter is settled, or says why not. By itself it is the page for that."""
    found = find_topic(request.viewer, topic)
    if request.viewer.user is None or found.author_id != request.viewer.user.pk:
        raise Http404
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settled = "settled" in request.POST
        try:
            actions.judge_end(viewer=request.viewer, topic=found, settled=settled, said=form.cleaned_data["said"])
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", None), str(refusal))
        else:
            messages.success(request, _("Thank you.") if settled else _("Thank you. The case desk takes it up again."))
            return redirect(found)
    status = 422 if form.errors else 200
    return render(request, "forum/topic_verdict.html", {"topic": found, "form": form}, status=status)
