"""Amounts of money as offices write them, read to whole fen."""

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from owners.registry.values import Cell, compact

_MOST = Decimal(10) ** 10
_FREE = {"免", "免费", "免收", "减免", "零", "零元"}
_SIGN = re.compile(r"^(?:RMB|CNY|人民币|¥|￥|\$)+", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d*)?|\.\d+)(?:E\+?(?P<power>\d{1,2}))?"
    r"(?P<many>千|万|萬|亿|億)?(?:元|圆|圓|块|RMB|CNY|人民币)?(?:整|正)?",
    re.IGNORECASE,
)
_YUAN_JIAO = re.compile(r"(?P<yuan>\d+)(?:元|块)(?:(?P<jiao>\d)角)?(?:(?P<fen>\d)分)?(?:整|正)?")
_MANY = {"千": 1_000, "万": 10_000, "萬": 10_000, "亿": 10**8, "億": 10**8}
_CAPITALS = dict(zip("零壹贰叁肆伍陆柒捌玖〇一二三四五六七八九", (*range(10), *range(10)), strict=True)) | {
    "貳": 2, "叄": 3, "陸": 6, "两": 2, "兩": 2,
}  # fmt: skip
_TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}
_WRITTEN_OUT = re.compile(
    rf"(?P<yuan>[{''.join(_CAPITALS)}{''.join(_TENS)}万萬亿億]+)[元圆圓]"
    rf"(?:(?P<jiao>[{''.join(_CAPITALS)}])角)?零?(?:(?P<fen>[{''.join(_CAPITALS)}])分)?(?:整|正)?"
)


class MoneyUnreadable(ValueError):
    """No amount: words, a formula's error, a number out of all proportion."""


def read_money(cell: Cell) -> int | None:
    """Fen from `1280`, `¥1,280.00`, `1280元`, `1.28万`, `（1,280）`, `-35`, `壹仟贰佰捌拾元整`, `免`.

    Brackets and a minus sign make it negative. Half a fen goes up. None for an empty cell. Raises
    MoneyUnreadable.
    """
    text = compact(cell).replace("−", "-").replace("–", "-")
    if not text:
        return None
    if text in _FREE:
        return 0
    negative = False
    if match := re.fullmatch(r"\((.+)\)", text):
        text, negative = match[1], True
    while text[:1] in {"-", "+"} or _SIGN.match(text):
        if text[:1] in {"-", "+"}:
            negative ^= text[0] == "-"
            text = text[1:]
        else:
            text = _SIGN.sub("", text)
    fen = _fen(text)
    return -fen if negative else fen


def _fen(text: str) -> int:
    if match := _YUAN_JIAO.fullmatch(text):
        return int(match["yuan"]) * 100 + int(match["jiao"] or 0) * 10 + int(match["fen"] or 0)
    if match := _AMOUNT.fullmatch(text):
        try:
            amount = Decimal(match["number"].replace(",", "")).scaleb(int(match["power"] or 0))
        except InvalidOperation:
            raise MoneyUnreadable from None
        return _whole(amount * _MANY.get(match["many"] or "", 1))
    if match := _WRITTEN_OUT.fullmatch(text):
        small = _CAPITALS.get(match["jiao"] or "", 0) * 10 + _CAPITALS.get(match["fen"] or "", 0)
        return _whole(Decimal(_written_out(match["yuan"]))) + small
    raise MoneyUnreadable


def _whole(yuan: Decimal) -> int:
    if abs(yuan) >= _MOST:
        raise MoneyUnreadable
    return int((yuan * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _written_out(text: str) -> int:
    """壹万贰仟叁佰 → 12300."""
    total = part = digit = 0
    for character in text:
        if character in _CAPITALS:
            digit = _CAPITALS[character]
        elif character in _TENS:
            part += (digit or 1) * _TENS[character]
            digit = 0
        else:
            total = (total + part + digit) * _MANY[character]
            part = digit = 0
    return total + part + digit


def yuan_of(fen: int) -> int | float:
    """For reports: whole yuan as an integer, else with two digits."""
    return fen // 100 if fen % 100 == 0 else fen / 100
