"""The moves of a case: each a form, an action, and back to the case."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm import actions, permissions
from crm.forms import (
    AnswerForm,
    AssessForm,
    CloseForm,
    ContactForm,
    FromTopicForm,
    HandOverForm,
    JoinForm,
    NoteForm,
    ReasonForm,
)
from crm.models import Case
from desk.views.cases import case_page, get_case
from desk.watch_context import related_to
from forum.models import ENDED, Topic
from owners.permissions import staff_only
from portal.errors import Refused
from portal.http import Request


def moved(request: Request, case: Case, name: str, form: Form, act: Callable[..., Any]) -> HttpResponse:
    """Runs `act` with what the form holds and goes back to the case; shows the form again if refused."""
    if form.is_valid():
        try:
            act(viewer=request.viewer, case=case, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("desk:case", case.number)
    return case_page(request, case, bound=(name, form))


def pressed(request: Request, case: Case, act: Callable[..., Any]) -> HttpResponse:
    """The same for a button without a form: a refusal is said on top of the page."""
    try:
        act(viewer=request.viewer, case=case)
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("desk:case", case.number)


@require_POST
@staff_only(*permissions.WORKERS)
def case_take(request: Request, number: str) -> HttpResponse:
    return pressed(request, get_case(request, number), actions.take_case)


@require_POST
@staff_only(*permissions.WORKERS)
def case_accept(request: Request, number: str) -> HttpResponse:
    return pressed(request, get_case(request, number), actions.accept_hand_over)


@require_POST
@staff_only(*permissions.WORKERS)
def case_resume(request: Request, number: str) -> HttpResponse:
    return pressed(request, get_case(request, number), actions.resume)


@require_POST
@staff_only(*permissions.WORKERS)
def case_hand_over(request: Request, number: str) -> HttpResponse:
    case = get_case(request, number)
    return moved(request, case, "hand-over", HandOverForm(request.POST, case=case), actions.hand_over)


@require_POST
@staff_only(*permissions.WORKERS)
def case_assess(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "assess", AssessForm(request.POST), actions.assess)


@require_POST
@staff_only(*permissions.READERS)
def case_note(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "note", NoteForm(request.POST), actions.add_note)


@require_POST
@staff_only(*permissions.WORKERS)
def case_contact(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "contact", ContactForm(request.POST), actions.note_contact)


@require_POST
@staff_only(*permissions.WORKERS)
def case_wait(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "wait", ReasonForm(request.POST), actions.put_waiting)


@require_POST
@staff_only(*permissions.WORKERS)
def case_close(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "close", CloseForm(request.POST), actions.close_case)


@require_POST
@staff_only(*permissions.WORKERS)
def case_reopen(request: Request, number: str) -> HttpResponse:
    return moved(request, get_case(request, number), "reopen", ReasonForm(request.POST), actions.reopen)


@require_POST
@staff_only(*permissions.WORKERS)
def case_answer(request: Request, number: str) -> HttpResponse:
    case = get_case(request, number)
    form = AnswerForm(request.POST, case=case)
    if form.is_valid():
        upload_ids = tuple(request.POST.getlist("upload_ids"))
        try:
            actions.answer_customer(viewer=request.viewer, case=case, upload_ids=upload_ids, **form.cleaned_data)
        except actions.HoldsPersonalNumbers as refusal:
            form.ask_to_confirm()
            form.add_error("html", refusal.message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("The answer is on its way to the customer."))
            return redirect("desk:case", case.number)
    return case_page(request, case, bound=("answer", form))


@staff_only(*permissions.OPENERS)
def case_from_topic(request: Request, topic_id: str) -> HttpResponse:
    topics = Topic.objects.visible_to(request.viewer).select_related("board", "author")
    topic = get_object_or_404(topics, public_id=topic_id)
    joining = JoinForm(request.POST if "number" in request.POST else None)
    if joining.is_bound and joining.is_valid():
        try:
            joined = actions.join_case(viewer=request.viewer, topic=topic, **joining.cleaned_data)
        except Refused as refusal:
            joining.add_error("number", refusal.message)
        else:
            messages.success(request, _("The topic belongs to %(number)s now.") % {"number": joined.number})
            return redirect(topic.get_absolute_url())
    form = FromTopicForm(None if joining.is_bound else request.POST or None, topic=topic, viewer=request.viewer)
    if not joining.is_bound and request.method == "POST" and form.is_valid():
        try:
            case = actions.open_case_from_topic(viewer=request.viewer, topic=topic, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Case %(number)s is open.") % {"number": case.number})
            if permissions.can_read(request.viewer, case):
                return redirect("desk:case", case.number)
            return redirect(topic.get_absolute_url())
    existing = Case.objects.visible_to(request.viewer).filter(topic_public_id=topic.public_id).first()
    alike = [other.topic for other in related_to(topic, request.viewer) if other.topic.progress_state not in ENDED]
    context = {
        "topic": topic,
        "form": form,
        "joining": joining,
        "existing": existing,
        "alike": [other for other in alike if other.case_number],
    }
    return render(request, "desk/case_from_topic.html", context)
