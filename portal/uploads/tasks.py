from datetime import time, timedelta

from portal import jobs
from portal.worktime import now

KEEP_UNBOUND = timedelta(days=7)


@jobs.periodic("uploads.purge_unbound", daily_at=time(4, 20))
def purge_unbound() -> None:
    """Removes files that were sent a week ago and never bound to anything."""
    from portal.uploads.models import Upload

    for upload in Upload.objects.filter(scope="", created_at__lt=now() - KEEP_UNBOUND)[:2000]:
        upload.file.delete(save=False)
        if upload.thumb:
            upload.thumb.delete(save=False)
        upload.delete()
