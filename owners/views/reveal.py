"""One masked field of one person in full, for a reason that is kept. A fragment in the page, a page without script."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render

from owners import personal, step_up
from owners.forms.reveal import RevealForm
from owners.permissions import staff_only
from owners.personal.subjects import Subject
from owners.second_factor import fresh_second_factor
from portal.errors import Refused
from portal.http import Request


@staff_only()
def reveal(request: Request) -> HttpResponse:
    """Asks for the reason (GET), then shows the field once (POST). The log is written before the value leaves.

    What tells identity (L3) takes a second factor of the last ten minutes.
    """
    asked = request.POST if request.method == "POST" else request.GET
    subject, field = _subject(request, asked.get("subject", "")), asked.get("field", "")
    if field not in personal.FIELDS:
        raise Http404
    if not personal.may_reveal(request.viewer, subject, field):
        raise PermissionDenied
    if not _proven_enough(request, field):
        return step_up.ask_again(request)
    where = asked.get("where", "")[:60]
    form = RevealForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "subject": subject.thing, "field": personal.FIELDS[field], "where": where, "full": ""}
    if request.method == "POST" and form.is_valid():
        try:
            context["full"] = personal.reveal(
                viewer=request.viewer, subject=subject, field=field, where=where, **form.cleaned_data
            )
            context["done"] = True
        except Refused as refused:
            form.add_error(None, refused.message)
    fragment = request.headers.get("HX-Request") == "true"
    response = render(
        request,
        "owners/_reveal.html" if fragment else "owners/reveal.html",
        context,
        status=422 if form.errors and not fragment else 200,
    )
    response["Cache-Control"] = "no-store"
    return response


def _proven_enough(request: Request, field: str) -> bool:
    is_identity = personal.FIELDS[field].data_class is personal.DataClass.L3
    return not is_identity or fresh_second_factor(request.session, request.viewer.user)


def _subject(request: Request, name: str) -> Subject:
    found = personal.find_subject(request.viewer, name)
    if found is None:
        raise Http404
    return found
