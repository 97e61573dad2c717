"""Estates, boards, mailboxes, departments; the register, and the accounts that were verified by it."""

import tempfile
from datetime import date
from functools import partial
from pathlib import Path

import xlsxwriter

from crm.models import Department
from forum.actions import add_complaint_words
from forum.models import Board, Seal, Section
from mailbox.models import Mailbox
from owners import sms
from owners.actions import claim_unit, make_notice_codes, register_account
from owners.actions.claims import add_evidence
from owners.actions.imports import import_register
from owners.models import Estate, Person, Residency, User
from owners.viewers import estate_key
from portal import uploads
from portal.demo import names
from portal.demo.cast import card, make_account
from portal.demo.names import Resident
from portal.demo.pictures import picture_of
from portal.demo.timeline import Timeline
from portal.demo.world import World

_REGISTERS = {
    "jinshuiwan": {"buildings": ["1", "2", "3", "5", "6", "7"], "floors": 11, "per_floor": 2, "count": 128, "seed": 1},
    "yunqitai": {"buildings": ["1", "2", "3"], "floors": 9, "per_floor": 2, "count": 72, "seed": 2},
}
_HEADER = ["楼栋", "单元", "房号", "业主姓名", "联系电话", "建筑面积", "出生日期", "交付日期"]
# slug, names, description, audience (None: verified residents), answered by the company, order
_BOARDS = (
    ("service", "物业服务", "物業服務", "Property service", "有问题在这里说，公司公开答复", "public", True, 1),
    ("council", "业主议事", "業主議事", "Owners' council", "只有本楼盘的认证业主能看，公司也在听", None, True, 2),
    ("square", "邻里广场", "鄰里廣場", "Neighbours' square", "随便聊聊，访客也能看", "public", False, 3),
    ("family", "亲子与老人", "親子與長者", "Family", "孩子、老人、家里的事", None, False, 4),
    ("fitting", "装修交流", "裝修交流", "Fitting out", "预算、师傅、材料、规矩", None, False, 5),
    ("parking", "停车与出行", "停車與出行", "Parking and travel", "车位、充电、拼车", None, False, 6),
    ("market", "闲置转让", "閒置轉讓", "Second-hand", "用不上的，给用得上的人", None, False, 7),
)
# Headings for the boards: names, and which stand under it.
_SECTIONS = (
    (("公司在听", "公司在聽", "The company listens"), ("service", "council")),
    (("邻里生活", "鄰里生活", "Among neighbours"), ("square", "family", "market")),
    (("房子和车", "房子和車", "Homes and cars"), ("fitting", "parking")),
)
# The boards' descriptions for readers of Traditional Chinese and of English.
_DESCRIPTIONS = {
    "有问题在这里说，公司公开答复": ("有問題在這裡說，公司公開答覆", "Ask here, and the company answers in public"),
    "只有本楼盘的认证业主能看，公司也在听": (
        "只有本樓盤的認證業主能看，公司也在聽",
        "For verified owners of this estate; the company listens",
    ),
    "随便聊聊，访客也能看": ("隨便聊聊，訪客也能看", "A chat about anything; visitors read along"),
    "孩子、老人、家里的事": ("孩子、老人、家裡的事", "Children, parents, family life"),
    "预算、师傅、材料、规矩": ("預算、師傅、材料、規矩", "Budgets, craftspeople, materials, rules"),
    "车位、充电、拼车": ("車位、充電、拼車", "Parking, charging, sharing a ride"),
    "用不上的，给用得上的人": ("用不上的，給用得上的人", "What you no longer use, for somebody who does"),
    "说说活动和兴趣": ("說說活動和興趣", "Events and what you like to do"),
}
_DEPARTMENTS = (
    ("工程部", "工程部", "Engineering"),
    ("环境部", "環境部", "Environment"),
    ("行政部", "行政部", "Administration"),
    ("秩序维护部", "秩序維護部", "Order and security"),
    ("施工维保", "施工維保", "Construction warranty"),
)


