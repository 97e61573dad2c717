"""What the search index holds of the forum: every post that its whole audience may read."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

import search
from forum.addresses import stored_address
from forum.models import Board, Post, Topic, Visibility
from owners.viewers import Viewer
from portal.languages import localized
from search.actions import Entry
from search.places import Place
from search.sources import Source

KIND = "forum.post"
MOST_PLACES = 200


def place_of(board_id: int) -> str:
    return f"board:{board_id}"


def places_of(viewer: Viewer) -> list[Place]:
    """The boards that the viewer may read, by name."""
    boards = Board.objects.visible_to(viewer)[:MOST_PLACES]
    return [Place(place_of(board.pk), _name_of(board)) for board in boards]


def _name_of(board: Board) -> str:
    name = localized(board, "name")
    return f"{localized(board.estate, 'name')} · {name}" if board.estate else name


def index_post(post: Post, topic: Topic) -> None:
    """Puts the post into the index, or takes it out where it, or its topic, is not visible."""
    post.topic = topic
    if _is_shown(post):
        search.put_all([_entry(post)])
    else:
        search.remove(kind=KIND, ref=str(post.pk))


def index_topic(topic: Topic) -> None:
    """All posts of a topic anew, after its audience, title or visibility changed."""
    index_posts(topic.posts.iterator(chunk_size=200), topic)
    unseen = topic.posts.all()
    if topic.visibility == Visibility.VISIBLE:
        unseen = unseen.exclude(visibility=Visibility.VISIBLE)
    search.remove_all(kind=KIND, refs=[str(pk) for pk in unseen.values_list("pk", flat=True)])


def index_posts(posts: Iterable[Post], topic: Topic) -> None:
    """Those of the posts of one topic that are visible."""
    search.put_all(_entries(posts, topic))


def index_board(board: Board) -> None:
    """Who may find the posts of a board, after its audience or estate changed: at once, however many."""
    search.open_place(place=place_of(board.pk), audience=board.audience, estate_id=board.estate_id)


def _entries(posts: Iterable[Post], topic: Topic) -> Iterator[Entry]:
    for post in posts:
        post.topic = topic
        if _is_shown(post):
            yield _entry(post)


def _is_shown(post: Post) -> bool:
    return post.visibility == Visibility.VISIBLE and post.topic.visibility == Visibility.VISIBLE


def _entry(post: Post) -> Entry:
    topic = post.topic
    return Entry(
        kind=KIND,
        ref=str(post.pk),
        audience=topic.audience,
        estate_id=topic.estate_id,
        title=topic.title,
        text=post.text,
        url=stored_address(post),
        when=post.written_at,
        place=place_of(topic.board_id),
        # Who wrote for the company is nobody's business: its answers are found by the seal. Nor who asked anonymously.
        author_id=None if post.is_official or post.is_anonymous else post.author_id,
        official=post.is_official,
        is_reply=not post.is_question,
    )


def _shown() -> QuerySet[Post]:
    return Post.objects.filter(visibility=Visibility.VISIBLE, topic__visibility=Visibility.VISIBLE)


# By topics: their lock is the one that every change to a post takes too.
SOURCE = Source(kind=KIND, walked=Topic.objects.all, put=index_topic, shown=_shown)
