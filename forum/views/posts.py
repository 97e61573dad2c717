from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from forum import actions
from forum.drafting import draft_of, post_key
from forum.errors import StandsWithAnswers
from forum.forms import EditForm, FlagForm
from forum.markup import draw_posts
from forum.models import Post, Topic
from forum.permissions import can_block, can_edit, can_flag, can_take_back, has_been_answered
from forum.standing import bar_at
from forum.thread import lines_of
from forum.views.finding import find_post
from owners.permissions import sign_in_required
from portal.errors import Refused
from portal.http import Request


@sign_in_required
def post_edit(request: Request, topic: str, number: int) -> HttpResponse:
    found = find_post(request.viewer, topic, number)
    if not can_edit(request.viewer, found):
        raise PermissionDenied
    initial = {"title": found.topic.title, "body": found.html}
    already = f"{found.topic.title}\n{found.text}"
    form = EditForm(request.POST or None, initial=initial, with_title=found.is_question, already=already)
    if request.method == "POST" and form.is_valid():
        try:
            edited = actions.edit_post(
                viewer=request.viewer,
                post=found,
                html=form.cleaned_data["body"],
                title=form.cleaned_data.get("title", ""),
                upload_ids=form.upload_ids,
            )
        except Refused as refusal:
            field = getattr(refusal, "field", "body")
            form.add_error(field if field in form.fields else "body", str(refusal))
        else:
            if edited.is_held:
                messages.info(request, _("Your text is being looked at and will appear after that."))
            return redirect(edited)
    context = {
        "post": found,
        "topic": found.topic,
        "form": form,
        "bar": bar_at(request.viewer, found.topic.estate_id),
        **draft_of(post_key(found)),
    }
    return render(request, "forum/post_edit.html", context)


@require_safe
def post_history(request: Request, topic: str, number: int) -> HttpResponse:
    """What a post said before each edit, newest first. Open to whoever may read the post."""
    found = find_post(request.viewer, topic, number)
    revisions = list(found.revisions.all()[:50])
    context = {"post": found, "topic": found.topic, "revisions": revisions, "may_edit": can_edit(request.viewer, found)}
    return render(request, "forum/post_history.html", context)


@require_POST
@sign_in_required
def post_restore(request: Request, topic: str, number: int, revision: int) -> HttpResponse:
    """Brings an earlier version of one's own post back, as a new one."""
    found = find_post(request.viewer, topic, number)
    if not can_edit(request.viewer, found):
        raise PermissionDenied
    version = get_object_or_404(found.revisions, pk=revision)
    try:
        restored = actions.restore_version(viewer=request.viewer, post=found, revision=version)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("forum:post-history", topic, number)
    if restored.is_held:
        messages.info(request, _("Your text is being looked at and will appear after that."))
    return redirect(restored)


@sign_in_required
def post_take_back(request: Request, topic: str, number: int) -> HttpResponse:
    """Asks once, then takes one's own post back; a question that others have joined says why it stays."""
    found = find_post(request.viewer, topic, number)
    if not can_take_back(request.viewer, found):
        raise PermissionDenied
    refusal = ""
    if found.is_question and has_been_answered(found.topic):
        refusal = str(StandsWithAnswers(found.topic.case_number))
    elif request.method == "POST":
        try:
            actions.take_back_post(viewer=request.viewer, post=found)
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("You have taken it back."))
            return redirect(found.topic.board if found.is_question else found)
    context = {"post": found, "topic": found.topic, "refusal": refusal, "may_edit": can_edit(request.viewer, found)}
    return render(request, "forum/post_take_back.html", context)


@require_POST
@sign_in_required
def post_react(request: Request, topic: str, number: int) -> HttpResponse:
    """Gives the viewer's reaction or takes it back; answers htmx with the post as it is then."""
    found = find_post(request.viewer, topic, number)
    try:
        actions.react(viewer=request.viewer, post=found)
    except Refused as refusal:
        messages.info(request, str(refusal))
        return redirect(found)
    if request.htmx:
        return one_post(request, found.topic, number)
    return redirect(found)


@sign_in_required
def post_flag(request: Request, topic: str, number: int) -> HttpResponse:
    found = find_post(request.viewer, topic, number)
    if not can_flag(request.viewer, found):
        raise PermissionDenied
    form = FlagForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.flag_post(viewer=request.viewer, post=found, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Thank you. Somebody will look at it; neither the author nor neighbours learn that it was you."),
            )
            return redirect(found)
    context = {"post": found, "topic": found.topic, "form": form, "may_block": can_block(request.viewer, found)}
    return render(request, "forum/post_flag.html", context)


def one_post(request: Request, topic: Topic, number: int) -> HttpResponse:
    """A post as it is now for this reader, to take the place of the one on the page."""
    posts = Post.objects.on_page(topic, request.viewer).filter(number=number)
    lines = lines_of(topic, request.viewer, posts)
    return render(request, "forum/post.html", {"posts": draw_posts(lines, topic, request.viewer)})
