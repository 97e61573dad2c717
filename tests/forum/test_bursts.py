"""Bursts and busy days, each with its label: what is gathered, and who must never be."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from forum.bursts import Arrival, name_bones, signs_of
from forum.models import Sign

START = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
SPAM = "福满多二手房急售，满五唯一，业主诚心卖，随时看房，电话联系王经理，价格好谈"


def people(count: int, minutes: float, **marks: Callable[[int], object]) -> list[Arrival]:
    """`count` sign-ups, one every so many minutes; a mark is made from the place in the row."""
    return [
        Arrival(
            user_id=n + 1,
            at=START + timedelta(minutes=minutes * n),
            **{name: make(n) for name, make in marks.items()},  # type: ignore[arg-type]
        )
        for n in range(count)
    ]


def same(text: object) -> Callable[[int], object]:
    return lambda n: text


BURSTS = {
    "a script in one browser": (people(6, 1, browser=same("b")), Sign.BROWSER),
    "numbers bought by the hundred": (people(6, 30, numbers=same("h")), Sign.NUMBERS),
    "one line, counted nicknames": (
        people(5, 40, address=same("a"), nickname=lambda n: f"福满多{n:02}"),
        Sign.ADDRESS_NAMES,
    ),
    "one network, nicknames with a letter each": (
        people(8, 5, network=same("n"), nickname=lambda n: f"好房推荐{'abcdefgh'[n]}"),
        Sign.NETWORK_NAMES,
    ),
    "twenty from one line in ten minutes": (people(20, 0.5, address=same("a")), Sign.ADDRESS),
    "four that say the same with another number each": (
        people(4, 600, words=lambda n: f"{SPAM}1380000{n:04}"),
        Sign.WORDS,
    ),
    "at the counter, but all saying the same": (
        people(4, 5, at_counter=same(True), words=same(SPAM)),
        Sign.WORDS,
    ),
}
BUSY_DAYS = {
    "three generations on one tablet in one evening": people(
        5, 20, browser=same("b"), address=same("a"), nickname=lambda n: ["爷爷", "奶奶", "爸爸", "妈妈", "小宝"][n]
    ),
    "a family whose numbers follow each other": people(
        4, 3, numbers=same("h"), address=same("a"), nickname=lambda n: f"老王家{n}"
    ),
    "thirty owners helped at the counter in a day": people(
        30, 16, address=same("a"), browser=same("b"), at_counter=same(True), nickname=lambda n: f"三栋业主{n}"
    ),
    "a queue at the counter on the day of the keys": people(
        40, 0.4, address=same("a"), browser=same("b"), at_counter=same(True)
    ),
    "an office's Wi-Fi without the form open": people(30, 16, address=same("a"), browser=lambda n: f"b{n}"),
    "forty from one mobile network in the hour after a letter": people(
        40, 1.5, address=same("a"), network=same("n"), nickname=lambda n: f"业主{n}"
    ),
    "everybody is called owner": people(12, 4, address=same("a"), nickname=lambda n: f"金水湾业主{n}"),
    "nobody chose a nickname": people(12, 4, address=same("a"), network=same("n"), nickname=same("")),
    "one browser, but over two days": people(6, 500, browser=same("b")),
    "short words that everybody says": people(6, 5, words=same("同求，支持楼主！")),
    "four complaints about one lift in words of their own": [
        Arrival(user_id=n, at=START, words=words)
        for n, words in enumerate(
            (
                "三号楼左边的电梯今天早上又停了，老人下不来楼，请物业尽快派人来修",
                "电梯又坏了！我家在十八楼，抱着孩子爬楼梯，这已经是这个月的第三次",
                "想问一下三栋的电梯到底什么时候能修好，维保单位是哪一家，有没有检测报告",
                "电梯困人半小时才有人来，值班电话没人接，这样的应急响应实在让人不放心",
            )
        )
    ],
    "marks that nobody knows": people(30, 0.1),
}


@pytest.mark.parametrize("label", BURSTS)
def test_burst_is_seen_with_its_last_sign_up_and_not_before(label: str) -> None:
    arrivals, sign = BURSTS[label]

    assert sign in signs_of(arrivals[-1], arrivals)
    assert signs_of(arrivals[-2], arrivals[:-1]) == {}


@pytest.mark.parametrize("label", BUSY_DAYS)
def test_busy_day_gathers_nobody(label: str) -> None:
    arrivals = BUSY_DAYS[label]

    assert [signs for one in arrivals if (signs := signs_of(one, arrivals))] == []


def test_signs_name_those_who_came_together_and_nobody_else() -> None:
    together = people(6, 1, browser=same("b"))
    stranger = Arrival(user_id=99, at=START, browser="other", address="a")

    assert signs_of(together[-1], [*together, stranger]) == {Sign.BROWSER: frozenset(range(1, 7))}


@pytest.mark.parametrize(
    ("nickname", "bones"),
    [
        ("福满多01", "福满多"),
        ("福满多２号", "福满多"),
        ("福滿多 b", "福满多"),
        ("业主12", ""),
        ("金水湾邻居", ""),
        ("A", ""),
        ("", ""),
        ("Tony", "tony"),
    ],
)
def test_name_bones_leave_out_what_counts_and_what_anybody_is_called(nickname: str, bones: str) -> None:
    assert name_bones(nickname) == bones
