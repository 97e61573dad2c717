"""One page about one's own data: what we hold, who looked, what was agreed to, and what can be asked."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from owners import confirming, consents, rights
from owners.actions import ask_for_copy, ask_for_correction, ask_to_close, choose_consent, take_back_closing
from owners.actions.rights import CLOSES_AFTER, note_fetch
from owners.forms.rights import CloseForm, CodeForm, ConsentForm, CorrectionForm
from owners.models import ConsentPurpose, DataCopy, DataRequest, RequestKind, User
from owners.permissions import sign_in_required
from owners.rights.copies import open_copy
from owners.rights.export import summaries
from owners.rights.looks import looks
from portal.errors import Refused
from portal.http import Request
from portal.worktime import now

_NEWEST_LOOKS = 3


def _user(request: Request) -> User:
    assert request.viewer.user is not None
    return request.viewer.user


@require_GET
@sign_in_required
def my_data(request: Request) -> HttpResponse:
    """Everything on one page, in the order in which people ask."""
    user = _user(request)
    whose = rights.Whose(user)
    asked = list(DataRequest.objects.of(user).select_related("copy")[:10])
    newest, _more = looks(whose)
    closing = next((one for one in asked if one.kind == RequestKind.ERASE and one.is_open), None)
    context = {
        "summaries": summaries(whose),
        "looks": newest[:_NEWEST_LOOKS],
        "more_looks": len(newest) > _NEWEST_LOOKS,
        "standing": consents.standing(user),
        "asked": [one for one in asked if one.kind in (RequestKind.CORRECT, RequestKind.WITHDRAW)],
        "copy_request": next((one for one in asked if one.kind == RequestKind.EXPORT), None),
        "closing": closing,
        "hold_text": rights.hold_text(closing.hold) if closing else "",
    }
    return render(request, "owners/my_data.html", context)


@require_GET
@sign_in_required
def my_data_looks(request: Request) -> HttpResponse:
    """Who looked, all of it, a page at a time."""
    before = request.GET.get("before", "")
    found, more = looks(rights.Whose(_user(request)), before=int(before) if before.isdecimal() else None)
    return render(request, "owners/my_data_looks.html", {"looks": found, "older": more})


@require_POST
@sign_in_required
def consent_choose(request: Request) -> HttpResponse:
    """A switch: it holds at once."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        choose_consent(user=_user(request), **form.choice())
    except ConsentPurpose.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("owners:my-data")
    given = form.cleaned_data["given"]
    messages.success(request, _("Thank you, that is noted.") if given else _("Withdrawn. It holds from now on."))
    return redirect("owners:my-data")


@sign_in_required
def my_data_correct(request: Request) -> HttpResponse:
    """What one can't change oneself: the registry's facts, looked at by the estate's staff."""
    form = CorrectionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = 422 if form.errors else 200
        return render(request, "owners/my_data_correct.html", {"form": form}, status=status)
    ask_for_correction(user=_user(request), **form.cleaned_data)
    messages.success(request, _("We have your correction and answer within 30 days, mostly sooner."))
    return redirect("owners:my-data")


@require_POST
@sign_in_required
def copy_ask(request: Request) -> HttpResponse:
    """Puts the copy in hand; the person is told when it is there."""
    try:
        ask_for_copy(user=_user(request))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("We are putting it together. You hear from us in a few minutes."))
    return redirect("owners:my-data")


@require_GET
@sign_in_required
@confirming.fresh_required
def copy_fetch(request: Request, public_id: str) -> HttpResponse:
    """The zip, to the account that asked for it and nobody else; each time written down first."""
    copies = DataCopy.objects.select_related("request__user")
    copy = get_object_or_404(copies, public_id=public_id, request__user=_user(request))
    if not copy.is_there:
        return render(request, "owners/my_data_expired.html", status=410)
    note_fetch(copy=copy)
    response = HttpResponse(open_copy(copy), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="linli-my-data-{copy.made_at:%Y%m%d}.zip"'
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@sign_in_required
@confirming.fresh_required
def my_data_close(request: Request) -> HttpResponse:
    """Says plainly what goes and what stays, then starts the clock."""
    user = _user(request)
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_close(user=user, keep_posts=form.keep_posts)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Your account is going to be closed. Until then you can take it back here."))
            return redirect("owners:my-data")
    whose = rights.Whose(user)
    context = {
        "form": form,
        "summaries": summaries(whose),
        "hold_text": rights.hold_text(rights.hold_on(whose)),
        "acts_at": now() + CLOSES_AFTER,
    }
    return render(request, "owners/my_data_close.html", context, status=422 if form.errors else 200)


@require_POST
@sign_in_required
def close_take_back(request: Request) -> HttpResponse:
    try:
        take_back_closing(user=_user(request))
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("Your account stays."))
    return redirect("owners:my-data")


@sign_in_required
def confirm(request: Request) -> HttpResponse:
    """A code to one's own phone, before something grave; then on to where one was going."""
    user = _user(request)
    form = CodeForm(request.POST if "code" in request.POST else None)
    try:
        if request.POST.get("action") == "send":
            confirming.send_code(request)
        elif request.method == "POST" and form.is_valid():
            confirming.check_code(request, form.cleaned_data["code"])
            return redirect(confirming.safe_next(request))
    except confirming.CodeRefused as refused:
        if form.is_bound:
            form.refuse(refused.message)
        else:
            messages.error(request, refused.message)
    context = {"form": form, "where": confirming.where_to(user), "sent": confirming.waits(request)}
    return render(request, "owners/my_data_confirm.html", context, status=422 if form.errors else 200)
