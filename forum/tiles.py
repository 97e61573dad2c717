from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from forum.models import Block, Draft, Sanction
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


@tiles.register
def blocked(viewer: Viewer) -> tiles.Tile | None:
    """Only for whoever has blocked somebody."""
    count = Block.objects.filter(user=viewer.user).count()
    if not count:
        return None
    return tiles.Tile(
        title=_("Blocked neighbours"),
        url=reverse("forum:blocked-list"),
        icon="users",
        text=_("Folded for you, with one tap to undo"),
        count=count,
    )


@tiles.register
def sanctioned(viewer: Viewer) -> tiles.Tile | None:
    """Only while somebody may not write."""
    found = Sanction.objects.running().filter(user=viewer.user).order_by("-until").first()
    if found is None or found.until is None:
        return None
    until = f"{localtime(found.until):%Y-%m-%d %H:%M}"
    return tiles.Tile(
        title=_("Not writing in the forum"),
        url=found.get_absolute_url(),
        icon="shield",
        text=_("Until %(until)s; why, and how to appeal") % {"until": until},
        sort=10,
    )
