"""The register of consent: who agreed to what, in which words, by which road; and the words themselves."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from desk.views.privacy import NOBODY, tabs
from owners import consents, oversight, personal
from owners.actions.consents import Words, change_words, record_consent
from owners.forms.privacy import ConsentFilter, RecordForm, WordsForm
from owners.models import Consent, ConsentPurpose, Role, User
from owners.permissions import can_change_words, can_record_consent, staff_only
from owners.querysets import COUNTER, PRIVACY
from owners.rights.answering import estates_of
from portal.errors import Refused
from portal.http import Request

PAGE = 40


@staff_only(Role.PRIVACY)
def consent_list(request: Request) -> HttpResponse:
    """Every yes and no, the newest first. Who is searched for comes by POST and leads to an address without names."""
    kept = {name: request.GET[name] for name in ("purpose", "given", "of") if request.GET.get(name)}
    form = ConsentFilter(request.POST if request.method == "POST" else None, initial=kept)
    if request.method == "POST" and form.is_valid() and (found := _found(form)) is not None:
        return redirect(f"{reverse('desk:consent-list')}{'?' if found else ''}{urlencode(found)}")
    said = Consent.objects.seen_by(request.viewer).with_people().select_related("purpose")
    said = said.filter(purpose__code=kept["purpose"]) if "purpose" in kept else said
    said = said.filter(given=kept["given"] == "1") if kept.get("given") in {"0", "1"} else said
    said = said.filter(user__public_id__in=kept["of"].split(",")) if "of" in kept else said
    older = request.GET.get("older", "")
    said = said.filter(pk__lt=int(older)) if older.isdecimal() else said
    rows = list(said.order_by("-pk")[: PAGE + 1])
    context = {
        "form": form,
        "kept": kept,
        "rows": rows[:PAGE],
        "purposes": list(ConsentPurpose.objects.all()),
        "opened": personal.Opened(request.viewer, where="desk:consent-list"),
        "older_url": f"?{urlencode(kept | {'older': rows[PAGE - 1].pk})}" if len(rows) > PAGE else "",
    }
    status = 422 if form.errors else 200
    return render(request, "desk/consent_list.html", context | tabs(request, "consents"), status=status)


def _found(form: ConsentFilter) -> dict[str, str] | None:
    """The filter as an address has it: pseudonyms instead of names. None if it fits too many."""
    asked = form.cleaned_data
    found = {"purpose": asked["purpose"].code if asked["purpose"] else "", "given": asked["given"]}
    try:
        found["of"] = ",".join(oversight.accounts(asked["person"]) or [NOBODY]) if asked["person"] else ""
    except oversight.TooMany:
        form.add_error(None, _("That fits too many people. Please type more of the name, or the whole number."))
        return None
    return {name: value for name, value in found.items() if value}


@staff_only(PRIVACY, *COUNTER)
def consent_person(request: Request, public_id: str) -> HttpResponse:
    """How one person stands to every purpose, and what they tell the staff who stand before them."""
    users = User.objects.select_related("person__naming", "person__canonical__naming")
    user = get_object_or_404(users, public_id=public_id, is_active=True)
    if not can_record_consent(request.viewer, user, estates_of(user)):
        raise Http404
    form = RecordForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_consent(
                viewer=request.viewer, user=user, code=said["purpose"].code, given=said["given"], means=said["means"],
                version=form.version_read(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("Written down. It holds from now on."))
            return redirect("desk:consent-person", user.public_id)
    person = user.person.stays if user.person else None
    context = {
        "user_shown": user,
        "person": person,
        "standing": (standing := consents.standing(user)),
        "read": " ".join(f"{one.purpose.code}:{one.purpose.version}" for one in standing),
        "form": form,
        "opened": personal.open_for(request.viewer, [person], fields=("name",), where="desk:consent-person"),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/consent_person.html", context | tabs(request, "consents"), status=status)


@staff_only(Role.PRIVACY)
def consent_purpose(request: Request, code: str) -> HttpResponse:
    """What a purpose says, what it said before (`?version=1`), and new words by the officer of all estates."""
    purpose = get_object_or_404(ConsentPurpose, code=code)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, instance=ConsentPurpose(), initial=_words(purpose) | {"version": purpose.version})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            change_words(
                viewer=request.viewer, purpose=purpose, version=said["version"], material=said["material"],
                words=Words(**{name: said[name] for name in consents.WORDS}),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, _("The new words are in use."))
            return redirect("desk:consent-purpose", purpose.code)
    wordings = list(purpose.wordings.order_by("-version"))
    asked = request.GET.get("version", "")
    writers = User.objects.in_bulk([one.written_by.removeprefix("user:") for one in wordings], field_name="public_id")
    context = {
        "purpose": purpose,
        "wording": next((one for one in wordings if str(one.version) == asked), wordings[0] if wordings else None),
        "history": [(one, writers.get(one.written_by.removeprefix("user:"))) for one in wordings],
        "form": form,
        "may_change": can_change_words(request.viewer),
    }
    status = 422 if form.errors else 200
    return render(request, "desk/consent_purpose.html", context | tabs(request, "consents"), status=status)


def _words(purpose: ConsentPurpose) -> dict[str, Any]:
    return {name: getattr(purpose, name) for name in consents.WORDS}
