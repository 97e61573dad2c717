"""A topic as one viewer reads it: a page of posts with what belongs to each, in a fixed number of queries."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, QuerySet, Value

from forum.models import (
    Block,
    Bookmark,
    ModerationAct,
    ModerationRecord,
    OfferState,
    OfficialAnswer,
    Post,
    Privacy,
    PrivateOffer,
    ProgressState,
    Reaction,
    Removal,
    Topic,
    Visibility,
)
from forum.permissions import can_edit, can_flag, can_moderate, can_react, can_save, can_take_back
from owners.viewers import Viewer
from portal import uploads
from portal.prepared import Prepared
from portal.uploads.models import Upload

PER_PAGE = 20
# An answer this early stands right under the question anyway; pinned too, it would be read twice.
CLOSE_TO_THE_QUESTION = 2


@dataclass(frozen=True, slots=True)
class Line:
    """A post on a page: its files, and what this viewer did with it and may do."""

    post: Post
    uploads: list[Upload]
    reacted: bool
    # The viewer's home has this number behind the matter of the topic; empty without one.
    home_number: str
    saved: bool
    # Written by somebody whom the viewer has blocked.
    blocked: bool
    may_edit: bool
    may_take_back: bool
    may_react: bool
    may_save: bool
    may_flag: bool
    may_moderate: bool
    # Why and how it was taken away, of a hidden post; None where its author did.
    removal: Removal | None = None

    @property
    def is_shut(self) -> bool:
        """Out of this viewer's sight: a line that says why stands in its place."""
        return self.post.is_away and not self.may_moderate

    @property
    def is_folded(self) -> bool:
        """One tap away. Whoever keeps order here reads everything."""
        return self.blocked and not self.is_shut and not self.may_moderate


@dataclass(frozen=True, slots=True)
class Page:
    """Posts numbered from `first` on. `earlier` and `later` are the first numbers of the pages around it.

    Where posts were moved, whole pages may be empty: `around` names those before and after that aren't.
    """

    lines: list[Line]
    first: int
    last_number: int
    around: tuple[int | None, int | None] | None = None

    @property
    def last_shown(self) -> int:
        """The highest number that belongs here, whether this viewer sees it or not."""
        return min(self.last_number, self.first + PER_PAGE - 1)

    @property
    def number(self) -> int:
        return (self.first - 1) // PER_PAGE + 1

    @property
    def count(self) -> int:
        """1 where nobody can say, because numbers are missing."""
        return 1 if self.around else max(self.last_number - 1, 0) // PER_PAGE + 1

    @property
    def earlier(self) -> int | None:
        if self.around:
            return self.around[0]
        return self.first - PER_PAGE if self.first > 1 else None

    @property
    def later(self) -> int | None:
        if self.around:
            return self.around[1]
        return self.first + PER_PAGE if self.first + PER_PAGE <= self.last_number else None


def page_start(number: int) -> int:
    """The first number of the page on which post `number` stands."""
    return (max(number, 1) - 1) // PER_PAGE * PER_PAGE + 1


def load_page(topic: Topic, viewer: Viewer, *, number: int) -> Page:
    """The page with post `number`; beyond the end, the last page."""
    first = page_start(min(number, max(topic.last_post_number, 1)))
    if topic.has_moves:
        first = page_start(next_number(topic, first))
    posts = Post.objects.on_page(topic, viewer).filter(number__gte=first, number__lt=first + PER_PAGE)
    return Page(
        lines=lines_of(topic, viewer, posts),
        first=first,
        last_number=topic.last_post_number,
        around=_around(topic, first) if topic.has_moves else None,
    )


def next_number(topic: Topic, number: int) -> int:
    """The first number from here on that a post has; beyond the end, the last one."""
    numbers = topic.posts.order_by("number").values_list("number", flat=True)
    return numbers.filter(number__gte=number).first() or numbers.last() or 1


def _around(topic: Topic, first: int) -> tuple[int | None, int | None]:
    numbers = topic.posts.order_by("number").values_list("number", flat=True)
    before, after = numbers.filter(number__lt=first).last(), numbers.filter(number__gte=first + PER_PAGE).first()
    return (page_start(before) if before else None, page_start(after) if after else None)


@dataclass(frozen=True, slots=True)
class MoveLine:
    """What was merged into a topic, or split off from it or into it. `other` is linked where the reader may see it."""

    record: ModerationRecord
    other: Topic
    linked: bool
    way: str


