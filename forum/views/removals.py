from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from forum import actions
from forum.forms import ObjectionForm
from forum.models import Removal
from forum.permissions import can_moderate
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def removal(request: Request, removal: str) -> HttpResponse:
    """What was taken away, for its author and those who keep order: why, who decides until when, the objection."""
    found = get_object_or_404(Removal.objects.visible_to(request.viewer).for_judging(), public_id=removal)
    form = ObjectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.object_to_removal(viewer=request.viewer, removal=found, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Thank you. Whoever decides will read it first."))
            return redirect(found)
    is_own = request.viewer.user is not None and found.author_id == request.viewer.user.pk
    context = {
        "removal": found,
        "form": form,
        "may_object": is_own and found.is_waiting and not found.objection,
        "may_moderate": can_moderate(request.viewer, found.topic),
    }
    return render(request, "forum/removal.html", context, status=422 if form.errors else 200)
