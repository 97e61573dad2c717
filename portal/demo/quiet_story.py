"""What one would rather ask without a name: in the owners' council, where that is allowed."""

from datetime import timedelta
from functools import partial

from forum.actions import follow_topic, reply, start_topic
from forum.models import Board, Topic
from owners.models import User
from portal import richtext
from portal.demo.timeline import Timeline
from portal.demo.world import World

_BOARD = "jinshuiwan-council"
_TITLE = "楼上夜里总有拖椅子的声音，怎么开口合适？"
_ASKED = (
    "平时和楼上关系挺好，不想伤了和气。最近夜里十一点以后常有拖椅子的声音，家里老人睡不好。"
    "有没有邻居遇到过，是先贴个条，还是请物业出面提醒一下？"
)


def schedule(world: World, timeline: Timeline) -> None:
    timeline.at(world.days_ago(1.6), lambda: _ask(world, timeline))


def _ask(world: World, timeline: Timeline) -> None:
    """Olga asks; Nina and a neighbour answer, and Olga thanks them, as anonymous as before."""
    olga, nina = world.known["owner-olga"], world.known["owner-nina"]
    Board.objects.filter(slug=_BOARD).update(allows_anonymous=True)
    topic = start_topic(
        viewer=world.viewer(olga), board=Board.objects.get(slug=_BOARD), title=_TITLE,
        html=richtext.from_text(_ASKED), anonymous=True,
    )  # fmt: skip
    others = [other for other in (nina, world.neighbour("jinshuiwan", olga)) if other is not None]
    said = ("我家以前也这样，送了一包椅脚垫上去，第二天就安静了。", "请物业管家上门提醒最自然，不用说是谁反映的。")
    for hours, who, text in zip((2, 9), others, said, strict=False):
        timeline.at(world.days_ago(1.6) + timedelta(hours=hours), partial(_reply, world, who, topic, text))
    timeline.at(
        world.days_ago(1.6) + timedelta(hours=12),
        partial(_reply, world, olga, topic, "谢谢两位，先送椅脚垫试试，不行再请管家。"),
    )


def _reply(world: World, who: User, topic: Topic, text: str) -> None:
    viewer = world.viewer(who)
    reply(viewer=viewer, topic=Topic.objects.get(pk=topic.pk), html=richtext.from_text(text))
    follow_topic(viewer=viewer, topic=topic, level="follow")