def _described(text: str) -> dict[str, str]:
    zh_hant, en = _DESCRIPTIONS[text]
    return {"description": text, "description_zh_hant": zh_hant, "description_en": en}


def make_estates() -> dict[str, Estate]:
    first = Estate.objects.create(
        slug="jinshuiwan", code="JSW", name="金水湾", name_zh_hant="金水灣", name_en="Jinshui Bay", city="兰州",
        address="城关区滨河东路 188 号", phone_24h="0931-5550100", sort=1,
    )  # fmt: skip
    second = Estate.objects.create(
        slug="yunqitai", code="YQT", name="云栖台", name_zh_hant="雲棲台", name_en="Yunqi Terrace", city="兰州",
        address="榆中县云栖路 6 号", phone_24h="0931-5550200", sort=2,
    )  # fmt: skip
    return {first.slug: first, second.slug: second}


def _make_sections() -> dict[str, Section]:
    """By the boards that stand under each."""
    found: dict[str, Section] = {}
    for position, ((name, name_zh_hant, name_en), slugs) in enumerate(_SECTIONS, start=1):
        section = Section.objects.create(name=name, name_zh_hant=name_zh_hant, name_en=name_en, position=position)
        found |= dict.fromkeys(slugs, section)
    return found


def make_rooms(world: World) -> None:
    """What is set up before anybody comes: boards, seals, mailboxes, departments."""
    sections = _make_sections()
    for estate in world.estates.values():
        for slug, name, name_zh_hant, name_en, description, audience, answered, position in _BOARDS:
            Board.objects.create(
                slug=f"{estate.slug}-{slug}", estate=estate, name=name, name_zh_hant=name_zh_hant, name_en=name_en,
                **_described(description), audience=audience or estate_key(estate.pk),
                start_audience=estate_key(estate.pk), answer_expected=answered, position=position,
                section=sections[slug],
            )  # fmt: skip
        Seal.objects.create(estate=estate, company=f"{estate.name}物业服务中心", post_title="客户服务发言人")
        Mailbox.objects.create(
            estate=estate, slug=estate.slug,
            name=f"{estate.name}客户信箱", name_zh_hant=f"{estate.name_zh_hant}客戶信箱",
            name_en=f"{estate.name_en} mailbox", kinds=["complaint", "repair", "suggestion", "enquiry", "legal"],
            address=f"tousu@{estate.slug}.example", from_name=f"{estate.name}客户服务中心",
        )  # fmt: skip
    add_complaint_words()
    Board.objects.create(
        slug="members", name="会员客厅", name_zh_hant="會員客廳", name_en="Members' lounge",
        **_described("说说活动和兴趣"),
        audience="members", start_audience="members", answer_expected=False, position=8,
    )  # fmt: skip
    Board.objects.create(
        slug="staff", name="同事之间", name_zh_hant="同事之間", name_en="Among colleagues", audience="staff",
        start_audience="staff", answer_expected=False, position=9,
    )  # fmt: skip
    Seal.objects.create(estate=None, company="邻里置业", post_title="客户服务发言人")
    for name, name_zh_hant, name_en in _DEPARTMENTS:
        Department.objects.create(name=name, name_zh_hant=name_zh_hant, name_en=name_en)


def import_registers(world: World) -> None:
    """Writes each estate's register as an office would keep it, and imports it by the real way."""
    for slug, shape in _REGISTERS.items():
        rows = names.residents(**shape)  # type: ignore[arg-type]
        if slug == "jinshuiwan":
            rows[:0] = [_row_of("owner-olga", "3", "1501"), _row_of("owner-nina", "3", "1502")]
            rows[2:2] = [_row_of("newcomer-lan", "3", "1601")]
        else:
            rows[:0] = [_row_of("owner-otto", "1", "1001")]
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{slug}.xlsx"
            _write_register(path, world.estates[slug].name, rows)
            import_register(path=path, estate=world.estates[slug], actor="system")


def _row_of(username: str, building: str, room: str) -> Resident:
    known = card(username)
    today = date(2021, 5, 1)
    return Resident(known.name, known.phone[3:], date(1984, 3, 9), building, "1", room, 118.4, today)


