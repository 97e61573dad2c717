"""A hundred and fifty matters: asked by web, mail, telephone; worked on, answered, closed, called back."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from crm.actions import (
    accept_work_order,
    answer_customer,
    assess,
    close_case,
    complete_work_order,
    dispatch_work_order,
    enter_call,
    put_waiting,
    record_follow_up,
    take_case,
)
from crm.models import Case, Department, FollowUp, FollowUpState
from mailbox.actions import open_conversation
from mailbox.intake import receive
from mailbox.models import Mailbox
from owners.models import User
from portal import richtext
from portal.demo.names import person_name
from portal.demo.timeline import Timeline
from portal.demo.world import World, content
from portal.errors import Refused
from portal.worktime import calendar, now

MATTERS = 150
DONE = 9
_DEPARTMENT = {
    "engineering": "工程部", "environment": "环境部", "administration": "行政部", "order": "秩序维护部",
    "construction": "施工维保",
}  # fmt: skip
_HANDLERS = {"工程部": "王师傅", "环境部": "马姐", "行政部": "小齐", "秩序维护部": "刘队", "施工维保": "赵工"}
_NOTES = [
    "客户表示满意，问题没有再出现。", "客户说师傅很耐心，希望以后提前打电话。", "已解决，客户建议公告再醒目一些。",
    "客户觉得时间有点长，但结果满意。",
]  # fmt: skip


def schedule(world: World, timeline: Timeline) -> None:
    seeds = content("matter")
    for when, seed in world.in_turn(seeds, MATTERS, within=340):
        slug = "jinshuiwan" if world.chance.random() < 0.7 else "yunqitai"
        road = world.chance.choices(["web", "mail", "phone", "anonymous"], weights=[5, 3, 3, 1])[0]
        timeline.at(world.office(when) if road == "phone" else when, _ask(world, timeline, seed, slug, road))
    # What lies on the desk this morning.
    for at, hours in enumerate((1, 3, 4, 18, 26, 50, 75, 98)):
        timeline.at(
            world.today - timedelta(hours=hours),
            _ask(
                world,
                timeline,
                seeds[at * 2 % len(seeds)],
                "jinshuiwan" if at % 3 else "yunqitai",
                "web",
                worked=at > 2,
            ),
        )
    timeline.at(world.today - timedelta(hours=30), _olgas_own(world, timeline, seeds[2]))


def _olgas_own(world: World, timeline: Timeline, seed: dict[str, Any]) -> Callable[[], None]:
    def ask() -> None:
        number = _by_web(world, seed, "jinshuiwan", {"b": "3", "f": "15"}, world.known["owner-olga"])
        timeline.at(now() + timedelta(minutes=50), lambda: _take(world, timeline, number, seed, stop_at=2))

    return ask


def _ask(
    world: World, timeline: Timeline, seed: dict[str, Any], slug: str, road: str, *, worked: bool = True
) -> Callable[[], None]:
    def ask() -> None:
        words = {"b": str(world.chance.choice([1, 2, 3, 5, 6])), "f": str(world.chance.randint(2, 11))}
        author = world.neighbour(slug)
        if road in {"web", "anonymous"}:
            number = _by_web(world, seed, slug, words, author if road == "web" else None)
        elif road == "mail":
            number = _by_mail(world, seed, slug, words)
        else:
            number = _by_phone(world, seed, slug, words, author)
        if worked and number:
            work_on(world, timeline, number, seed)

    return ask


def work_on(world: World, timeline: Timeline, number: str, seed: dict[str, Any] | None = None) -> None:
    """Puts the company's side of a case on the line. Old cases come to their end, young ones stand where they are."""
    chance = world.chance
    wait = timedelta(hours=chance.uniform(0.1, 3) if chance.random() < 0.9 else 7)
    young = world.today - now() < timedelta(days=9)
    stop_at = chance.choices([1, 2, 3, 4, DONE], weights=[2, 3, 2, 3, 5])[0] if young else DONE
    seed = seed or content("matter")[2]
    timeline.at(calendar().add_working(now(), wait), lambda: _take(world, timeline, number, seed, stop_at=stop_at))


def _by_web(world: World, seed: dict[str, Any], slug: str, words: dict[str, str], author: User | None) -> str:
    facts: dict[str, Any] = {"anonymous": True}
    if author is not None and author.person is not None:
        facts = {
            "viewer": world.viewer(author), "user": author, "phone": author.phone.open(), "name": author.person.name
        }  # fmt: skip
    return open_conversation(
        estate=world.estates[slug], kind=seed["kind"], channel="web", subject=seed["subject"].format(**words),
        text=seed["text"].format(**words), **facts,
    ).number  # fmt: skip


