"""Where something can be written, and the keys under which drafts for it are kept.

board-square         a new topic on the board `square`
topic-bcdfghjkmnpq   a reply in that topic
post-bcdfghjkmnpq-3  a change of post 3
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from forum.models import Board, Post, Topic
from owners.viewers import Viewer
from portal.languages import localized


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to write that the viewer may see. `kind` is board, topic or post."""

    kind: str
    name: str
    url: str


def board_key(board: Board) -> str:
    return f"board-{board.slug}"


def topic_key(topic: Topic) -> str:
    return f"topic-{topic.public_id}"


def post_key(post: Post) -> str:
    return f"post-{post.topic.public_id}-{post.number}"


def draft_of(key: str) -> dict[str, str]:
    """What a template gives the composer, so that it keeps its text under `key`."""
    return {"draft_key": key, "draft_url": reverse("forum:draft", args=[key])}


def place_of(viewer: Viewer, key: str) -> Place | None:
    return places_of(viewer, [key]).get(key)


def places_of(viewer: Viewer, keys: Iterable[str]) -> dict[str, Place]:
    """The places behind the keys as far as the viewer may see them. Two queries, however many."""
    asked = [(key, *key.partition("-")[::2]) for key in keys]
    slugs = {rest for _key, kind, rest in asked if kind == "board"}
    ids = {rest.partition("-")[0] for _key, kind, rest in asked if kind in {"topic", "post"}}
    boards = {b.slug: b for b in Board.objects.visible_to(viewer).filter(slug__in=slugs)} if slugs else {}
    topics = {t.public_id: t for t in Topic.objects.visible_to(viewer).filter(public_id__in=ids)} if ids else {}
    found: dict[str, Place] = {}
    for key, kind, rest in asked:
        public_id, _dash, number = rest.partition("-")
        if kind == "board" and (board := boards.get(rest)):
            found[key] = Place(kind, localized(board, "name"), reverse("forum:topic-start", args=[board.slug]))
        elif kind == "topic" and (topic := topics.get(rest)):
            last = topic.last_post_number
            found[key] = Place(kind, topic.title, f"{topic.get_absolute_url()}?from={last}#reply")
        elif kind == "post" and (topic := topics.get(public_id)) and number.isdigit() and len(number) < 9:
            found[key] = Place(kind, topic.title, reverse("forum:post-edit", args=[public_id, int(number)]))
    return found
