"""What the club shows on a person's own page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from club.models import Membership, MembershipState, PointAccount, Registration
from owners import tiles
from owners.tiles import Tile
from owners.viewers import Viewer
from portal.worktime import now


@tiles.register
def card(viewer: Viewer) -> Tile | None:
    """The card and its points; for who isn't a member, the way to become one."""
    stay = Membership.objects.filter(user=viewer.user).open().first()
    if stay is None:
        return Tile(title=_("Join the club"), url=reverse("club:landing"), icon="gift", sort=40)
    if stay.state != MembershipState.ACTIVE:
        return Tile(title=_("Club"), url=reverse("club:landing"), icon="card", text=stay.get_state_display(), sort=40)
    balance = PointAccount.objects.filter(user=viewer.user).values_list("balance", flat=True).first() or 0
    text = ngettext("%(count)d point", "%(count)d points", balance) % {"count": balance}
    return Tile(title=_("My member card"), url=reverse("club:card"), icon="card", text=text, sort=40)


@tiles.register
def my_events(viewer: Viewer) -> Tile | None:
    coming = Registration.objects.live().filter(user=viewer.user, event__ends_at__gt=now()).count()
    text = ngettext("%(count)d coming up", "%(count)d coming up", coming) % {"count": coming} if coming else ""
    return Tile(title=_("My events"), url=reverse("club:my-events"), icon="ticket", text=text, sort=41)
