"""Quiet courtyard pictures, drawn by Pillow: for the demonstration, where no photograph may be used.

    landscape(7, "云栖台园林改造完成") -> bytes of a JPEG, 1600 × 1000

The same seed and title always give the same bytes; the title chooses the motif where it names one.
"""

import io
import random
from collections.abc import Callable

from home.pictures import indoors, outdoors
from home.pictures.canvas import PALETTES, Canvas

WIDTH, HEIGHT = 1600, 1000

MOTIFS: dict[str, Callable[[Canvas], None]] = {
    "towers": outdoors.towers,
    "garden": outdoors.garden,
    "lobby": indoors.lobby,
    "lanterns": outdoors.lanterns,
    "water": outdoors.water,
    "party": indoors.party,
}

# Words of titles that ask for a motif; the first that occurs decides.
_NAMED = {
    "lobby": "电梯 大堂 门禁 物业服务 维保 消防",
    "lanterns": "中秋 元宵 灯 春节 新年 端午 夜",
    "party": "活动 邻里节 派对 运动会 百家宴 会员 亲子 读书 生日",
    "garden": "园林 花园 绿化 花 树 园 春",
    "water": "湖 水 泳 河 喷泉 雨",
    "towers": "封顶 交付 开盘 楼 工程 外立面 建设",
}


def motif_of(seed: int, title: str) -> str:
    """The motif that the title is the name of, or names in words; else one by the dice."""
    if title in MOTIFS:
        return title
    for motif, words in _NAMED.items():
        if any(word in title for word in words.split()):
            return motif
    return random.Random(f"{seed}:motif").choice(list(MOTIFS))  # noqa: S311 - a picture, not a secret


def landscape(seed: int, title: str = "", *, motif: str = "") -> bytes:
    """A picture for a title; `motif` insists on one of MOTIFS."""
    motif = motif or motif_of(seed, title)
    rng = random.Random(f"{seed}:{title}:{motif}")  # noqa: S311 - a picture, not a secret
    palettes = [palette for palette in PALETTES if motif in palette.fits]
    canvas = Canvas(WIDTH, HEIGHT, rng.choice(palettes), rng)
    MOTIFS[motif](canvas)
    out = io.BytesIO()
    canvas.finished().save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()


__all__ = ["HEIGHT", "MOTIFS", "WIDTH", "landscape", "motif_of"]
