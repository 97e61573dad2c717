from django.urls import reverse
from django.utils.translation import gettext as _

from forum.models import Draft
from owners import tiles
from owners.viewers import Viewer


@tiles.register
def drafts(viewer: Viewer) -> tiles.Tile | None:
    """Only while something waits to be sent."""
    count = Draft.objects.waiting_for(viewer).count()
    if not count:
        return None
    return tiles.Tile(
        title=_("My drafts"), url=reverse("forum:draft-list"), icon="edit", text=_("Begun and not sent"), count=count
    )


@tiles.register
def saved(viewer: Viewer) -> tiles.Tile:
    return tiles.Tile(
        title=_("Saved posts"), url=reverse("forum:saved-list"), icon="bookmark", text=_("To find again in the forum")
    )
