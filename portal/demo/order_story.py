"""Where order was kept: topics merged and split, a warning, bars and appeals, slow mode, words taken back, a burst.

Few things, each by the real actions and with the people who would do it. Dice are not needed here.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta

from crm.actions import assess, join_case, open_case_from_topic, take_case
from forum.actions import (
    answer_officially,
    appeal,
    claim_watch,
    decide_appeal,
    edit_post,
    merge_topics,
    react,
    reply,
    restore_version,
    sanction_author,
    slow_topic,
    split_topic,
    start_topic,
    take_back_post,
)
from forum.models import Board, Post, Topic, Watch
from owners.actions import register_account
from owners.actions.sign_ups import note_sign_up
from owners.models import User
from portal import richtext
from portal.demo.timeline import Timeline
from portal.demo.world import World
from portal.worktime import now

type Story = Iterator[timedelta]
type Tell = Callable[[World], Story]
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BURST = 7


def schedule(world: World, timeline: Timeline) -> None:
    for days, tell in (
        (24, _advertising), (11, _taken_back_and_restored), (6.2, _one_lift), (4.1, _two_things),
        (2.4, _heated), (0.8, _shelf), (0.25, _burst),
    ):  # fmt: skip
        timeline.at(world.days_ago(days), _play(timeline, tell(world)))


def _play(timeline: Timeline, story: Story) -> Callable[[], None]:
    """Goes on with a story; what it yields is how long until it goes on again."""

    def go_on() -> None:
        for pause in story:
            timeline.at(now() + pause, go_on)
            return

    return go_on


class _Stage:
    """The owners of Jinshui Bay by their place in the row, and what they say."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cast = set(world.known.values())

    def owner(self, place: int) -> User:
        others = [user for user in self.world.owners["jinshuiwan"] if user not in self.cast]
        return others[place % len(others)]

    def start(self, author: User, board: str, title: str, text: str) -> Topic:
        place = Board.objects.get(slug=f"jinshuiwan-{board}")
        return start_topic(viewer=self.world.viewer(author), board=place, title=title, html=richtext.from_text(text))

    def reply(self, author: User, topic: Topic, text: str) -> Post:
        topic = Topic.objects.get(pk=topic.pk)
        return reply(viewer=self.world.viewer(author), topic=topic, html=richtext.from_text(text))

    def answer(self, topic: Topic, text: str) -> None:
        sam = self.world.viewer(self.world.staff["sam"])
        claim_watch(viewer=sam, watch=Watch.objects.get(topic=topic))
        answer_officially(viewer=sam, topic=topic, html=richtext.from_text(text))


def _one_lift(world: World) -> Story:
    """Two topics about one lift become one, and its matter is joined by a third."""
    stage, sam, mona = _Stage(world), world.viewer(world.staff["sam"]), world.viewer(world.staff["mona"])
    first = stage.start(stage.owner(1), "service", "5栋左边电梯又停了", "早上七点半到现在都按不亮，老人下不来楼。")
    yield 14 * MINUTE
    stage.reply(stage.owner(2), first, "我家十六楼，刚走下来的。")
    yield 9 * MINUTE
    second = stage.start(stage.owner(3), "service", "5栋的电梯怎么没人管", "贴了张“检修中”就没人了，谁知道要停到几点？")
    yield 20 * MINUTE
    stage.reply(stage.owner(4), second, "问了前台，说在等配件。")
    react(viewer=world.viewer(stage.owner(5)), post=second.posts.get(number=1))
    yield 25 * MINUTE
    stays = merge_topics(viewer=mona, topic=second, other=first, reason="两帖说的是同一部电梯，合在一起好跟进")
    yield 10 * MINUTE
    case = open_case_from_topic(viewer=sam, topic=stays, kind="complaint", note="请工程部今天给出恢复时间。")
    yield 30 * MINUTE
    dana = world.viewer(world.staff["dana"])
    case = assess(viewer=dana, case=take_case(viewer=dana, case=case), severity="important", kind=case.kind)
    stage.answer(
        stays, "门机主板故障，配件已从西安发出，到货当天更换；期间 5 栋右侧电梯由专人值守，老人上下楼请打 24 小时电话。"
    )
    yield 20 * HOUR
    third = stage.start(
        stage.owner(6), "service", "5栋电梯修好又停了", "昨晚恢复了两个小时，今天又停在九楼，灯还亮着。"
    )
    yield 40 * MINUTE
    join_case(viewer=sam, topic=third, number=case.number)
    yield 20 * MINUTE
    stage.answer(third, "换上的主板又报故障，厂家工程师明早到场。已并入同一件工单，进展在两帖同时更新。")


def _two_things(world: World) -> Story:
    """What began to be about something else gets a topic of its own."""
    stage = _Stage(world)
    topic = stage.start(stage.owner(7), "parking", "地下二层有几盏灯不亮", "B2 靠 6 栋那一排，晚上停车看不清柱子。")
    yield 50 * MINUTE
    stage.reply(stage.owner(8), topic, "对，我上周差点蹭到。")
    yield 35 * MINUTE
    charging = stage.reply(stage.owner(9), topic, "说到 B2，那边能装充电桩吗？有人问过供电局没有？")
    yield 20 * MINUTE
    answer = stage.reply(stage.owner(10), topic, "我问过，要物业出同意书和图纸，表我可以发大家。")
    yield 3 * HOUR
    split_topic(
        viewer=world.viewer(world.staff["sam"]), topic=topic, numbers=[charging.number, answer.number],
        title="地下车库装充电桩要办哪些手续", reason="充电桩值得单独聊，原帖继续说灯",
    )  # fmt: skip


