"""`user:<public_id>`: one's own group, joined by every page of a signed-in person."""

from owners.models import User
from owners.viewers import Viewer
from portal import realtime


def may_join_user(viewer: Viewer, ref: str) -> bool:
    return viewer.user is not None and viewer.user.public_id == ref


def ring(user: User) -> None:
    """Tells the person's open pages, after commit, that the bell's count changed."""
    realtime.tell(f"user:{user.public_id}", "bell", {})


realtime.register_group("user", may_join_user)
