"""What the company promised in the forum, and how it went: homes that stand behind a matter with numbers of their
own. With dice of its own."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial

from crm.actions import answer_customer, assess, close_case, open_case_from_topic
from crm.models import Case
from forum.actions import react, start_topic
from forum.models import Board, Topic
from owners.models import User
from portal import richtext
from portal.demo.timeline import Timeline
from portal.demo.world import World
from portal.errors import Refused
from portal.worktime import now

HOMES = 9


def schedule(world: World, timeline: Timeline) -> None:
    chance = random.Random(world.seed + 2)
    timeline.at(world.days_ago(8.2), lambda: _leaking_garage(world, timeline, chance))
    timeline.at(world.days_ago(2.3), lambda: _loud_pump(world, timeline, chance))


def _leaking_garage(world: World, timeline: Timeline, chance: random.Random) -> None:
    """Olga and eight other homes have the same; it is mended, and each home is asked whether it is so."""
    others = [user for user in world.owners["jinshuiwan"] if user not in world.known.values()]
    topic = _ask(
        world,
        chance.choice(others),
        "地下车库B区一下雨就漏水",
        "B区靠近3号楼的几个车位，每次下雨顶上都在滴水，车上全是白印子。请问什么时候能彻底修？",
    )
    _me_too(world, timeline, topic, chance, first=world.known["owner-olga"])
    _to_case(world, timeline, topic, after=timedelta(hours=20), then=partial(_mended, world))


def _mended(world: World, case: Case) -> None:
    dana = world.viewer(world.staff["dana"])
    text = "伸缩缝的防水已重做，昨天雨后复查没有再渗。还有滴水的车位，请直接在自家的编号下告诉我们。"
    answer_customer(viewer=dana, case=case, html=richtext.from_text(text), solves=True)
    close_case(viewer=dana, case=Case.objects.get(pk=case.pk))


def _loud_pump(world: World, timeline: Timeline, chance: random.Random) -> None:
    """Olga's own question, Nina's home behind it; it is being worked on."""
    topic = _ask(
        world,
        world.known["owner-olga"],
        "3号楼水泵房半夜嗡嗡响",
        "低楼层夜里听得很清楚，已经一个多星期了，麻烦看看减震垫是不是老化了。",
    )
    _me_too(world, timeline, topic, chance, first=world.known["owner-nina"])
    _to_case(world, timeline, topic, after=timedelta(hours=3), then=None)


def _ask(world: World, author: User, title: str, text: str) -> Topic:
    board = Board.objects.get(slug="jinshuiwan-service")
    return start_topic(viewer=world.viewer(author), board=board, title=title, html=richtext.from_text(text))


def _me_too(world: World, timeline: Timeline, topic: Topic, chance: random.Random, *, first: User) -> None:
    """Some say it before it becomes a case, some after."""
    others = [user for user in world.owners["jinshuiwan"] if user not in (*world.known.values(), topic.author)]
    for user in [first, *chance.sample(others, k=HOMES - 1)]:
        timeline.at(now() + timedelta(hours=chance.uniform(0.5, 40)), partial(_say, world, user, topic))


def _say(world: World, user: User, topic: Topic) -> None:
    try:
        react(viewer=world.viewer(user), post=topic.posts.select_related("topic__board").get(number=1))
    except Refused:
        return


def _to_case(
    world: World, timeline: Timeline, topic: Topic, *, after: timedelta, then: Callable[[Case], None] | None
) -> None:
    def opened() -> None:
        dana = world.viewer(world.staff["dana"])
        case = open_case_from_topic(viewer=dana, topic=topic, kind="complaint")
        assess(viewer=dana, case=case, severity="important", kind="complaint")
        if then is not None:
            timeline.at(now() + timedelta(days=4), lambda: then(Case.objects.get(pk=case.pk)))

    timeline.at(now() + after, opened)