def _write_register(path: Path, estate: str, rows: list[Resident]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("业主台账")
        sheet.merge_range(0, 0, 0, len(_HEADER) - 1, f"{estate}业主信息台账")
        sheet.write_row(1, 0, _HEADER)
        for at, row in enumerate(rows, start=2):
            name = f"{row.name}、{row.co_owner}" if row.co_owner else row.name
            phone = f"{row.phone}、{row.co_phone}" if row.co_phone else row.phone
            values = [f"{row.building}号楼", f"{row.entrance}单元", row.room, name, phone, row.area]
            sheet.write_row(at, 0, [*values, f"{row.birth:%Y-%m-%d}", f"{row.handed_over:%Y/%m/%d}"])


def schedule_accounts(world: World, timeline: Timeline) -> None:
    """Two thirds of the residents come over the year, the cast first; each claims their unit."""
    timeline.at(world.days_ago(360), lambda: _cast_comes(world))
    for slug in world.estates:
        people = Person.objects.filter(residencies__unit__estate__slug=slug).select_related("naming").distinct()
        reachable = [person for person in people.order_by("id").prefetch_related("reach") if person.phone]
        for at, person in enumerate(one for one in reachable if not one.phone.open().startswith("+861709")):
            if at % 3 == 2:
                if slug == "jinshuiwan" and at < 12:
                    when = world.office(world.days_ago(at / 4))
                    timeline.at(when, partial(_somebody_unsure_comes, world, person))
                continue
            early = at < 24
            when = world.waking(world.days_ago(355 - at * 0.2) if early else world.some_day(within=350))
            timeline.at(when, partial(_owner_comes, world, slug, person))


def _cast_comes(world: World) -> None:
    for username, slug in (("owner-olga", "jinshuiwan"), ("owner-nina", "jinshuiwan"), ("owner-otto", "yunqitai")):
        known = card(username)
        user = make_account(username, name=known.name, phone=known.phone)
        _claim(world, slug, user, Person.objects.get(reach__value=known.phone))
        world.known[username] = user
    for username in ("visitor-hao", "newcomer-lan"):
        world.known[username] = make_account(username, name=card(username).name, phone=card(username).phone)


def _owner_comes(world: World, slug: str, person: Person) -> None:
    taken = set(User.objects.values_list("nickname", flat=True))
    user = register_account(phone=person.phone.open(), nickname=names.nickname(world.chance, taken))
    _claim(world, slug, user, person)


def _somebody_unsure_comes(world: World, person: Person) -> None:
    """With a new number and a name that differs from the register by one character: the steward decides."""
    phone = f"+8617080{person.pk:06d}"
    taken = set(User.objects.values_list("nickname", flat=True))
    user = register_account(phone=phone, nickname=names.nickname(world.chance, taken))
    home = Residency.objects.filter(person=person).select_related("unit").first()
    if home is None:
        return
    claim = claim_unit(user=user, unit=home.unit, name=f"{person.name[:-1]}宁", phone=phone)
    paper = uploads.store_bytes(picture_of("lobby", 0), name="购房合同.jpg", owner=user.pseudonym)
    add_evidence(claim=claim, upload_ids=[paper.public_id])


def _claim(world: World, slug: str, user: User, person: Person) -> None:
    home = Residency.objects.filter(person=person).select_related("unit").first()
    if home is None:
        return
    claim_unit(user=user, unit=home.unit, name=person.name)
    user.refresh_from_db()
    world.standing_changed(user.pk)
    if user.person_id is not None:
        world.owners[slug].append(user)


def post_notice(world: World) -> None:
    """The fee notice of the newcomer's flat, so that its code can be tried: it lies in the demo inbox."""
    known = card("newcomer-lan")
    home = Residency.objects.select_related("unit").get(person__reach__value=known.phone)
    printed = make_notice_codes(units=[home.unit], actor="system")[0]
    sms.send(known.phone, f"【邻里】您的缴费通知单已投入 {home.unit} 的信箱，单上的验证码是 {printed.code}。")
