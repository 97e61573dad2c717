"""The moves of an item in the spokesperson's queue: each a form, an action, and back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from desk.views.spokesperson import get_watch, watch_page
from forum import actions
from forum.forms import AnswerForm, DismissForm, HideForm, ReturnForm
from forum.models import Post, Watch
from forum.permissions import APPROVERS, MODERATORS, SPOKESPEOPLE
from owners.permissions import staff_only
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
    form = AnswerForm(request.POST)
    refusal = ""
    try:
        if form.is_valid():
            watch = actions.save_draft(viewer=request.viewer, watch=watch, html=form.cleaned_data["body"])
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
    watch, form = get_watch(request, topic), AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.submit_draft(viewer=request.viewer, watch=watch, html=form.cleaned_data["body"])
        except Refused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("Sent to the case manager for approval."))
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={"answer": form}, status=422)


@require_POST
@staff_only(*SPOKESPEOPLE)
def watch_answer(request: Request, topic: str) -> HttpResponse:
    """Publishes the answer under the seal."""
    watch, form = get_watch(request, topic), AnswerForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_officially(viewer=request.viewer, topic=watch.topic, **form.written)
        except Refused as refusal:
            form.add_error("body", str(refusal))
        else:
            messages.success(request, _("Answered in the company's name."))
            return redirect("desk:watch", topic=topic)
    return watch_page(request, watch, bound={"answer": form}, status=422)


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
    return redirect("desk:watch-flags")


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
