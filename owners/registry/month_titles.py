"""Titles of columns that stand for months (`1月`, `2026-01`, `1月应收`, `一季度`), and the years that texts name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from owners.registry.values import Cell, in_digits

_YEAR = r"(?:(?P<year>20\d{2}|\d{2}(?=年))(?:年度?|[-./])?)?"
_MONTH = r"1[0-2]|0?[1-9]"
_TITLE = re.compile(
    rf"(?P<before>\D*?){_YEAR}(?P<between>\D*?)(?:(?P<month>{_MONTH})月?(?:[-~至到](?P<last>{_MONTH}))?月份?"
    r"|第?(?P<quarter>[1-4])季度?|Q(?P<q>[1-4])|(?P<half>[上下])半年度?)(?P<rest>\D*)"
)
_COMPACT = re.compile(
    r"(?P<before>\D*?)(?P<year>20\d{2})(?:[-./](?P<month>1[0-2]|0?[1-9])|(?P<digits>1[0-2]|0[1-9]))(?:月份?)?(?P<rest>\D*)"
)
_ENGLISH = re.compile(
    r"(?:(?P<before>20\d{2})[-./]?)?(?P<name>JAN(?:UARY)?|FEB(?:RUARY)?|MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|"
    r"AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|NOV(?:EMBER)?|DEC(?:EMBER)?)(?:[-./]?(?P<year>20\d{2}))?"
)
_NAMES = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# `截止12月欠费` is no month's; nor is what is counted up over several.
_OTHER = re.compile(r"[截止前]|累计|累計|上年|往年|备注|備註|合计|小计|总")
_NOISE = re.compile(r"[()\[\]【】〔〕\s*:、./_\-—]+")
_YUAN = re.compile(r"(?:单位)?(?:人民币)?元$")
_NUMBERS = str.maketrans("一二三四", "1234")
_FIRST_DAY = re.compile(r"(20\d{2})[-/.年](1[0-2]|0?[1-9])[-/.月]0?1日?(?: 0?0:00(?::00)?)?")
_MADE_ON = re.compile(
    r"(?:制表|打印|导出|统计|填表|编制|更新|填报)(?:日期|时间|于|日)?:?20\d{2}[-年./]\d{1,2}[-月./]\d{1,2}日?"
)
_YEARS = re.compile(r"(?<!\d)(20\d{2})(?:(?:0[1-9]|1[0-2])?(?!\d))")


@dataclass(frozen=True, slots=True)
class MonthTitle:
    """`months` months from `first` (1–12) on, of `year` if the title says so; `words` is what else it says."""

    first: int
    months: int = 1
    year: int | None = None
    words: str = ""


def read_month_title(title: str) -> MonthTitle | None:
    """None for titles about anything but some months."""
    text = in_digits(re.sub(r"\s+", "", unicodedata.normalize("NFKC", title)).upper())
    text = re.sub(r"[一二三四](?=季)", lambda found: found[0].translate(_NUMBERS), text)
    if match := _ENGLISH.fullmatch(text):
        year = match["before"] or match["year"]
        return MonthTitle(_NAMES.index(match["name"][:3]) + 1, 1, int(year) if year else None)
    if match := _COMPACT.fullmatch(text):
        found = MonthTitle(
            int(match["month"] or match["digits"]), 1, int(match["year"]), _words(match, "before", "rest")
        )
    elif (match := _TITLE.fullmatch(text)) and _says_month(match):
        found = MonthTitle(*_span(match), _full_year(match["year"]), _words(match, "before", "between", "rest"))
    else:
        return None
    return None if _OTHER.search(found.words) or found.months < 1 else found


def _says_month(match: re.Match[str]) -> bool:
    """A bare number is no month."""
    return match["month"] is None or "月" in match[0]


def _span(match: re.Match[str]) -> tuple[int, int]:
    if match["half"]:
        return (1, 6) if match["half"] == "上" else (7, 6)
    if quarter := match["quarter"] or match["q"]:
        return int(quarter) * 3 - 2, 3
    first = int(match["month"])
    return first, int(match["last"] or first) - first + 1


def _full_year(text: str | None) -> int | None:
    return None if text is None else int(text) if len(text) == 4 else 2000 + int(text)


def _words(match: re.Match[str], *groups: str) -> str:
    return _YUAN.sub("", _NOISE.sub("", "".join(match[group] or "" for group in groups)))


def as_title(cell: Cell) -> Cell:
    """`2026年1月` for the first of January, which spreadsheet programs make of `2026-01`, and for the number 202601."""
    if isinstance(cell, str) and (match := _FIRST_DAY.fullmatch(cell.strip())):
        return f"{match[1]}年{int(match[2])}月"
    if isinstance(cell, date) and cell.day == 1:
        return f"{cell.year}年{cell.month}月"
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 200001 <= cell <= 209912 and cell == int(cell):
        year, month = divmod(int(cell), 100)
        return f"{year}年{month}月" if 1 <= month <= 12 else cell
    return cell


def numbered_month(over: Cell, cell: Cell) -> str | None:
    """`3` under 月份 or 2026年各月 is March."""
    text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
    if not isinstance(over, str) or not re.fullmatch(_MONTH, text) or read_month_title(over) is not None:
        return None
    words, months = re.subn(r"月份|各月|按月|月度", "", over)
    if not months:
        return None
    years = years_in(words)
    words = re.sub(r"20\d{2}(?:年度?)?", "", words)
    return f"{years[0]}年{int(text)}月{words}" if len(years) == 1 else f"{int(text)}月{words}"


def years_in(text: str) -> list[int]:
    """The years that a title names, in their order; a date of making is none."""
    bare = in_digits(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    return sorted({int(year) for year in _YEARS.findall(_MADE_ON.sub("", bare))})


def years_of(titles: Sequence[MonthTitle], texts: Sequence[str]) -> list[int | None]:
    """The year of each title: its own; the one named to its left; else the one that the first text naming any names.

    Months that begin anew (11月, 12月, 1月) need two years in a row. None where it can't be told.
    """
    named = next((years for text in texts if (years := years_in(text))), [])
    rounds = 0
    found: list[int | None] = []
    before: MonthTitle | None = None
    told: int | None = None
    turned: list[int] = []
    for title in titles:
        if title.year is not None:
            told = title.year
        elif before is not None and title.first < before.first:
            rounds, told = rounds + 1, None
        turned.append(rounds)
        found.append(told)
        before = title
    several = any(title.year is not None for title in titles)
    if rounds == 0 and len(named) == 1:
        return [year or named[0] for year in found]
    if not several and rounds == 1 and len(named) == 2 and named[1] == named[0] + 1:
        return [named[turn] for turn in turned]
    return found
