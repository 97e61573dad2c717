"""Cells of a register as property offices fill them: text, numbers, dates, areas.

Every reader here takes what a cell holds (`Cell`) and answers what it means, or says which problem
it has; none raises on bad input.
"""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation

type Cell = str | int | float | bool | date | datetime | Decimal | None

# What people write into a cell that they have nothing for.
_NOTHING = {"", "无", "無", "没有", "暂无", "未知", "不详", "未填", "空", "N/A", "NA", "NONE", "NULL", "NIL", "#N/A"}
_ONLY_MARKS = re.compile(r"[\W_]*", re.UNICODE)
_SPREADSHEET_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 367, 73_050  # 1901 … 2099
_EXPONENT = re.compile(r"(\d)(?:\.(\d+))?[Ee]\+?(\d+)")
_CHINESE_DIGITS = dict(zip("〇一二三四五六七八九零○两", (*range(10), 0, 0, 2), strict=True))
_NUMERIC_DATE = re.compile(
    r"(?P<year>\d{4}|\d{2})(?:年|[-/.])(?P<month>\d{1,2})(?:(?:月|[-/.])(?:(?P<day>\d{1,2})[日号]?)?)?"
)
_TIME_OF_DAY = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_COMPACT_DATE = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})?")
_AREA = re.compile(r"(?:约|建筑面积|面积)?(\d+(?:\.\d+)?)(?:㎡|m2|m²|平方米|平米|平方|平|M2)?")


def text_of(cell: Cell) -> str:
    """What the cell says, in half-width characters, with single spaces; empty for 无, -, / and the like."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", str(cell)).replace("\u200b", "")).strip()
    return "" if text.upper() in _NOTHING or _ONLY_MARKS.fullmatch(text) else text


def compact(cell: Cell) -> str:
    """`text_of` without any space."""
    return text_of(cell).replace(" ", "")


def from_exponent(text: str) -> str | None:
    """The digits of `1.3800001009E+10`, if all of them are there; None if the spreadsheet lost some."""
    match = _EXPONENT.fullmatch(text)
    if match is None:
        return text
    whole, fraction, power = match[1], match[2] or "", int(match[3])
    return whole + fraction if len(fraction) == power else None


def chinese_number(text: str) -> int | None:
    """`三` → 3, `十二` → 12, `二十一` → 21, `二〇一九` → 2019; None for anything else."""
    if not text or any(character not in _CHINESE_DIGITS and character != "十" for character in text):
        return None
    if "十" not in text:
        return int("".join(str(_CHINESE_DIGITS[character]) for character in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_CHINESE_DIGITS[tens] if tens else 1) * 10 + (_CHINESE_DIGITS[ones] if ones else 0)


class DateUnreadable(ValueError):
    """No day of the calendar: a thirteenth month, words, a number out of range."""


def read_date(cell: Cell) -> tuple[date | None, bool]:
    """The day, and whether it was given to the day (`2019.3` is the first of March, but not exact).

    Understands 2019/3/5, 2019-03-05, 2019.3.5, 2019年3月5日, 20190305, 2019.3, 二〇一九年三月五日,
    spreadsheet serial numbers and real dates. (None, True) for an empty cell. Raises DateUnreadable.
    """
    if isinstance(cell, datetime):
        return cell.date(), True
    if isinstance(cell, date):
        return cell, True
    text = compact(_TIME_OF_DAY.sub("", text_of(cell)))
    if not text:
        return None, True
    if match := _COMPACT_DATE.fullmatch(text):
        return _day(match["year"], match["month"], match["day"])
    if re.fullmatch(r"\d+(\.0+)?", text) and _FIRST_SERIAL <= float(text) <= _LAST_SERIAL and len(text) != 4:
        return _SPREADSHEET_EPOCH + timedelta(days=int(float(text))), True
    if re.fullmatch(r"\d{5}\.\d{3,}", text):
        return read_date(int(float(text)))
    match = _NUMERIC_DATE.fullmatch(in_digits(text))
    if match is None:
        raise DateUnreadable
    return _day(match["year"], match["month"], match["day"])


def in_digits(text: str) -> str:
    """二〇一九年三月五日 → 2019年3月5日."""
    return re.sub(
        r"[〇零○一二三四五六七八九十]+(?=[年月日号])",
        lambda run: str(chinese_number(run[0]) if chinese_number(run[0]) is not None else run[0]),
        text,
    )


def _day(year: str, month: str, day: str | None) -> tuple[date, bool]:
    full_year = int(year) if len(year) == 4 else int(year) + (1900 if int(year) > 30 else 2000)
    try:
        return date(full_year, int(month), int(day or 1)), day is not None
    except ValueError:
        raise DateUnreadable from None


def read_area(cell: Cell) -> Decimal | None:
    """Square metres from `120.5`, `122.1㎡`, `1,200 平方米`. None for an empty cell. Raises ValueError."""
    text = compact(cell).replace(",", "")
    if not text:
        return None
    match = _AREA.fullmatch(text)
    if match is None:
        raise ValueError("no area")
    try:
        area = Decimal(match[1]).quantize(Decimal("0.01"))
    except InvalidOperation:
        raise ValueError("no area") from None
    if not 0 < area < 1_000_000:
        raise ValueError("no area")
    return area
