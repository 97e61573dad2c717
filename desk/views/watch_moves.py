"""The moves of an item in the spokesperson's queue: each a form, an action, and back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.views.spokesperson import get_watch, watch_page
from desk.watch_context import waiting_alike
from forum import actions, paging
from forum.forms import HideForm
from forum.models import Post, Watch
from forum.official_forms import CorrectionForm, DismissForm, OfficialForm, ReturnForm
from forum.permissions import APPROVERS, MODERATORS, SPOKESPEOPLE
from owners.permissions import staff_only
from portal import richtext
from portal.errors import Refused
from portal.http import Request


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_claim(request: Request, topic: str) -> HttpResponse:
    return _plain_move(request, topic, actions.claim_watch, _("It is yours for two hours."))


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_release(request: Request, topic: str) -> HttpResponse:
    return _plain_move(request, topic, actions.release_watch, _("Given back to the queue."))


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_draft(request: Request, topic: str) -> HttpResponse:
    """Keeps the draft; the open page asks for this by itself while somebody writes."""
    watch = get_watch(request, topic)
    form = OfficialForm(request.POST)
    form.is_valid()
    refusal = ""
    try:
        if "body" not in form.errors:
            watch = actions.save_draft(
                viewer=request.viewer,
                watch=watch,
                html=form.cleaned_data["body"],
                promised_for=form.promised_day,
            )
    except Refused as problem:
        refusal = str(problem)
    if request.htmx:
        return render(request, "desk/_watch_draft_state.html", {"watch": watch, "refusal": refusal})
    if refusal:
        messages.error(request, refusal)
    return redirect("desk:watch", topic=topic)


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_submit(request: Request, topic: str) -> HttpResponse:
    watch, form = get_watch(request, topic), OfficialForm(request.POST)
    if form.is_valid():
        try:
            html, promised_for = form.cleaned_data["body"], form.promised_day
            actions.submit_draft(viewer=request.viewer, watch=watch, html=html, promised_for=promised_for)
        except Refused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("Sent to the case manager for approval."))
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={"answer": form}, status=422)


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_answer(request: Request, topic: str) -> HttpResponse:
    """Publishes the answer under the seal; where it was asked for, in further topics too, and as the last word."""
    watch = get_watch(request, topic)
    also = waiting_alike(watch.topic, request.viewer)
    form = OfficialForm(request.POST, also=also)
    if form.is_valid():
        chosen = [other for other in also if other.public_id in form.cleaned_data.get("also", [])]
        try:
            with transaction.atomic():
                topics = [watch.topic, *chosen]
                written = form.written | {
                    "promised_for": form.promised_day,
                    "prepared_id": form.cleaned_data["prepared"],
                }
                actions.answer_jointly(viewer=request.viewer, topics=topics, **written)
                if reason := form.cleaned_data["lock_reason"]:
                    actions.lock_topic_for(viewer=request.viewer, topic=watch.topic, reason=reason)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "body"), str(refusal))
        else:
            messages.success(request, _("Answered in the company's name."))
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={"answer": form}, status=422)


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_correct(request: Request, topic: str, number: int) -> HttpResponse:
    """Adds a correction under the official answer with that number."""
    watch = get_watch(request, topic)
    answer = get_object_or_404(watch.topic.official_answers.select_related("topic"), post__number=number)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        try:
            html = richtext.from_text(form.cleaned_data["body"])
            actions.correct_answer(viewer=request.viewer, answer=answer, html=html)
        except Refused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("The correction stands under the answer."))
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={"correct": form}, correcting=number, status=422)


@require_POST
@staff_only(*APPROVERS)
def watch_approve(request: Request, topic: str) -> HttpResponse:
    return _plain_move(request, topic, actions.approve_draft, _("Published under the seal."))


@require_POST
@staff_only(*APPROVERS)
def watch_return(request: Request, topic: str) -> HttpResponse:
    return _form_move(request, topic, "return", ReturnForm(request.POST), actions.return_draft)


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_dismiss(request: Request, topic: str) -> HttpResponse:
    return _form_move(request, topic, "dismiss", DismissForm(request.POST), actions.dismiss_watch)


@require_POST
@staff_only(*MODERATORS)
def watch_flag_decide(request: Request, post: int) -> HttpResponse:
    """Keeps a reported or held post, or (with a reason) hides it."""
    found = get_object_or_404(Post.objects.in_care_of(request.viewer).select_related("topic__board"), pk=post)
    form = HideForm(request.POST)
    try:
        if "keep" in request.POST:
            actions.keep_post(viewer=request.viewer, post=found)
            messages.success(request, _("The post stays."))
        elif form.is_valid():
            actions.hide_post(viewer=request.viewer, post=found, **form.cleaned_data)
            messages.success(request, _("Hidden. The reason stands in its place, and a second person looks at it."))
        else:
            messages.error(request, _("Please choose why it must go, and give the reason; everybody can read it."))
    except Refused as refusal:
        messages.error(request, str(refusal))
    after = request.POST.get("after", "")
    place = f"?after={after}" if paging.read_key(after) else ""
    return redirect(reverse("desk:watch-flags") + place)


def _plain_move(request: Request, topic: str, act: Callable[..., Any], done: str) -> HttpResponse:
    watch = get_watch(request, topic)
    try:
        act(viewer=request.viewer, watch=watch)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("desk:watch", topic=topic)


def _form_move(request: Request, topic: str, name: str, form: Form, act: Callable[..., Watch]) -> HttpResponse:
    watch = get_watch(request, topic)
    if form.is_valid():
        try:
            act(viewer=request.viewer, watch=watch, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={name: form}, status=422)
