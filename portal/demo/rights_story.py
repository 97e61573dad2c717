"""What the cast asks about their own data, and what they agreed to; the privacy officer's desk is not empty."""

from functools import partial

from owners.actions import answer_request, ask_for_correction, choose_consent
from owners.actions.consents import Words, change_words, record_consent
from owners.models import ConsentPurpose
from portal.demo.timeline import Timeline
from portal.demo.world import World

_SURVEYS = Words(
    name="满意度调查",
    name_zh_hant="滿意度調查",
    name_en="Surveys",
    text="偶尔请您花几分钟评价我们的服务，一年不超过四次；结果只按小区汇总，不记名公布。",
    text_zh_hant="偶爾請您花幾分鐘評價我們的服務，一年不超過四次；結果只按小區彙總，不記名公佈。",
    text_en="We may ask you what you think of our service, four times a year at most; results are published by estate, "
    "without names.",
)


def schedule(world: World, timeline: Timeline) -> None:
    for number in range(12):
        timeline.at(world.waking(world.days_ago(120 - 2 * number)), partial(_one_agrees, world, number))
    timeline.at(world.waking(world.days_ago(90)), lambda: _the_cast_says(world))
    timeline.at(world.office(world.days_ago(60)), lambda: _words_change(world))
    timeline.at(world.office(world.days_ago(40)), lambda: _nina_is_answered(world))
    timeline.at(world.office(world.days_ago(34)), lambda: _at_the_counter(world))
    timeline.at(world.office(world.days_ago(32)), lambda: _otto_waits(world))
    timeline.at(world.office(world.days_ago(3)), lambda: _olga_asks(world))


def _one_agrees(world: World, number: int) -> None:
    there = world.owners["jinshuiwan"]
    user = there[number % len(there)]
    choose_consent(user=user, code="community", given=True)
    if number % 3 == 0:
        choose_consent(user=user, code="surveys", given=True)


def _the_cast_says(world: World) -> None:
    choose_consent(user=world.known["owner-olga"], code="surveys", given=True)
    choose_consent(user=world.known["owner-nina"], code="marketing", given=False)


def _words_change(world: World) -> None:
    change_words(
        viewer=world.viewer(world.staff["ada"]),
        purpose=ConsentPurpose.objects.get(code="surveys"),
        words=_SURVEYS,
        version=1,
        material=True,
    )


def _nina_is_answered(world: World) -> None:
    asked = ask_for_correction(user=world.known["owner-nina"], field="reach", wish="登记的座机早就停用了，请删掉。")
    answer_request(
        viewer=world.viewer(world.staff["stella"]), request=asked, granted=True, answer="已删掉，谢谢您告诉我们。"
    )


def _at_the_counter(world: World) -> None:
    record_consent(
        viewer=world.viewer(world.staff["stella"]), user=world.known["owner-nina"], code="surveys", given=True,
        means="counter",
    )  # fmt: skip


def _otto_waits(world: World) -> None:
    """Nobody has found the time: late by the law's clock, and marked so."""
    ask_for_correction(user=world.known["owner-otto"], field="born", wish="出生日期登记错了，应以身份证为准。")


def _olga_asks(world: World) -> None:
    ask_for_correction(
        user=world.known["owner-olga"], field="name", wish="我叫欧莉，登记成了欧丽。身份证可以带到前台核对。"
    )
