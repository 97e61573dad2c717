"""Codes on fee notices: printed once, listed with what became of them, called back when a pile is lost."""

from datetime import timedelta

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from owners.actions.notice_codes import print_notice_codes, revoke_batch
from owners.forms.desk import NoticeBatchForm
from owners.models import Estate, NoticeBatch
from owners.notice_sheets import Sheet, codes_xlsx, slips_pdf
from owners.permissions import staff_only
from owners.querysets import REVIEWERS
from portal.errors import Refused
from portal.http import Request

PAGE = 20
_TYPES = {
    NoticeBatchForm.PDF: "application/pdf",
    NoticeBatchForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@staff_only(*REVIEWERS)
def notice_codes(request: Request) -> HttpResponse:
    """The batches of the viewer's estates, the newest first; a POST makes one and answers with its file."""
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            return _file(request, form)
        except Refused as refused:
            form.add_error(None, refused.message)
    before = request.GET.get("before", "")
    batches = NoticeBatch.objects.visible_to(request.viewer).select_related("estate", "building").order_by("-id")
    rows = list((batches.filter(id__lt=int(before)) if before.isdecimal() else batches)[: PAGE + 1])
    more = f"?{urlencode({'before': rows[PAGE - 1].pk})}" if len(rows) > PAGE else ""
    return render(request, "desk/notice_codes.html", {"form": form, "batches": rows[:PAGE], "more_url": more})


@staff_only(*REVIEWERS)
@require_POST
def notice_codes_revoke(request: Request, public_id: str) -> HttpResponse:
    batch = get_object_or_404(NoticeBatch.objects.visible_to(request.viewer), public_id=public_id)
    revoke_batch(viewer=request.viewer, batch=batch)
    messages.success(request, _("Called back. None of these codes works any more."))
    return redirect("desk:notice-codes")


def _form(request: Request) -> NoticeBatchForm:
    estates = Estate.objects.filter(pk__in=request.viewer.estates_for(*REVIEWERS))
    return NoticeBatchForm(request.POST if request.method == "POST" else None, estates=estates)


@transaction.atomic
def _file(request: Request, form: NoticeBatchForm) -> HttpResponse:
    """The file is the only place where the codes are; if it can't be made, there are no codes either."""
    data = form.cleaned_data
    batch, printed = print_notice_codes(
        viewer=request.viewer, estate=data["estate"], building=data["building"], valid=timedelta(days=data["days"])
    )
    sheet = Sheet(batch.estate.name, _("Property service centre"), localdate(batch.expires_at))
    write = slips_pdf if data["kind"] == NoticeBatchForm.PDF else codes_xlsx
    response = HttpResponse(write(sheet, printed), content_type=_TYPES[data["kind"]])
    name = f"{batch.estate.slug}-{localdate(batch.created_at):%Y%m%d}-{batch.public_id[:4]}.{data['kind']}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
