"""What the company promised in the forum, and how it went: homes that stand behind a matter with numbers of their
own, a matter that goes on in private, promises kept and missed. With dice of its own."""

import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from crm.actions import answer_customer, assess, close_case, offer_privacy, open_case_from_topic
from crm.models import Case
from forum.actions import answer_jointly, answer_privacy, react, start_topic
from forum.models import Board, Topic
from owners.models import User
from portal import richtext, uploads
from portal.demo.timeline import Timeline
from portal.demo.world import World
from portal.errors import Refused
from portal.worktime import calendar, now

HOMES = 9
# The smallest page that a reader opens.
_NOTICE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
)


def schedule(world: World, timeline: Timeline) -> None:
    chance = random.Random(world.seed + 2)
    timeline.at(world.days_ago(8.2), lambda: _leaking_garage(world, timeline, chance))
    timeline.at(world.days_ago(2.3), lambda: _loud_pump(world, timeline, chance))
    timeline.at(world.days_ago(5.1), lambda: _scratched_car(world, timeline, chance))
    timeline.at(world.days_ago(1.4), lambda: _wet_ceiling(world, timeline))
    timeline.at(world.days_ago(12), lambda: _promised(world, timeline, chance, kept=True))
    timeline.at(world.days_ago(10), lambda: _promised(world, timeline, chance, kept=False))


def _leaking_garage(world: World, timeline: Timeline, chance: random.Random) -> None:
    """Olga and eight other homes have the same; it is mended, and each home is asked whether it is so."""
    topic = _ask(
        world,
        _somebody(world, chance),
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


def _scratched_car(world: World, timeline: Timeline, chance: random.Random) -> None:
    """A neighbour agreed to go on in private: the topic says so, with the number."""
    author = _somebody(world, chance)
    topic = _ask(world, author, "道闸落下来砸到我的车", "昨晚进门时道闸突然落下，引擎盖砸了个坑。请问怎么赔？")
    sam = world.viewer(world.staff["sam"])

    def asked() -> None:
        offer_privacy(viewer=sam, topic=topic, note="接下来要谈赔偿金额和您的车辆信息，想请您同意转到信箱里继续。")
        timeline.at(now() + timedelta(hours=2), agreed)

    def agreed() -> None:
        answer_privacy(viewer=world.viewer(author), topic=topic, agrees=True)

    timeline.at(now() + timedelta(hours=3), asked)


def _wet_ceiling(world: World, timeline: Timeline) -> None:
    """Olga is asked, and hasn't answered yet."""
    olga = world.known["owner-olga"]
    topic = _ask(world, olga, "楼上装修，我家卫生间顶渗水", "渗了两天，吊顶已经鼓起来了，麻烦协调楼上先停水。")
    note = "要进您家看现场，也会谈到楼上的住户。想请您同意转到信箱里继续。"

    def asked() -> None:
        offer_privacy(viewer=world.viewer(world.staff["dana"]), topic=topic, note=note)

    timeline.at(now() + timedelta(hours=5), asked)


def _promised(world: World, timeline: Timeline, chance: random.Random, *, kept: bool) -> None:
    """Two answers that promise to report by a day: one kept, one missed. The first one comes with a paper, and is
    given jointly to a second topic about the same."""
    title, text = (
        ("游泳池几点开放", "听说要换水，周末还开吗？") if kept else ("南门的路灯什么时候装", "晚上接孩子很黑。")
    )
    topics = [_ask(world, _somebody(world, chance), title, text)]
    if kept:
        topics.append(_ask(world, _somebody(world, chance), "游泳池这周停水吗", "白跑了一趟，门口没有通知。"))
    sam = world.viewer(world.staff["sam"])

    def answer(words: str, **more: Any) -> None:
        answer_jointly(viewer=sam, topics=topics, html=richtext.from_text(words), **more)

    def promise() -> None:
        paper = uploads.store_bytes(_NOTICE, name="工程安排.pdf", owner=sam.pseudonym) if kept else None
        files = [paper.public_id] if paper else []
        day = calendar().add_working(now(), timedelta(hours=24)).date()
        answer("正在和施工单位确认，确定后在这里告诉大家。", promised_for=day, upload_ids=files)
        if kept:
            timeline.at(now() + timedelta(hours=26), lambda: answer("本周六起照常开放，每天 9:00 至 21:00。"))

    timeline.at(calendar().add_working(now(), timedelta(hours=3)), promise)


def _somebody(world: World, chance: random.Random) -> User:
    return chance.choice([user for user in world.owners["jinshuiwan"] if user not in world.known.values()])


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
