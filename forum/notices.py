"""Who is told of a post and of a matter's progress: each person once, for the most specific reason they have."""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils import translation

import notify
from forum.addresses import stored_address
from forum.models import (
    Block,
    Mention,
    Post,
    ProgressState,
    Reaction,
    ReadMark,
    Subscription,
    SubscriptionLevel,
    Topic,
)
from forum.speakers import actor_of
from owners.audiences import who_may_see
from owners.models import User
from portal import richtext
from portal.domain_events import TopicProgressed

MOST_QUOTED = 10
_QUOTE = re.compile(r"<blockquote>(.*?)</blockquote>", re.DOTALL)
# The first line of a quote, as forum.quoting writes it: 倪娜（#3）：
_HEAD = re.compile(r"^[^<]{0,80}#(\d{1,6})\s*[)）]\s*[:：]")


def bundle_of(topic_id: int) -> str:
    """Under which name all that is new in one topic is one entry on the bell."""
    return f"forum.topic:{topic_id}"


def tell_of_post(post_id: int, *, only: int | None = None) -> None:
    """Tells everybody concerned of a post that can be read; `only` one of them. Twice is once, whichever event
    comes first: the plan is the same."""
    posts = Post.objects.select_related("topic", "author", "official").filter(topic__visibility="visible")
    post = posts.filter(pk=post_id, visibility="visible").first()
    if post is None:
        return
    plan = _plan(post)
    told = {user_id for ids in plan.values() for user_id in ids} if only is None else {only}
    users = {user.pk: user for user in _who_has_not_read(post, told)}
    params = {"who": post.by_name, "topic": post.topic.title, "excerpt": richtext.excerpt(post.html, 80)}
    for kind, ids in plan.items():
        notify.send(
            [users.pop(user_id) for user_id in ids if user_id in users],
            kind=kind,
            params={**params, "company": post.by_name} if post.is_official else params,
            url=stored_address(post),
            dedupe=f"forum.post:{post.pk}",
            audience=post.topic.audience,
            bundle=bundle_of(post.topic_id),
            actor=actor_of(post),
        )


def tell_of_progress(event: TopicProgressed) -> None:
    """Followers hear that the matter of their topic has moved on."""
    topic = Topic.objects.filter(pk=event.topic_id, visibility="visible").first()
    if topic is None:
        return
    following, _muted = _levels(topic)
    # Homes with a number of their own hear of it under that.
    numbered = Reaction.objects.filter(post__topic=topic, post__number=1).exclude(number="")
    apart = {event.customer_id or 0, *numbered.values_list("user_id", flat=True)}
    users = User.objects.filter(pk__in=following - apart, is_active=True)
    by_language: dict[str, list[User]] = {}
    for user in who_may_see(users, topic.audience):
        by_language.setdefault(user.language or settings.LANGUAGE_CODE, []).append(user)
    for language, readers in by_language.items():
        with translation.override(language):
            state = str(ProgressState(event.state).label)
        notify.send(
            readers,
            kind="forum.status",
            params={"topic": topic.title, "number": topic.case_number, "state": state},
            url=stored_address(topic),
            dedupe=f"forum.progress:{topic.pk}:{event.change}",
            audience=topic.audience,
            bundle=bundle_of(topic.pk),
            actor="company",
        )


def _plan(post: Post) -> dict[str, list[int]]:
    """Ids of those concerned by kind, the most specific first; nobody who muted the topic, apart from whoever
    asked and is answered; never the author, and nobody who blocked them. The company's sealed word reaches all."""
    topic = post.topic
    following, muted = _levels(topic)
    asked = {topic.author_id} if topic.author_id else set()
    mentioned = set(Mention.objects.filter(post=post, user__isnull=False).values_list("user_id", flat=True))
    plan: dict[str, Iterable[int]] = {}
    if post.is_official:
        plan = {"forum.answered": asked, "forum.official": following, "forum.mention": mentioned - muted}
    else:
        plan = {"forum.mention": mentioned - muted, "forum.quote": _quoted(post) - muted}
        # The question itself is news to nobody who follows: only its author does.
        if not post.is_question:
            plan |= {"forum.reply": following & asked, "forum.followed": following}
    spared = {post.author_id} | _who_blocked_the_author(post)
    return {kind: sorted(set(ids) - spared) for kind, ids in plan.items()}


def _levels(topic: Topic) -> tuple[set[int], set[int]]:
    """Who follows the topic, and who muted it."""
    levels = dict(Subscription.objects.filter(topic=topic).values_list("user_id", "level"))
    following = {user_id for user_id, level in levels.items() if level == SubscriptionLevel.FOLLOW}
    return following, set(levels) - following


def _who_blocked_the_author(post: Post) -> set[int]:
    # Who blocked somebody and misses nothing of an anonymous post learns nothing about who wrote it.
    if post.is_official or post.is_anonymous or post.author_id is None:
        return set()
    return set(Block.objects.filter(blocked=post.author_id).values_list("user_id", flat=True))


def _quoted(post: Post) -> set[int]:
    """Whose posts are quoted in it. A quote names its post by number in its first line."""
    heads = (_HEAD.match(quote.strip()) for quote in _QUOTE.findall(post.html)[:MOST_QUOTED])
    numbers = {int(head[1]) for head in heads if head}
    if not numbers:
        return set()
    quoted = Post.objects.filter(topic=post.topic_id, number__in=numbers, number__lt=post.number, is_official=False)
    return set(quoted.filter(author__isnull=False).values_list("author_id", flat=True))


def _who_has_not_read(post: Post, ids: set[int]) -> list[User]:
    """Of these accounts those who may read the post, and have not done so in an open page meanwhile."""
    read = ReadMark.objects.filter(topic=post.topic, user__in=ids, number__gte=post.number)
    users = User.objects.filter(pk__in=ids - set(read.values_list("user_id", flat=True)), is_active=True)
    return who_may_see(users, post.topic.audience)
