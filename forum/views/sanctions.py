from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from forum import actions
from forum.forms import AppealForm, SanctionForm
from forum.models import Sanction
from forum.permissions import MODERATORS, can_moderate, can_review_bursts, can_sanction
from forum.views.finding import find_post
from owners.models import Role
from owners.permissions import sign_in_required, staff_only
from portal.errors import Refused
from portal.http import Request


@staff_only(*MODERATORS)
def post_sanction(request: Request, topic: str, number: int) -> HttpResponse:
    """Warns the author of a post, or keeps them from writing for a time."""
    found = find_post(request.viewer, topic, number)
    if not can_moderate(request.viewer, found.topic):
        raise PermissionDenied
    may_everywhere = request.viewer.has_role(Role.ADMIN, estate_id=found.topic.estate_id)
    form = SanctionForm(request.POST or None, may_everywhere=may_everywhere)
    if request.method == "POST" and form.is_valid():
        try:
            actions.sanction_author(viewer=request.viewer, post=found, **form.decided)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "reason"), str(refusal))
        else:
            messages.success(request, _("Done. It stands in the open record, and the author can appeal."))
            return redirect(found)
    before = Sanction.objects.filter(user=found.author_id).select_related("record").order_by("-id")
    if found.is_anonymous:
        # What else was decided about them stands in the open record, beside a name.
        before = before.filter(post__topic=found.topic, post__is_anonymous=True)
    context = {
        "post": found,
        "topic": found.topic,
        "form": form,
        "before": before[:5] if found.author_id else [],
        "may": can_sanction(request.viewer, found),
    }
    return render(request, "forum/post_sanction.html", context, status=422 if form.errors else 200)


@sign_in_required
def sanction(request: Request, sanction: str) -> HttpResponse:
    """What was decided, why and until when, for whom it hits and those who keep order; and the appeal."""
    found = get_object_or_404(Sanction.objects.visible_to(request.viewer).for_judging(), public_id=sanction)
    form = AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.appeal(viewer=request.viewer, sanction=found, text=form.cleaned_data["text"])
        except Refused as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, _("Thank you. A second person reads it and decides; you will be told."))
            return redirect(found)
    is_own = request.viewer.user is not None and found.user_id == request.viewer.user.pk
    may_review = can_review_bursts(request.viewer)
    context = {
        "sanction": found,
        "form": form,
        "may_appeal": is_own and found.may_be_appealed,
        "may_moderate": can_moderate(request.viewer, found.post.topic) if found.post else may_review,
    }
    return render(request, "forum/sanction.html", context, status=422 if form.errors else 200)
