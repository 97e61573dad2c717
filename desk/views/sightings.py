"""What staff saw said about an estate elsewhere: a list, and a form to add to it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forum import actions
from forum.models import SeenIn, Sighting
from forum.permissions import SIGHTERS
from mailbox.forms import photos_field
from owners.models import Estate
from owners.permissions import staff_only
from owners.viewers import Viewer
from portal import uploads
from portal.errors import Refused
from portal.http import Request

PER_PAGE = 30


class SightingForm(forms.Form):
    estate = forms.ModelChoiceField(
        label=gettext_lazy("Estate"), queryset=Estate.objects.none(), empty_label=gettext_lazy("Please choose")
    )
    seen_in = forms.ChoiceField(label=gettext_lazy("Seen in"), choices=SeenIn)
    place = forms.CharField(
        label=gettext_lazy("Which one"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The name of the group, the site or the paper."),
    )
    url = forms.URLField(label=gettext_lazy("Link"), max_length=500, required=False, assume_scheme="https")
    note = forms.CharField(
        label=gettext_lazy("What is said there"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    screenshots = photos_field(gettext_lazy("Screenshots"))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = Estate.objects.filter(pk__in=viewer.estates_for(*SIGHTERS))
        self.fields["estate"].queryset = estates  # type: ignore[attr-defined]


@staff_only(*SIGHTERS)
def sighting_list(request: Request) -> HttpResponse:
    """The newest first, and the form above them."""
    if request.method != "POST":
        return _page(request, SightingForm(viewer=request.viewer))
    form = SightingForm(request.POST, request.FILES, viewer=request.viewer)
    if form.is_valid():
        given = dict(form.cleaned_data)
        owner = request.viewer.pseudonym
        try:
            files = [uploads.store(file, name=file.name, owner=owner) for file in given.pop("screenshots")]
            actions.note_sighting(viewer=request.viewer, upload_ids=[file.public_id for file in files], **given)
        except Refused as refusal:
            form.add_error(getattr(refusal, "field", "screenshots"), str(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect("desk:sighting-list")
    return _page(request, form, status=422)


def _page(request: Request, form: SightingForm, *, status: int = 200) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdigit() and len(asked) < 19 else None
    found = list(Sighting.objects.visible_to(request.viewer).newest(before)[: PER_PAGE + 1])
    rows = found[:PER_PAGE]
    files = uploads.of_many(row.upload_scope for row in rows)
    context = {
        "form": form,
        "rows": [(row, files.get(row.upload_scope, [])) for row in rows],
        "older": rows[-1].pk if len(found) > PER_PAGE else None,
    }
    return render(request, "desk/sighting_list.html", context, status=status)
