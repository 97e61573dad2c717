"""Invented people: names, telephone numbers and nicknames that repeat with every build."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = [
    "建国",
    "秀英",
    "桂兰",
    "志强",
    "丽华",
    "海燕",
    "晓东",
    "雪梅",
    "文静",
    "子涵",
    "梓轩",
    "雨桐",
    "浩然",
    "思远",
    "嘉怡",
    "一诺",
    "明辉",
    "春梅",
    "国庆",
    "淑芬",
    "玉兰",
    "永福",
    "凤英",
    "小军",
    "红梅",
    "立新",
    "美玲",
    "俊杰",
    "佳琪",
    "欣悦",
    "宇航",
    "诗涵",
    "天佑",
    "静怡",
    "伟",
    "芳",
    "敏",
    "磊",
    "洋",
    "艳",
    "勇",
    "娟",
    "涛",
    "超",
    "霞",
    "平",
    "刚",
    "辉",
    "玲",
    "婷",
    "鹏",
    "燕",
    "飞",
    "莉",
    "斌",
    "慧",
    "振华",
    "慧敏",
    "德明",
    "培芝",
    "守义",
    "云霞",
    "兆丰",
    "素琴",
    "广仁",
    "锦程",
    "若溪",
    "知行",
    "望舒",
    "清扬",
    "承志",
    "念慈",
]
NICKNAMES = [
    "湖边散步的人",
    "三楼的猫",
    "桂花糕",
    "早起的鸟",
    "爱做饭的老周",
    "阿宽",
    "暖暖妈",
    "七楼小陈",
    "慢跑者",
    "书虫",
    "院里的银杏",
    "小满",
    "糖炒栗子",
    "北窗",
    "木瓜",
    "一只橘猫",
    "老兵",
    "花房姑娘",
    "听雨",
    "摄影老李",
    "象棋爱好者",
    "小雨妈妈",
    "咖啡不加糖",
    "豆豆爸",
    "山里人",
    "蓝围巾",
    "归园",
    "茶与书",
    "晚风",
    "拾光",
    "老城根",
    "面包树",
    "南门看车",
    "半日闲",
    "竹外桃花",
    "青团",
    "夏至",
    "麦穗",
    "海棠",
    "月白",
    "初雪",
    "石榴",
    "甜杏",
    "老邻居",
    "骑行的大刘",
    "阳台种菜",
    "晨读",
    "风铃",
    "灯下",
    "小板凳",
    "楼上楼下",
    "向日葵",
    "米粒",
    "松果",
    "溪水",
    "雁归",
    "晴天",
    "白露",
    "立秋",
    "谷雨",
]


@dataclass(frozen=True, slots=True)
class Resident:
    """One row of the invented register."""

    name: str
    phone: str
    birth: date
    building: str
    entrance: str
    room: str
    area: float
    handed_over: date
    co_owner: str = ""
    co_phone: str = ""


def residents(*, buildings: list[str], floors: int, per_floor: int, count: int, seed: int) -> list[Resident]:
    """`count` residents over the buildings' rooms, the same ones for the same seed."""
    chance = random.Random(seed)
    rooms = [
        (building, entrance, f"{floor}{door:02d}")
        for building in buildings
        for entrance in ("1", "2")
        for floor in range(1, floors + 1)
        for door in range(1, per_floor + 1)
    ]
    chosen = sorted(chance.sample(rooms, min(count, len(rooms))), key=rooms.index)
    found = []
    for at, (building, entrance, room) in enumerate(chosen):
        couple = chance.random() < 0.12
        found.append(
            Resident(
                name=person_name(chance),
                # 1700000…: an area of numbers that no operator has given out.
                phone=f"1700{seed % 10}{at:06d}",
                birth=date(1948, 1, 1) + timedelta(days=chance.randrange(50 * 365)),
                building=building,
                entrance=entrance,
                room=room,
                area=chance.choice([89.6, 98.4, 108.2, 118.75, 128.4, 143.1]),
                handed_over=date(2019, 6, 1) + timedelta(days=chance.randrange(1500)),
                co_owner=person_name(chance) if couple else "",
                co_phone=f"1701{seed % 10}{at:06d}" if couple else "",
            )
        )
    return found


def person_name(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def nickname(chance: random.Random, taken: set[str]) -> str:
    """A nickname nobody has yet; after the list is used up, numbered."""
    for _ in range(200):
        wish = chance.choice(NICKNAMES)
        if chance.random() < 0.4:
            wish += chance.choice(["2栋", "5栋", "家", "在三楼", "1987", "6号楼"])
        if wish not in taken:
            taken.add(wish)
            return wish
    wish = f"邻居{len(taken)}"
    taken.add(wish)
    return wish
