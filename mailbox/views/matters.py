from typing import Any

from allauth.account.adapter import get_adapter
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from mailbox import actions, limits
from mailbox.forms import MatterForm, new_key
from mailbox.models import Channel, Conversation, Kind
from mailbox.photos import take_photos, taken
from mailbox.views.privacy import kept_to_oneself
from owners.viewers import Viewer
from portal.errors import Refused
from portal.http import Request
from portal.uploads.views import owner_of
from portal.words import group_phone


def matter_new(request: Request, kind: str) -> HttpResponse:
    """The form, for everybody. Works without JavaScript; sent twice it makes one matter."""
    if kind not in Kind.values:
        raise Http404
    if request.method != "POST":
        return _form_page(request, kind, MatterForm(viewer=request.viewer, kind=kind, initial=_known(request)))
    form = MatterForm(request.POST, request.FILES, viewer=request.viewer, kind=kind)
    if form.is_robot:
        return redirect("mailbox:ways")
    valid = form.is_valid()
    upload_ids = take_photos(request, form)
    if not valid or form.errors:
        return _form_page(request, kind, form, upload_ids)
    try:
        limits.take_turn("open", _who(request))
        conversation = _open(request, kind, form, upload_ids)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _form_page(request, kind, form, upload_ids)
    return redirect("mailbox:receipt", token=conversation.token)


@never_cache
@kept_to_oneself
def receipt(request: Request, token: str) -> HttpResponse:
    """Number, query code, link, and what happens next and when. Who is anonymous has nothing else."""
    conversation = get_object_or_404(Conversation.objects.select_related("estate", "mailbox"), token=token)
    url = request.build_absolute_uri(f"../../{token}/")
    return render(request, "mailbox/receipt.html", {"conversation": conversation, "tracking_url": url})


def _open(request: Request, kind: str, form: MatterForm, upload_ids: list[str]) -> Conversation:
    given = form.cleaned_data
    return actions.open_conversation(
        estate=given["estate"],
        kind=kind,
        channel=Channel.WEB,
        subject=given["subject"],
        text=given["text"],
        wish=given["wish"],
        viewer=request.viewer,
        user=request.viewer.user,
        name=given["name"],
        phone=given["phone"],
        email=given["email"],
        unit=form.unit_chosen,
        building=form.building_named,
        place=form.place_described,
        anonymous=form.anonymous,
        language=get_language() or "",
        upload_ids=upload_ids,
        upload_owner=owner_of(request),
        idempotency_key=given["key"],
    )


def _form_page(request: Request, kind: str, form: MatterForm, upload_ids: list[str] | None = None) -> HttpResponse:
    context = {
        "form": form,
        "kind": Kind(kind),
        "files": taken(request, upload_ids or []),
        "phones": [estate for estate in form.estates if estate.phone_24h],
    }
    return render(request, "mailbox/matter_new.html", context, status=422 if form.errors else 200)


def _known(request: Request) -> dict[str, Any]:
    """What the form needn't ask an account again."""
    known: dict[str, Any] = {"key": new_key(), "where": "unit" if request.viewer.resident_units else "public"}
    return known | _own_data(request.viewer)


def _own_data(viewer: Viewer) -> dict[str, Any]:
    user = viewer.user
    if user is None:
        return {}
    found: dict[str, Any] = {"phone": group_phone(user.phone.open()) if user.phone else "", "email": user.email}
    found["name"] = user.person.name if user.person else ""
    if viewer.resident_estates:
        found["estate"] = min(viewer.resident_estates)
    return found


def _who(request: Request) -> str:
    if request.viewer.user is not None:
        return request.viewer.pseudonym
    return str(get_adapter(request).get_client_ip(request))
