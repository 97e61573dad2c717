"""Asking the author of a topic whether their matter may go on in private, and what they said."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from crm import actions
from crm.forms import PrivateForm
from crm.permissions import OPENERS
from forum.models import Topic
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


@staff_only(*OPENERS)
def private_ask(request: Request, topic_id: str) -> HttpResponse:
    topics = Topic.objects.visible_to(request.viewer).select_related("board", "author")
    estate_ids = request.viewer.estates_for(*OPENERS)
    topic = get_object_or_404(topics, public_id=topic_id, estate_id__in=estate_ids)
    form = PrivateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.offer_privacy(viewer=request.viewer, topic=topic, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The author is asked. Nothing moves without their yes."))
            return redirect("desk:private-ask", topic_id)
    offers = topic.private_offers.select_related("by").order_by("-pk")[:10]
    context = {"topic": topic, "form": form, "offers": offers}
    return render(request, "desk/private_ask.html", context, status=422 if form.errors else 200)
