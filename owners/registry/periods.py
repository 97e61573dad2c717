"""The months that a fee is for, as offices write them: `2026年1月–6月`, `第一季度`, `202601`, `2026年度`."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from owners.registry.values import Cell, DateUnreadable, compact, in_digits, read_date

_YEAR = r"(?:(?P<{0}>(?:20)?\d{{2}})(?:年度?|[-./]))"
_MONTH = r"(?P<{0}>1[0-2]|0?[1-9])"
_DAY = r"(?:月(?:份|\d{1,2}[日号]?)?|[-./]\d{1,2}[日号]?)?"
_TO = r"(?:-+|~|至|到|—+|–|―|~)"
_MONTHS = re.compile(
    rf"{_YEAR.format('year')}?{_MONTH.format('first')}{_DAY}(?:{_TO}{_YEAR.format('until')}?{_MONTH.format('last')}{_DAY})?"
)
_COMPACT = re.compile(r"(?P<year>20\d{2})(?P<first>0[1-9]|1[0-2])(?:-+(?P<until>20\d{2})(?P<last>0[1-9]|1[0-2]))?")
_QUARTER = re.compile(
    r"(?:(?P<year>(?:20)?\d{2})年?度?[-./]?)?(?:第?(?P<number>[1-4])季度?|Q(?P<q>[1-4])|(?P<q2>[1-4])Q)"
)
_HALF = re.compile(r"(?:(?P<year>(?:20)?\d{2})年?度?)?(?P<half>[上下])半年度?")
_WHOLE_YEAR = re.compile(r"(?P<year>20\d{2})(?:年度?|全年)*")
_HALVES = {"上": (1, 6), "下": (7, 12)}
_ANYWHERE = re.compile(
    r"(?:20\d{2})年?度?(?:[上下]半年|第?[1-4一二三四]季度|Q[1-4]|(?:1[0-2]|0?[1-9])月?(?:[-~至到—–]+(?:1[0-2]|[1-9]))?月)?"
)
_LONGEST = 120


class PeriodUnreadable(ValueError):
    """No months can be made of it, or it has no year."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months: `first` is the first day of the first one."""

    first: date
    months: int = 1

    @property
    def last(self) -> date:
        """The first day of the last month."""
        month = self.first.year * 12 + self.first.month - 1 + self.months - 1
        return date(month // 12, month % 12 + 1, 1)


def read_period(cell: Cell, *, year: int | None = None) -> Period | None:
    """The months of a cell; `year` is the year where the cell names none. None for an empty cell.

    Raises PeriodUnreadable.
    """
    if isinstance(cell, date | datetime):
        return Period(date(cell.year, cell.month, 1))
    if isinstance(cell, float) and 2000 < cell < 2100 and round(cell % 1, 4) == 0.1:
        # Was it January or October? As a number, 2026.10 is 2026.1.
        raise PeriodUnreadable
    text = in_digits(compact(cell)).upper().replace("年度", "年").removesuffix("物业费").removesuffix("账期")
    text = re.sub(r"^(\d)(?=季度?$)|第([一二三四])季", lambda found: found[0], text)
    if not text:
        return None
    found = _named(text, year) or _months(text, year)
    if found is not None:
        return found
    try:
        day, _exact = read_date(cell)
    except DateUnreadable:
        raise PeriodUnreadable from None
    if day is None:
        raise PeriodUnreadable
    return Period(day.replace(day=1))


def period_between(first: date, last: date) -> Period:
    """The months from one day to another. Raises PeriodUnreadable if they go backwards or on for ever."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if not 1 <= months <= _LONGEST:
        raise PeriodUnreadable
    return Period(first.replace(day=1), months)


def period_in(text: str) -> Period | None:
    """The months that a title names among other words: `金水湾2026年物业费收缴明细` → all of 2026."""
    found = _ANYWHERE.search(in_digits(compact(text)))
    try:
        return read_period(found[0]) if found else None
    except PeriodUnreadable:
        return None


def _named(text: str, year: int | None) -> Period | None:
    """A quarter, half a year, a year."""
    if match := _QUARTER.fullmatch(re.sub("[一二三四]", lambda number: str("一二三四".index(number[0]) + 1), text)):
        number = int(match["number"] or match["q"] or match["q2"])
        return Period(date(_year(match["year"], year), number * 3 - 2, 1), 3)
    if match := _HALF.fullmatch(text):
        first, _last = _HALVES[match["half"]]
        return Period(date(_year(match["year"], year), first, 1), 6)
    if match := _WHOLE_YEAR.fullmatch(text):
        return Period(date(int(match["year"]), 1, 1), 12)
    return None


def _months(text: str, year: int | None) -> Period | None:
    match = _COMPACT.fullmatch(text) or _MONTHS.fullmatch(text)
    if match is None:
        return None
    if match.re is _MONTHS and match["year"] is None and "月" not in text and match["last"] is None:
        # A bare `3` says as little as a bare `45`.
        raise PeriodUnreadable
    first_year = _year(match["year"], year)
    first = date(first_year, int(match["first"]), 1)
    if match["last"] is None:
        return Period(first)
    last_year = _year(match["until"], first_year)
    return period_between(first, date(last_year, int(match["last"]), 1))


def _year(said: str | None, otherwise: int | None) -> int:
    if said is None:
        if otherwise is None:
            raise PeriodUnreadable
        return otherwise
    return int(said) if len(said) == 4 else 2000 + int(said)
