"""Search against brute force: what a plain reading of every text finds, the index finds too, and nothing else.

The texts are made from the owners' own words, in both scripts, wide and narrow, capital and small, with
signs and line breaks between; the questions are pieces of them, cut anywhere and written the other way.
"""

import random
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import opencc
import pytest

import search
from search.actions import Entry
from search.asking import read
from search.folding import fold, pieces_of
from search.scope import Scope

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXTS = 1500
QUESTIONS = 400
_PLANTED = "漏水 电梯 白蚁 3栋2单元 WiFi密码 A座 物业费 干净 答复 后面 公里 头发 发票 了解 看着 污水 台阶 面条"
PLANTED = _PLANTED.split()
_WORDS = (
    "车库 暖气 门禁 快递柜 噪音 停车 绿化 路灯 监控 水压 健身 老人 孩子 桂花 会所 公示 业主 维修 什么 时候 "
    "楼道 卫生间 天花板 师傅 谢谢 复印 里面 准备 余额 表示 联系 听说 钟点 制度 WeChat 5G iPhone15 B2 12-3-1501 "
    "3.5元 gym No.7 24小时 ¥280 一〇五 々 ㈱"
)
_BETWEEN = ["", "", "", "", "，", "。", " ", "\n", "、", "！", "：", "-", "（", "）", "…", "\u3000"]
_SCRIPTS = [None, "s2t", "s2tw", "s2hk"]


class Writer:
    """Writes the same thing in the many ways that people do."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.scripts = [opencc.OpenCC(name).convert if name else str for name in _SCRIPTS]

    def otherwise(self, text: str) -> str:
        text = self.chance.choice(self.scripts)(text)
        way = self.chance.randrange(6)
        if way == 0:
            text = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text)
        return text.upper() if way == 1 else text.lower() if way == 2 else text

    def text(self) -> str:
        words = self.chance.choices(_WORDS.split(), k=self.chance.randint(3, 25)) + self.chance.choices(PLANTED, k=2)
        self.chance.shuffle(words)
        return self.otherwise("".join(word + self.chance.choice(_BETWEEN) for word in words))

    def piece_of(self, text: str) -> str:
        at = self.chance.randrange(len(text))
        return self.otherwise(text[at : at + self.chance.randint(2, 5)])


@pytest.fixture
def corpus() -> dict[str, str]:
    """What stands in the index, by number, newest first."""
    writer, minute = Writer(1), count()
    rows = [(str(number), writer.text()[:60], writer.text()) for number in range(TEXTS)]
    search.put_all(
        Entry(
            kind="forum.post",
            ref=ref,
            audience="public",
            title=title,
            text=text,
            url="/",
            when=NOON + timedelta(minutes=next(minute)),
        )
        for ref, title, text in rows
    )
    return {ref: fold(f"{title}\n{text}") for ref, title, text in reversed(rows)}


def brute_force(corpus: dict[str, str], query: str) -> list[str]:
    asked = read(query)
    return [
        ref
        for ref, folded in corpus.items()
        if asked and all(word in folded for word in asked.wanted) and not any(word in folded for word in asked.unwanted)
    ]


def found(viewer, query: str) -> list[str]:
    hits = search.hits(viewer, query, Scope(kinds=["forum.post"])).newest_first()
    return list(hits.values_list("ref", flat=True))


def test_search_finds_what_brute_force_finds(corpus, viewer_of):
    writer, viewer = Writer(2), viewer_of(None)
    texts = list(corpus.values())
    words = [writer.otherwise(word) for word in PLANTED for _ in range(4)]
    single = [char for char in "漏梯栋3a座發" if pieces_of(fold(char))]
    cut = [writer.piece_of(writer.chance.choice(texts)) for _ in range(QUESTIONS)]
    pairs = [f"{one} {other}" for one, other in zip(words, cut, strict=False)]
    without = [f"{one} -{other}" for one, other in zip(words, reversed(words), strict=True)]
    quoted = [f"“{piece}”" for piece in cut[:100]]

    missed = {
        query: len(expected)
        for query in [*words, *single, *cut, *pairs, *without, *quoted]
        if found(viewer, query) != (expected := brute_force(corpus, query))
    }

    assert missed == {}


def test_a_planted_word_is_found_in_whatever_way_it_was_written(corpus, viewer_of):
    """Brute force folds as the index does: this one trusts the writer alone."""
    writer, viewer = Writer(3), viewer_of(None)
    written = {word: [writer.otherwise(word) for _ in range(12)] for word in PLANTED}
    search.put_all(
        Entry(
            kind="forum.post",
            ref=f"{word}-{number}",
            audience="public",
            title="题目",
            text=f"前面{way}后面",
            url="/",
            when=NOON,
        )
        for word, ways in written.items()
        for number, way in enumerate(ways)
    )

    missed = {
        (word, way)
        for word, ways in written.items()
        for way in set(ways)
        if not {f"{word}-{number}" for number in range(12)} <= set(found(viewer, way))
    }

    assert missed == set()