def moves_of(topic: Topic, viewer: Viewer) -> list[MoveLine]:
    """The newest five. No query for a topic where nothing was moved."""
    if not topic.has_moves:
        return []
    lines = []
    for record in ModerationRecord.objects.of_moves(topic)[:5]:
        other = record.other if record.topic_id == topic.pk else record.topic
        way = "merged" if record.act == ModerationAct.MERGE else "from" if record.topic_id == topic.pk else "to"
        if other is not None:
            linked = other.visibility == Visibility.VISIBLE and viewer.can_see(other.audience)
            lines.append(MoveLine(record, other, linked, way))
    return lines


def lines_of(topic: Topic, viewer: Viewer, posts: Iterable[Post]) -> list[Line]:
    """Three queries, however many posts: posts, files, and what the viewer did; one more if any is hidden."""
    found = list(posts)
    files = uploads.of_many(post.upload_scope for post in found)
    done = _done_by(viewer, found)
    removals = Removal.objects.latest_of(post for post in found if post.is_hidden)
    moderates = can_moderate(viewer, topic)
    lines = []
    for post in found:
        post.topic = topic
        lines.append(
            Line(
                post=post,
                uploads=files.get(post.upload_scope, []),
                reacted=("reacted", post.pk) in done,
                home_number=done.get(("reacted", post.pk), ""),
                saved=("saved", post.pk) in done,
                blocked=("blocked", post.pk) in done,
                may_edit=can_edit(viewer, post),
                may_take_back=can_take_back(viewer, post),
                may_react=can_react(viewer, post),
                may_save=can_save(viewer, post),
                may_flag=can_flag(viewer, post),
                may_moderate=moderates,
                removal=removals.get(post.pk),
            )
        )
    return lines


def _done_by(viewer: Viewer, posts: list[Post]) -> dict[tuple[str, int], str]:
    """What the viewer did with these posts: `("reacted", id)` with their home's number, `("saved", id)`; and
    `("blocked", id)` of those whose author they blocked. One query."""
    if viewer.user is None or not posts:
        return {}
    rows = _DONE.rows(user_id=viewer.user.pk, post_ids=[post.pk for post in posts])
    return {(what, post_id): number for what, post_id, number in rows}


def _done(user_id: int, post_ids: Collection[int]) -> QuerySet[Any, Any]:
    own = {"user_id": user_id, "post_id__in": post_ids}
    none = Value("", CharField())
    reacted = Reaction.objects.filter(**own).values_list(Value("reacted"), "post_id", "number")
    saved = Bookmark.objects.filter(**own).values_list(Value("saved"), "post_id", none)
    shut_out = Block.objects.filter(user_id=user_id).values("blocked")
    theirs = Post.objects.filter(pk__in=post_ids, is_official=False, is_anonymous=False, author__in=shut_out).order_by()
    return reacted.union(saved, theirs.values_list(Value("blocked"), "pk", none), all=True)


_DONE = Prepared(_done)


def answers_of(topic: Topic) -> list[OfficialAnswer]:
    """The official answers that stand, the first one first. No query for a topic without."""
    if topic.last_answer_at is None:
        return []
    answers = list(OfficialAnswer.objects.filter(topic=topic).shown())
    for answer in answers:
        answer.post.topic = topic
    return answers


def open_offer(topic: Topic, viewer: Viewer) -> PrivateOffer | None:
    """What the author is asked about going on in private; no query for anybody else, or where nothing is."""
    if topic.privacy != Privacy.ASKED or viewer.user is None or viewer.user.pk != topic.author_id:
        return None
    return topic.private_offers.filter(state=OfferState.OPEN).first()


def pinned_answers(answers: list[OfficialAnswer]) -> list[OfficialAnswer]:
    """Those to be repeated right under the question."""
    return [answer for answer in answers if answer.post.number > CLOSE_TO_THE_QUESTION]


def progress_rail(topic: Topic) -> list[dict[str, object]]:
    """The steps of the matter for `{% ui "status_rail" %}`; empty without a case."""
    if not topic.progress_state:
        return []
    reached: dict[str, datetime] = dict(topic.progress_steps.values_list("state", "at"))
    order = list(ProgressState)
    current = order.index(ProgressState(topic.progress_state))
    ended = current == len(order) - 1
    return [
        {
            "label": state.label,
            "at": reached.get(state.value) if place <= current else None,
            "state": "done"
            if place < current or (ended and place == current)
            else "now"
            if place == current
            else "next",
        }
        for place, state in enumerate(order)
    ]
