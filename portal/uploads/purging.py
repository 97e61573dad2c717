from datetime import timedelta

from portal.uploads.models import Upload
from portal.worktime import now

KEEP_UNBOUND = timedelta(days=7)


def purge_unbound(limit: int = 2000) -> int:
    """Removes files that were sent a week ago and never bound to anything. Returns how many."""
    forgotten = Upload.objects.filter(scope="", created_at__lt=now() - KEEP_UNBOUND)[:limit]
    for upload in forgotten:
        upload.file.delete(save=False)
        if upload.thumb:
            upload.thumb.delete(save=False)
        upload.delete()
    return len(forgotten)
