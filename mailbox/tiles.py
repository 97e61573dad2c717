from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mailbox.models import Conversation, Progress
from owners import tiles
from owners.viewers import Viewer


@tiles.register
def matters(viewer: Viewer) -> tiles.Tile:
    open_ones = Conversation.objects.mine(viewer).filter(withdrawn_at=None)
    open_ones = open_ones.exclude(progress_state__in=(Progress.CLOSED, Progress.FOLLOWED_UP))
    count = open_ones[:99].count()
    text = ngettext("%(count)d in progress", "%(count)d in progress", count) % {"count": count}
    return tiles.Tile(
        title=_("My matters"),
        url=reverse("mailbox:mine"),
        icon="speak",
        text=text if count else "",
        count=count or None,
        sort=20,
    )
