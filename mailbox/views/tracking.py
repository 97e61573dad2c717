from dataclasses import dataclass
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from mailbox import actions, limits
from mailbox.forms import EndForm, ReplyForm, new_key
from mailbox.models import Conversation, Direction, Message, Progress
from mailbox.permissions import can_judge_end, is_customer
from mailbox.photos import take_photos, taken
from mailbox.views.privacy import kept_to_oneself
from portal import uploads
from portal.errors import Refused
from portal.http import Request
from portal.uploads.models import Upload, UploadKind
from portal.uploads.views import owner_of

MESSAGES = 200


@require_GET
@never_cache
@kept_to_oneself
def tracking(request: Request, token: str) -> HttpResponse:
    """The customer's page of one matter. Whoever has the link has the page: it shows no name, no number to call."""
    conversation = _by_token(token)
    return _page(request, conversation, ReplyForm(initial={"key": new_key()}))


@require_POST
@never_cache
@kept_to_oneself
def tracking_reply(request: Request, token: str) -> HttpResponse:
    conversation = _by_token(token)
    form = ReplyForm(request.POST, request.FILES)
    valid = form.is_valid()
    upload_ids = take_photos(request, form)
    if not valid or form.errors:
        return _page(request, conversation, form, upload_ids)
    try:
        limits.take_turn("reply", f"{conversation.pk}:{get_adapter(request).get_client_ip(request)}")
        message = actions.receive_message(
            conversation=conversation,
            text=form.cleaned_data["text"],
            viewer=request.viewer,
            upload_ids=upload_ids,
            upload_owner=owner_of(request),
            idempotency_key=form.cleaned_data["key"],
        )
    except Refused as refusal:
        form.add_error("text", str(refusal))
        return _page(request, conversation, form, upload_ids)
    return redirect(f"{reverse('mailbox:tracking', args=[token])}#message-{message.pk}")


@require_POST
@never_cache
@kept_to_oneself
def tracking_verdict(request: Request, token: str) -> HttpResponse:
    """A home behind somebody's matter says whether it is settled for it; the case desk reads why not."""
    conversation = _by_token(token)
    form = EndForm(request.POST)
    settled = "settled" in request.POST
    said = form.cleaned_data["said"] if form.is_valid() else ""
    try:
        limits.take_turn("reply", f"{conversation.pk}:{get_adapter(request).get_client_ip(request)}")
        actions.judge_end(conversation=conversation, settled=settled, said=said, viewer=request.viewer)
    except Refused as refusal:
        form.add_error("said", str(refusal))
        return _page(request, conversation, ReplyForm(initial={"key": new_key()}), end_form=form)
    messages.success(request, _("Thank you.") if settled else _("Thank you. The case desk takes it up again."))
    return redirect("mailbox:tracking", token=token)


@require_GET
@kept_to_oneself
def tracking_file(request: Request, token: str, public_id: str) -> FileResponse:
    """A file of the conversation for the holder of the link."""
    return _file(token, public_id, thumb=False)


@require_GET
@kept_to_oneself
def tracking_thumb(request: Request, token: str, public_id: str) -> FileResponse:
    return _file(token, public_id, thumb=True)


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """An upload under an address that the tracking link opens; /files/ asks for an account."""

    kind: str
    name: str
    size: int
    url: str
    thumb_url: str


def _by_token(token: str) -> Conversation:
    return get_object_or_404(
        Conversation.objects.select_related("estate", "mailbox", "unit__entrance__building"), token=token
    )


def _page(
    request: Request,
    conversation: Conversation,
    form: ReplyForm,
    upload_ids: list[str] | None = None,
    *,
    end_form: EndForm | None = None,
) -> HttpResponse:
    context = {
        "conversation": conversation,
        "messages_shown": _messages(conversation),
        "steps": status_steps(conversation),
        "form": form,
        "files": taken(request, upload_ids or []),
        "is_mine": is_customer(request.viewer, conversation),
        "end_form": end_form or (EndForm() if can_judge_end(conversation) else None),
    }
    refused = form.errors or (end_form and end_form.errors)
    return render(request, "mailbox/tracking.html", context, status=422 if refused else 200)


def _messages(conversation: Conversation) -> list[Message]:
    """The newest messages, oldest first, each with its files."""
    rows: list[Any] = list(conversation.messages.for_customer().order_by("-id")[:MESSAGES])[::-1]
    files = uploads.of_many(row.scope for row in rows)
    for row in rows:
        row.files = [_linked(conversation, upload) for upload in files[row.scope]]
    return rows


def _linked(conversation: Conversation, upload: Upload) -> LinkedFile:
    args = [conversation.token, upload.public_id]
    url = reverse("mailbox:tracking-file", args=args)
    thumb_url = reverse("mailbox:tracking-thumb", args=args)
    return LinkedFile(upload.kind, upload.name, upload.size, url, thumb_url)


def status_steps(conversation: Conversation) -> list[dict[str, Any]]:
    """The status rail: each public state with the date on which it was reached."""
    reached = {step.state: step.at for step in conversation.steps.all()}
    order = list(Progress)
    current = order.index(Progress(conversation.progress_state))
    return [
        {
            "label": state.label,
            "at": reached.get(state) if index <= current else None,
            "state": "done" if index < current else "now" if index == current else "next",
        }
        for index, state in enumerate(order)
    ]


def _file(token: str, public_id: str, *, thumb: bool) -> FileResponse:
    conversation = get_object_or_404(Conversation, token=token)
    upload = get_object_or_404(Upload, public_id=public_id, scope__startswith="mailbox.message:")
    ref = upload.scope.partition(":")[2]
    message = conversation.messages.filter(Q(pk=ref) | Q(original=ref)).first()
    if message is None or message.direction == Direction.STAFF_ONLY:
        raise Http404
    is_image = upload.kind == UploadKind.IMAGE
    stored = upload.thumb if thumb and upload.thumb else upload.file
    content_type = upload.content_type if is_image else "application/octet-stream"
    response = FileResponse(
        stored.open("rb"), as_attachment=not is_image, filename=upload.name, content_type=content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
