"""Three hundred topics: neighbours ask and talk, the spokesperson answers — mostly in time."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from crm.actions import open_case_from_topic
from forum.actions import answer_officially, claim_watch, dismiss_watch, react, reply, start_topic
from forum.models import Board, Post, Topic, Watch
from owners.models import User
from portal import richtext, uploads
from portal.demo.matter_story import work_on
from portal.demo.pictures import picture_of
from portal.demo.timeline import Timeline
from portal.demo.world import World, content
from portal.errors import Refused
from portal.worktime import calendar, now

TOPICS = 310
WAITING = (2, 5, 9, 20, 31, 44, 70)  # hours ago
# What the rules called the company for and nobody answered is looked at each week, once it is so old.
LOOKED_AT_AFTER = timedelta(days=7)
_MONTHS = ["上个月", "春节以后", "入夏以来", "国庆以后", "去年年底"]


def schedule(world: World, timeline: Timeline) -> None:
    seeds = content("topic")
    # What the spokesperson finds this morning: fresh, waiting, some of it late.
    fresh = [seed for seed in seeds if seed["board"] == "service"][-len(WAITING) :]
    for at, (hours, seed) in enumerate(zip(WAITING, fresh, strict=True)):
        slug = "yunqitai" if at % 3 == 2 else "jinshuiwan"
        timeline.at(world.today - timedelta(hours=hours), _begin(world, timeline, seed, slug, answered=False))
    for when, seed in world.in_turn(seeds, TOPICS, within=345):
        if seed in fresh and when > world.days_ago(14):
            continue
        slug = "jinshuiwan" if world.chance.random() < 0.66 else "yunqitai"
        timeline.at(when, _begin(world, timeline, seed, slug))
    for days in range(4, 345, 7):
        timeline.at(world.days_ago(days), partial(_look_through, world))


def _look_through(world: World) -> None:
    """Words of a complaint said among neighbours: read, and no answer needed."""
    sam = world.viewer(world.staff["sam"])
    for watch in Watch.objects.visible_to(sam).open().filter(started_at__lt=now() - LOOKED_AT_AFTER):
        try:
            claim_watch(viewer=sam, watch=watch)
            dismiss_watch(viewer=sam, watch=watch, reason="邻居之间的交流，已阅，无需另行答复。")
        except Refused:
            continue


def _begin(
    world: World, timeline: Timeline, seed: dict[str, Any], slug: str, *, answered: bool = True
) -> Callable[[], None]:
    words = _words(world)

    def begin() -> None:
        author = world.neighbour(slug)
        if author is None:
            return
        viewer = world.viewer(author)
        board = Board.objects.get(slug=_board_of(world, seed, slug))
        if not viewer.can_see(board.start_audience):
            return
        shots = _photos(world, seed, author)
        body = richtext.from_text(seed["body"].format(**words))
        try:
            topic = start_topic(
                viewer=viewer, board=board, title=seed["title"].format(**words), html=body, upload_ids=shots
            )
        except Refused:
            return
        _go_on(world, timeline, topic, seed, slug, words, answered=answered)

    return begin


def _board_of(world: World, seed: dict[str, Any], slug: str) -> str:
    """What the company is asked, it is mostly asked in public; a third among the owners."""
    if seed["board"] == "members":
        return "members"
    if seed["board"] == "service" and world.chance.random() < 0.33:
        return f"{slug}-council"
    return f"{slug}-{seed['board']}"


def _go_on(
    world: World,
    timeline: Timeline,
    topic: Topic,
    seed: dict[str, Any],
    slug: str,
    words: dict[str, str],
    *,
    answered: bool,
) -> None:
    """Puts what follows a topic on the line: replies, thanks, the company's answer, a case."""
    chance, started = world.chance, now()
    for text in chance.sample(seed["replies"], k=chance.randint(1, len(seed["replies"]))):
        when = started + timedelta(minutes=chance.randint(8, 60 * 30))
        timeline.at(when, partial(_reply, world, topic, slug, text.format(**words)))
    if not seed.get("answer") or not answered:
        return
    # Four of five in time: the rest is what a dashboard is for.
    hours = chance.uniform(0.4, 7.5) if chance.random() < 0.82 else chance.uniform(9, 22)
    when = calendar().add_working(started, timedelta(hours=hours))
    timeline.at(when, lambda: _answer(world, timeline, topic, seed, slug, words))
    if chance.random() < 0.1:
        timeline.at(when - timedelta(minutes=20), lambda: _to_case(world, timeline, topic))


def _answer(
    world: World, timeline: Timeline, topic: Topic, seed: dict[str, Any], slug: str, words: dict[str, str]
) -> None:
    sam = world.viewer(world.staff["sam"])
    watch = Watch.objects.get(topic=topic)
    try:
        if world.chance.random() < 0.06:
            claim_watch(viewer=sam, watch=watch)
            dismiss_watch(viewer=sam, watch=watch, reason="内容与上周已答复的话题相同，已在那里继续。")
            return
        claim_watch(viewer=sam, watch=watch)
        answer_officially(viewer=sam, topic=topic, html=richtext.from_text(seed["answer"].format(**words)))
    except Refused:
        return
    for text in seed.get("after", [])[: world.chance.randint(0, 2)]:
        when = now() + timedelta(hours=world.chance.uniform(0.5, 40))
        timeline.at(when, partial(_reply, world, topic, slug, text.format(**words)))


def _to_case(world: World, timeline: Timeline, topic: Topic) -> None:
    try:
        case = open_case_from_topic(
            viewer=world.viewer(world.staff["sam"]),
            topic=topic,
            kind="complaint",
            note="请跟进到底，并在帖中更新进展。",
        )
    except Refused:
        return
    work_on(world, timeline, case.number)


def _reply(world: World, topic: Topic, slug: str, text: str) -> None:
    topic = Topic.objects.get(pk=topic.pk)
    # Not the one who asked: an answer that the author replies to waits for the company again.
    author = world.neighbour(slug, topic.author) if topic.author else None
    if author is None:
        return
    try:
        viewer = world.viewer(author)
        if not viewer.can_see(topic.audience):
            return
        reply(viewer=viewer, topic=topic, html=richtext.from_text(text))
        if world.chance.random() < 0.3:
            post = Post.objects.filter(topic=topic).exclude(author=author).order_by("?").first()
            if post is not None:
                react(viewer=viewer, post=post)
    except Refused:
        return


def _photos(world: World, seed: dict[str, Any], author: User) -> list[str]:
    if "photo" not in seed:
        return []
    picture = picture_of(seed["photo"], world.chance.randrange(2))
    return [uploads.store_bytes(picture, name="照片.jpg", owner=author.pseudonym).public_id]


def _words(world: World) -> dict[str, str]:
    chance = world.chance
    return {
        "b": str(chance.choice([1, 2, 3, 5, 6, 7])),
        "f": str(chance.randint(2, 11)),
        "n": str(chance.randint(3, 9)),
        "month": chance.choice(_MONTHS),
    }
