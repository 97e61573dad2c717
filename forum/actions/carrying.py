"""What goes along when posts change their topic. Inside the caller's transaction, with both topics locked."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Sum

from forum.actions.drafts import rename_drafts
from forum.drafting import post_key
from forum.models import Draft, FormerPlace, OfficialAnswer, Post, ReadMark, Removal, Subscription, Topic, Visibility
from portal.worktime import now

_BATCH = 200


def in_time(topics: Iterable[Topic]) -> list[Post]:
    """The posts of these topics as they were written, without their texts."""
    posts = Post.objects.filter(topic__in=[topic.pk for topic in topics]).select_related("topic")
    light = posts.only("topic", "topic__public_id", "number", "written_at", "author_id", "changed", "visibility")
    return sorted(light, key=lambda post: (post.written_at, post.pk))


def carry_posts(posts: Sequence[Post], *, into: Topic, first: int, changes: Mapping[int, int]) -> None:
    """Numbers posts anew from `first` on; where each stood leads to it from now on.

    No number is given twice: `first` is higher than any in `into`. `changes` has, for each topic, the number of
    this change among its own. Drafts of an edit go along.
    """
    FormerPlace.objects.bulk_create(
        [
            FormerPlace(topic_id=post.topic_id, number=post.number, post=post, changed=changes[post.topic_id])
            for post in posts
        ],
        batch_size=_BATCH,
    )
    keys = {post.pk: post_key(post) for post in posts}
    for number, post in enumerate(posts, start=first):
        post.topic, post.number, post.changed = into, number, changes[into.pk]
    Post.objects.bulk_update(posts, ["topic", "number", "changed"], batch_size=_BATCH)
    prefixes = {key.rpartition("-")[0] for key in keys.values()}
    begun = {key for prefix in prefixes for key in _begun(prefix)}
    rename_drafts({keys[post.pk]: post_key(post) for post in posts if keys[post.pk] in begun})
    ids = [post.pk for post in posts]
    Removal.objects.filter(post__in=ids).update(topic=into)
    OfficialAnswer.objects.filter(post__in=ids).update(topic=into, estate_id=into.estate_id, is_first=False)


def _begun(prefix: str) -> Iterable[str]:
    return Draft.objects.filter(key__startswith=f"{prefix}-").values_list("key", flat=True).distinct()


def recount(topic: Topic) -> None:
    """The counters and the ends of a topic as its posts have them now. Numbers never go back."""
    seen = topic.posts.filter(visibility=Visibility.VISIBLE)
    last = seen.order_by("-number").only("written_at", "author_id").first()
    highest = topic.posts.order_by("-number").values_list("number", flat=True).first() or 0
    answers = list(topic.official_answers.order_by("answered_at", "id"))
    topic.reply_count = seen.filter(number__gt=1).count()
    # What its author took back takes its thanks along.
    replies = topic.posts.filter(number__gt=1).exclude(visibility=Visibility.TAKEN_BACK)
    topic.helpful_count = replies.aggregate(sum=Sum("reaction_count"))["sum"] or 0
    topic.last_post_number = max(topic.last_post_number, highest)
    topic.last_post_at = last.written_at if last else topic.started_at
    topic.last_author_id = last.author_id if last else topic.author_id
    topic.first_answer_at = answers[0].answered_at if answers else None
    topic.last_answer_at = answers[-1].answered_at if answers else None
    topic.has_moves = True
    topic.save()
    if answers:
        topic.official_answers.exclude(pk=answers[0].pk).update(is_first=False)
        topic.official_answers.filter(pk=answers[0].pk).update(is_first=True)


def carry_followers(source: Topic, into: Topic) -> None:
    """Who follows or muted `source` does the same with `into`, unless they chose there already."""
    chosen = Subscription.objects.filter(topic=source).values_list("user_id", "level")
    Subscription.objects.bulk_create(
        [Subscription(topic=into, user_id=user_id, level=level) for user_id, level in chosen],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )


def carry_marks(moved: Sequence[tuple[int, int]], *, source: Topic, into: Topic) -> None:
    """Read marks of a topic whose posts `moved`: (number before, number in `into`). Whoever read none has none."""
    before = [number for number, _new in moved]
    marks = []
    for user_id, read in ReadMark.objects.filter(topic=source).values_list("user_id", "number"):
        if known := bisect_right(before, read):
            marks.append(ReadMark(user_id=user_id, topic=into, number=moved[known - 1][1], read_at=now()))
    ReadMark.objects.bulk_create(marks, batch_size=_BATCH, ignore_conflicts=True)


def join_marks(own: Sequence[tuple[int, int]], came: Sequence[tuple[int, int]], *, source: Topic, into: Topic) -> None:
    """One mark of two: up to the first post that its reader knows from neither topic.

    `own` and `came` are the posts of `into` and of `source`: (number before, number now), rising.
    """
    read = dict(ReadMark.objects.filter(topic=source).values_list("user_id", "number"))
    here = dict(ReadMark.objects.filter(topic=into).values_list("user_id", "number"))
    marks = []
    for user_id in read.keys() | here.keys():
        unread = [_after(own, here.get(user_id, 0)), _after(came, read.get(user_id, 0))]
        first = min((number for number in unread if number), default=into.last_post_number + 1)
        marks.append(ReadMark(user_id=user_id, topic=into, number=first - 1, read_at=now()))
    ReadMark.objects.filter(topic=source).delete()
    for start in range(0, len(marks), _BATCH):
        ReadMark.objects.bulk_create(
            marks[start : start + _BATCH],
            update_conflicts=True,
            unique_fields=["user", "topic"],
            update_fields=["number", "read_at"],
        )


def _after(numbers: Sequence[tuple[int, int]], read: int) -> int | None:
    """The number that the first post behind `read` has now."""
    at = bisect_right(numbers, read, key=lambda pair: pair[0])
    return numbers[at][1] if at < len(numbers) else None