def _by_mail(world: World, seed: dict[str, Any], slug: str, words: dict[str, str]) -> str:
    mail = EmailMessage()
    sender = f"{world.chance.randrange(10**8, 10**9)}@mail.example"
    mail["From"] = f"{person_name(world.chance)} <{sender}>"
    mail["To"] = f"tousu@{slug}.example"
    mail["Subject"] = seed["subject"].format(**words)
    mail["Message-ID"] = f"<{world.chance.randrange(10**15):x}@mail.example>"
    mail["Date"] = format_datetime(now())
    mail.set_content(seed["text"].format(**words) + "\n")
    received = receive(mail.as_bytes(), Mailbox.objects.get(slug=slug), source=f"demo:{mail['Message-ID']}")
    return received.conversation.number if received.conversation else ""


def _by_phone(world: World, seed: dict[str, Any], slug: str, words: dict[str, str], author: User | None) -> str:
    known = author.person if author else None
    return enter_call(
        viewer=world.viewer(world.staff["dana"]), channel="phone", estate=world.estates[slug], kind=seed["kind"],
        subject=seed["subject"].format(**words), text=seed["text"].format(**words),
        name=known.name if known else person_name(world.chance), phone=known.phone.open() if known else "",
    ).number  # fmt: skip


def _take(world: World, timeline: Timeline, number: str, seed: dict[str, Any], *, stop_at: int) -> None:
    """The officer takes and assesses the case; the further steps follow in working time until `stop_at`."""
    timeline.work(now())
    dana, chance = world.viewer(world.staff["dana"]), world.chance
    case = Case.objects.get(number=number)
    try:
        if case.state == "received":
            case = take_case(viewer=dana, case=case)
        severity = chance.choices(["ordinary", "important", "hot", "major"], weights=[70, 22, 7, 1])[0]
        case = assess(viewer=dana, case=case, severity=severity, kind=case.kind)
        if stop_at == 1:
            put_waiting(viewer=dana, case=case, reason="等客户确认上门时间")
            return
        name = _DEPARTMENT[seed["department"]]
        order = dispatch_work_order(
            viewer=dana, case=case, department=Department.objects.get(name=name), handler_name=_HANDLERS[name],
            handler_phone="+8617090000099", instructions=seed["instruction"],
            due_at=calendar().add_working(now(), timedelta(hours=12)),
        )  # fmt: skip
    except Refused:
        return
    if stop_at == 2:
        return
    done_at = calendar().add_working(now(), timedelta(hours=chance.uniform(1, 9) if chance.random() < 0.9 else 26))

    def work() -> None:
        accept_work_order(order=order, actor="task-link:demo")
        complete_work_order(order=order, actor="task-link:demo", report=seed["report"])
        if stop_at > 3:
            told_at = calendar().add_working(now(), timedelta(hours=chance.uniform(0.3, 2)))
            timeline.at(told_at, lambda: _tell(world, timeline, number, seed, stop_at=stop_at))

    timeline.at(done_at, work)


def _tell(world: World, timeline: Timeline, number: str, seed: dict[str, Any], *, stop_at: int) -> None:
    dana = world.viewer(world.staff["dana"])
    case = Case.objects.get(number=number)
    try:
        answer_customer(viewer=dana, case=case, html=richtext.from_text(seed["answer"]), solves=True, confirmed=True)
    except Refused:
        return
    if stop_at > 4:
        closed_at = calendar().add_working(now(), timedelta(hours=world.chance.uniform(0.5, 5)))
        timeline.at(closed_at, lambda: _close(world, timeline, number))


def _close(world: World, timeline: Timeline, number: str) -> None:
    try:
        close_case(viewer=world.viewer(world.staff["dana"]), case=Case.objects.get(number=number))
    except Refused:
        return
    called_at = calendar().add_working(now(), timedelta(hours=world.chance.uniform(9, 30)))
    timeline.at(called_at, lambda: _call_back(world, timeline, number))


def _call_back(world: World, timeline: Timeline, number: str) -> None:
    follow_up = FollowUp.objects.filter(case__number=number, state=FollowUpState.PLANNED).first()
    if follow_up is None:
        return
    satisfaction = world.chance.choices([5, 4, 3, 2, 1], weights=[48, 34, 11, 5, 2])[0]
    note = world.chance.choice(_NOTES) if satisfaction >= 3 else "客户不满意：同样的问题又出现了。"
    try:
        record_follow_up(
            viewer=world.viewer(world.staff["dana"]), follow_up=follow_up, satisfaction=satisfaction, note=note
        )
    except Refused:
        return
    if satisfaction < 3:
        # It is open again: the officer goes back to it.
        again = calendar().add_working(now(), timedelta(hours=world.chance.uniform(2, 6)))
        timeline.at(again, lambda: _tell(world, timeline, number, content("matter")[2], stop_at=DONE))
