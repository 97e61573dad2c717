"""A post as everybody in a crowded topic sees it: the part of live reading that is the same for all of them.

Where thousands read a topic, a new post can't be asked for by each of them in the same second. Their pages show at
once what is alike for readers of one kind, drawn once, and ask for their own a little later (`topic_changes`).
"""

from django.conf import settings
from django.utils import translation

from forum.markup import draw_posts
from forum.models import Post, Topic, Visibility
from forum.permissions import can_moderate, lives_there
from forum.standing import Standing
from forum.thread import lines_of
from owners.models import User
from owners.viewers import PUBLIC, SIGNED_IN, VISITOR, Viewer

RESIDENT, GUEST = "resident", "guest"


def kind_of_reader(viewer: Viewer, topic: Topic, standing: Standing) -> str:
    """What the page of this reader may show before it asks: `resident`, `guest` (without an account), or "" for
    somebody to whom posts look different: who keeps order, lives elsewhere or has shut somebody out."""
    if viewer.user is None:
        return GUEST
    if can_moderate(viewer, topic) or standing.blocks_somebody or not lives_there(viewer, topic):
        return ""
    return RESIDENT


def draw_for_crowd(ref: str, number: int, manner: str) -> str:
    """Post `number` of the topic, as a neighbour sees it who did not write it. `manner` is kind and language of the
    page, `resident zh-hans`. Who may read it has been asked by the group."""
    kind, _, language = manner.partition(" ")
    if kind not in {RESIDENT, GUEST} or language not in dict(settings.LANGUAGES):
        return ""
    open_to_read = Topic.objects.filter(public_id=ref, visibility=Visibility.VISIBLE)
    topic = open_to_read.select_related("board", "board__estate", "author").first()
    if topic is None:
        return ""
    reader = VISITOR if kind == GUEST else _neighbour(topic)
    lines = lines_of(topic, reader, Post.objects.on_page(topic, reader).filter(number=number))
    if not lines:
        return ""
    with translation.override(language):
        return draw_posts(lines, topic, reader)[0]


def _neighbour(topic: Topic) -> Viewer:
    """Somebody of the estate who has done nothing here yet; no account of that number exists."""
    return Viewer(
        keys=frozenset({PUBLIC, SIGNED_IN, topic.audience}),
        user=User(pk=0),
        resident_estates=frozenset() if topic.estate_id is None else frozenset({topic.estate_id}),
        resident_units=frozenset({0}),
    )
