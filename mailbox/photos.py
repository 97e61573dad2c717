"""Files of the forms. They are taken in as they come, so that a second look at the form loses none."""

from django.core.files.uploadedfile import UploadedFile
from django.forms import Form

from portal import uploads
from portal.http import Request
from portal.uploads.models import Upload
from portal.uploads.views import owner_of

MOST = 20


def take_photos(request: Request, form: Form) -> list[str]:
    """Ids of the files sent before (`upload_ids`) and now; a refusal stands beside the field."""
    ids = [public_id for public_id in request.POST.getlist("upload_ids") if public_id][:MOST]
    sent: list[UploadedFile] = form.cleaned_data.get("photos", [])
    for file in sent[: MOST - len(ids)]:
        try:
            ids.append(uploads.store(file, name=file.name or "", owner=owner_of(request)).public_id)
        except uploads.UploadRefused as refusal:
            form.add_error("photos", f"{file.name}: {refusal}")
    return ids


def taken(request: Request, ids: list[str]) -> list[Upload]:
    """What waits to be sent with the form, for showing it again."""
    return list(Upload.objects.filter(public_id__in=ids, owner=owner_of(request, make_session=False), scope=""))
