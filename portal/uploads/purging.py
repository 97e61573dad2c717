from datetime import timedelta

from django.db.models import Q

from portal.uploads.models import Upload
from portal.worktime import now

KEEP_UNBOUND = timedelta(days=7)


def purge_unbound(limit: int = 2000) -> int:
    """Removes files that were sent a week ago, never bound to anything, and named in no living draft. Says how many."""
    let_go = Q(keep_until=None) | Q(keep_until__lt=now())
    forgotten = Upload.objects.filter(let_go, scope="", created_at__lt=now() - KEEP_UNBOUND)[:limit]
    for upload in forgotten:
        upload.file.delete(save=False)
        if upload.thumb:
            upload.thumb.delete(save=False)
        upload.delete()
    return len(forgotten)
