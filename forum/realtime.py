"""Who may listen to what in the forum, and fetch its files."""

from collections.abc import Iterable

from forum.crowd import draw_for_crowd
from forum.models import Board, Post, Sighting, Topic
from forum.permissions import MODERATORS
from owners.viewers import Viewer
from portal.realtime import register_group, register_shared
from portal.uploads import register_scope


def may_join_topic(viewer: Viewer, ref: str) -> bool:
    return Topic.objects.visible_to(viewer).filter(public_id=ref).exists()


def may_join_board(viewer: Viewer, ref: str) -> bool:
    return Board.objects.visible_to(viewer).filter(slug=ref).exists()


def which_boards(viewer: Viewer, refs: Iterable[str]) -> set[str]:
    return set(Board.objects.visible_to(viewer).filter(slug__in=refs).values_list("slug", flat=True))


def may_join_watch(viewer: Viewer, ref: str) -> bool:
    """The queue of one estate (its id), or of the company's own boards (`company`)."""
    if ref == "company":
        return viewer.has_role(*MODERATORS)
    return ref.isdigit() and viewer.has_role(*MODERATORS, estate_id=int(ref))


def may_fetch_file(viewer: Viewer, ref: str) -> bool:
    return ref.isdigit() and Post.objects.visible_to(viewer).filter(pk=int(ref)).exists()


def may_fetch_sighting(viewer: Viewer, ref: str) -> bool:
    return ref.isdigit() and Sighting.objects.visible_to(viewer).filter(pk=int(ref)).exists()


register_group("topic", may_join_topic)
register_shared("topic", draw_for_crowd)
register_group("board", may_join_board, of_many=which_boards)
register_group("watch", may_join_watch)
register_scope("forum.post", may_fetch_file)
register_scope("forum.sighting", may_fetch_sighting)
