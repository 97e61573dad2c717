"""Queries of the hottest pages, put into SQL once in a process and then only filled in.

Django builds a query anew each time it is asked; for a query that every request asks, that costs more than the
database takes to answer it. A `Prepared` keeps the SQL of a queryset and asks with other values:

    ROLES = Prepared(lambda user_id: StaffRole.objects.filter(user_id=user_id).values_list("role", "estate_id"))
    ROLES.rows(user_id=7)

The queryset stays the one place that says what is asked; tests compare both ways.
"""

from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils.timezone import localdate

from portal.worktime import at_clock, now, today

type Value = int | str | datetime | Collection[int] | Collection[str]
type Fill = Callable[[dict[str, list[Any]], datetime], Any]

# While a query is prepared the clock stands here: a moment near it among the parameters is so far from now.
_STANDING = datetime(2187, 6, 1, 4, 0, tzinfo=UTC)
_FAR = timedelta(days=20 * 365)
_SINGLE = (int, str, datetime)
# What stands for a value until there is one: nobody has written these.
_MARK = "\ue000"
# Within four bytes: a number that a column can't hold would be left out of the comparison.
_NUMBER = 2_147_000_000
_LATER = datetime(2400, 1, 1, tzinfo=UTC)


class Prepared:
    """`build(**values)` gives a `values_list` queryset; `rows(**values)` its rows as tuples.

    A value is a number, a text, or a collection of them (the SQL is kept per number of elements). Moments and dates
    may come from `portal.worktime` only, plus or minus a span. Values must reach the database as they are: no
    `icontains`, no value that decides how the query is built.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._ready: dict[tuple[object, ...], _Statement | None] = {}

    def rows(self, **values: Value) -> list[tuple[Any, ...]]:
        given = {name: [value] if isinstance(value, _SINGLE) else list(value) for name, value in values.items()}
        shape = (connection.vendor, *((name, len(found)) for name, found in given.items()))
        if shape not in self._ready:
            self._ready[shape] = _prepare(self._build, values, given)
        statement = self._ready[shape]
        return [] if statement is None else statement.rows(given)


class _Statement:
    def __init__(self, sql: str, fills: list[Fill], converters: list[tuple[int, list[Any], Any]]) -> None:
        self._sql, self._fills, self._converters = sql, fills, converters

    def rows(self, given: dict[str, list[Any]]) -> list[tuple[Any, ...]]:
        moment = now()
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [fill(given, moment) for fill in self._fills])
            found = cursor.fetchall()
        if not self._converters:
            return list(found)
        rows = []
        for row in map(list, found):
            for place, convert, expression in self._converters:
                value = row[place]
                for one in convert:
                    value = one(value, expression, connection)
                row[place] = value
            rows.append(tuple(row))
        return rows


def _prepare(
    build: Callable[..., QuerySet[Any, Any]], values: dict[str, Value], given: dict[str, list[Any]]
) -> "_Statement | None":
    """The statement for values of this shape; None if such a query can't find anything."""
    marks: dict[object, tuple[str, int]] = {}
    marked: dict[str, Value] = {}
    for name, found in given.items():
        own = []
        for place, value in enumerate(found):
            mark = _mark(value, len(marks))
            marks[mark] = (name, place)
            own.append(mark)
        marked[name] = own[0] if isinstance(values[name], _SINGLE) else own
    with at_clock(_STANDING):
        compiler = build(**marked).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None
    seen: set[object] = set()
    fills = [_fill(param, marks, seen) for param in params]
    if missing := marks.keys() - seen:
        raise ValueError(f"{sorted(marks[mark][0] for mark in missing)} did not reach the database as they were given")
    columns = [column[0] for column in compiler.select]
    converters = [(place, *both) for place, both in compiler.get_converters(columns).items()]
    return _Statement(sql, fills, converters)


def _fill(param: Any, marks: dict[object, tuple[str, int]], seen: set[object]) -> Fill:
    if isinstance(param, list):
        inner = [_fill(one, marks, seen) for one in param]
        return lambda given, moment: [fill(given, moment) for fill in inner]
    if isinstance(param, int | str) and param in marks:
        seen.add(param)
        name, place = marks[param]
        # psycopg sends numbers by their width: as the field had it.
        as_sent = type(param) if isinstance(param, int) else str
        return lambda given, moment: as_sent(given[name][place])
    moment = _moment(param)
    if moment is not None and moment in marks:
        seen.add(moment)
        name, place = marks[moment]
        return lambda given, at: connection.ops.adapt_datetimefield_value(given[name][place])
    if moment is not None and abs(moment - _STANDING) < _FAR:
        return _moving_moment(moment - _STANDING)
    if (day := _day(param)) is not None:
        return _moving_day(day - localdate(_STANDING))
    return lambda given, moment: param


def _mark(value: Any, number: int) -> Any:
    if isinstance(value, datetime):
        return _LATER + timedelta(seconds=number)
    return _NUMBER + number if isinstance(value, int) else f"{_MARK}{number}"


def _moving_moment(away: timedelta) -> Fill:
    return lambda given, moment: connection.ops.adapt_datetimefield_value(moment + away)


def _moving_day(away: timedelta) -> Fill:
    return lambda given, moment: connection.ops.adapt_datefield_value(today() + away)


def _moment(param: Any) -> datetime | None:
    """A parameter as a moment, if it is one; SQLite has it as text."""
    if isinstance(param, str) and len(param) > 10 and param[:2] in {"21", "24"}:
        try:
            param = datetime.fromisoformat(param)
        except ValueError:
            return None
    if not isinstance(param, datetime):
        return None
    return param.replace(tzinfo=param.tzinfo or UTC)


def _day(param: Any) -> date | None:
    """A parameter as a date reckoned from the clock, if it is one."""
    if isinstance(param, str) and len(param) == 10 and param[:2] == "21":
        try:
            param = date.fromisoformat(param)
        except ValueError:
            return None
    if not isinstance(param, date) or isinstance(param, datetime):
        return None
    return param if abs(param - _STANDING.date()) < _FAR else None