def _advertising(world: World) -> Story:
    """A time-out, the appeal against it, and a second person who sees it otherwise."""
    stage = _Stage(world)
    topic = stage.start(stage.owner(11), "market", "出一张儿童书桌", "一米二，八成新，自提，两百。")
    yield 2 * HOUR
    author = stage.owner(12)
    post = stage.reply(author, topic, "我家做全屋定制，书桌衣柜都接，图册加我。")
    yield 3 * HOUR
    bar = sanction_author(
        viewer=world.viewer(world.staff["mona"]), post=post, kind="time_out", days=3, reason="在转让帖里发广告"
    )
    yield 5 * HOUR
    appeal(viewer=world.viewer(author), sanction=bar, text="我以为二手版可以发手艺信息，就这一条，以后不发了。")
    yield 16 * HOUR
    decide_appeal(
        viewer=world.viewer(world.staff["sam"]), sanction=bar, lift=True, note="第一次，且版规当时没有写明，改为提醒。"
    )


def _heated(world: World) -> Story:
    """A heated topic: a warning, slow mode, a time-out, and an appeal that waits on the desk this morning."""
    stage, sam = _Stage(world), world.viewer(world.staff["sam"])
    topic = stage.start(
        stage.owner(13), "square", "明年物业费要调？大家怎么看", "听说要从 2.6 调到 2.9，先看看账再说。"
    )
    yield 20 * MINUTE
    stage.reply(stage.owner(14), topic, "先把去年的公共收益公示了再谈。")
    yield 6 * MINUTE
    sharp = stage.reply(stage.owner(15), topic, "同意涨价的都是托，脑子进水了吧。")
    yield 9 * MINUTE
    stage.reply(stage.owner(16), topic, "保安夜班加了人，涨一点我能接受，前提是公示。")
    yield 12 * MINUTE
    sanction_author(viewer=sam, post=sharp, kind="warning", reason="请对事不对人")
    slow_topic(
        viewer=sam, topic=topic, minutes=10, until=now() + timedelta(days=7), reason="慢一点，让每位邻居都能把话说完"
    )
    yield 25 * MINUTE
    rude = stage.reply(stage.owner(17), topic, "楼上这种人就该被请出小区，别让我在电梯里碰见。")
    yield 40 * MINUTE
    bar = sanction_author(viewer=sam, post=rude, kind="time_out", days=7, reason="威胁邻居")
    yield 30 * HOUR
    appeal(viewer=world.viewer(stage.owner(17)), sanction=bar, text="是气话，我愿意道歉，七天太长，交房的事还要问。")


def _taken_back_and_restored(world: World) -> Story:
    """Nina says again what she had said at first; a neighbour takes a post back."""
    stage, nina = _Stage(world), world.known["owner-nina"]
    topic = stage.start(stage.owner(18), "square", "周六一起去榆中摘苹果", "三家人就够一车，八点南门见，有想去的吗？")
    yield 30 * MINUTE
    post = stage.reply(nina, topic, "我家两大一小，自己开车，跟着走。")
    yield 15 * MINUTE
    taken = stage.reply(stage.owner(19), topic, "我也去。")
    yield 5 * MINUTE
    viewer = world.viewer(nina)
    edit_post(viewer=viewer, post=post, html=richtext.from_text("孩子有点咳，可能去不了了。"))
    yield 3 * HOUR
    post = Post.objects.select_related("topic").get(pk=post.pk)
    restore_version(viewer=viewer, post=post, revision=post.revisions.latest("pk"))
    yield HOUR
    take_back_post(viewer=world.viewer(stage.owner(19)), post=taken)


def _shelf(world: World) -> Story:
    """Many answer Olga within a few hours: one line on her bell."""
    stage = _Stage(world)
    topic = stage.start(
        world.known["owner-olga"], "square", "大堂的快递架能不能换大一点", "大件都堆在地上，推婴儿车过不去。"
    )
    for place, text in (
        (20, "支持，最好分层贴上楼号。"),
        (21, "我量过，门边还能再放一组。"),
        (22, "晚上十点后堆得最多，快递员也没办法。"),
        (23, "可以先请物业把旧架子往里挪二十公分。"),
        (24, "隔壁小区用的那种带锁的不错。"),
    ):
        yield 2 * HOUR
        stage.reply(stage.owner(place), topic, text)


def _burst(world: World) -> Story:
    """Seven accounts from one browser within twenty minutes of this morning, and what they were made for."""
    made = []
    for at in range(BURST):
        user = register_account(phone=f"+861709100770{at}", nickname=f"福满多{at + 1:02}")
        note_sign_up(user=user, address="203.0.113.77", browser="demo")
        made.append(user)
        yield 3 * MINUTE
    # The worker has gathered them meanwhile.
    yield 3.5 * HOUR
    topics = Topic.objects.filter(board__slug="jinshuiwan-square", visibility="visible", is_locked=False)
    for user, topic in zip(made[:3], topics.order_by("-id")[:3], strict=False):
        _Stage(world).reply(user, topic, "福满多房产，金水湾急售三套，满五唯一，看房联系我，价格好谈。")
        yield 2 * MINUTE
