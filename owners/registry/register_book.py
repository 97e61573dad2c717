"""The registry of an estate in the office's own layout: the columns of the list that it sent in."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from owners.models import WHOLE, ColumnMapping, ContactKind, Estate, ImportKind, Residency, ResidencyRole, Unit
from owners.registry.columns import CoOwnerColumns, Field, co_owner_columns
from owners.registry.labels import FIELD_LABELS
from owners.registry.report_book import OPTIONS, sheet_name

type Value = str | Decimal | date | None
type Owners = Sequence[Residency]

_CHUNK = 500
_BETWEEN = "、"
_PLAIN = (
    Field.BUILDING, Field.ENTRANCE, Field.ROOM, Field.AREA, Field.NAME, Field.PHONE, Field.HANDED_OVER,
    Field.TITLE_KIND,
)  # fmt: skip


def layout_of(estate: Estate) -> list[tuple[str, str]]:
    """(title, meaning) of each column as the office's register has them; a plain layout if it never sent one."""
    mapping = ColumnMapping.objects.filter(estate=estate, kind=ImportKind.REGISTER).first()
    if mapping is None:
        return [(str(FIELD_LABELS[field]), field.value) for field in _PLAIN]
    return [(column.title, column.meaning) for column in mapping.columns.all()]


def register_workbook(estate: Estate, columns: Sequence[tuple[str, str]]) -> Iterator[list[Value]]:
    """The header, then a row for each unit with its owners of today, as values.

    Columns that mean nothing to the registry stay empty. It opens personal data: whoever calls it
    has asked who may, and has written down who did, before.
    """
    yield [title for title, _meaning in columns]
    apart = _co_owner_columns(columns)
    alone = Field.BUILDING not in {meaning for _title, meaning in columns}
    for unit in _units(estate):
        # Where columns of their own name the co-owners, the others are about the first owner.
        main = unit.owning[:1] if apart else unit.owning
        values = [_VALUES[Field(meaning)](unit, main) if meaning in _VALUES else None for _title, meaning in columns]
        for position, (_title, meaning) in enumerate(columns):
            if meaning == Field.SHARE:
                values[position] = _joined(unit.owning, _share)
            elif meaning == Field.ROOM and alone:
                # One column for the whole address.
                values[position] = str(unit)
        for columns_of, owners in zip(apart, _one_each(unit.owning[1:], len(apart)), strict=True):
            _fill_in(values, columns_of, owners)
        yield values


def _co_owner_columns(columns: Sequence[tuple[str, str]]) -> list[CoOwnerColumns]:
    """The columns of each further owner; none where the layout has no column for their names."""
    titles = [title for title, _meaning in columns]
    meanings = [Field(meaning) if meaning else None for _title, meaning in columns]
    return [one for one in co_owner_columns(titles, meanings) if one.name is not None]


def _one_each[Thing](things: Sequence[Thing], places: int) -> list[Sequence[Thing]]:
    """One to each place, and all that are left to the last."""
    return [things[place : place + 1] if place + 1 < places else things[place:] for place in range(places)]


def _fill_in(values: list[Value], columns: CoOwnerColumns, owners: Owners) -> None:
    assert columns.name is not None
    values[columns.name] = _joined(owners, lambda owner: owner.person.name)
    if columns.phones:
        values[columns.phones[0]] = _joined(owners, lambda owner: _first(_phones(owner, main=True)))
        if len(owners) == 1:
            numbers = _phones(owners[0], main=True) + _phones(owners[0], main=False)
            for column, some in zip(columns.phones, _one_each(numbers, len(columns.phones)), strict=True):
                values[column] = _BETWEEN.join(some)
    if columns.id_number is not None:
        values[columns.id_number] = _joined(owners, lambda owner: owner.person.id_number.open())


def write_register(stream: IO[bytes], *, estate: Estate, columns: Sequence[tuple[str, str]], mark: str) -> int:
    """The same as an .xlsx file with `mark` on the sheet and in its properties. Says how many units it has."""
    count = 0
    with xlsxwriter.Workbook(stream, OPTIONS) as made:
        made.set_properties({"title": estate.name, "comments": mark})
        target = made.add_worksheet(sheet_name(_("Register"), made))
        target.set_column(0, max(len(columns) - 1, 0), 14)
        target.set_footer(f"&L{mark.replace('&', '&&')}&R&P / &N")
        bold = made.add_format({"bold": True, "bottom": 1})
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        target.write_string(0, 0, mark)
        target.freeze_panes(2, 0)
        for count, row in enumerate(register_workbook(estate, columns)):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    target.write_datetime(count + 1, column, value, day)
                elif isinstance(value, Decimal):
                    target.write_number(count + 1, column, value)
                elif value:
                    target.write_string(count + 1, column, value, bold if count == 0 else None)
    return count


def _units(estate: Estate) -> Iterator[Any]:
    """By building as people count, in chunks: each with `owning`, its owners of today, the owner first."""
    order = ("entrance__building__sort", "entrance__building_id", "entrance_id", "id")
    units = Unit.objects.of_estate(estate.pk).with_address().order_by(*order)
    yield from units.prefetch_related(Prefetch("residencies", queryset=_owners(), to_attr="owning")).iterator(_CHUNK)


def _owners() -> QuerySet[Residency]:
    roles = (ResidencyRole.OWNER, ResidencyRole.CO_OWNER)
    owners = Residency.objects.open().filter(role__in=roles).order_by("-role", "id")
    return owners.select_related("person__naming", "person__identity").prefetch_related("person__reach")


def _joined(owners: Owners, say: Callable[[Residency], str]) -> str:
    said = [say(owner) for owner in owners]
    return _BETWEEN.join(said) if any(said) else ""


def _phones(owner: Residency, *, main: bool) -> list[str]:
    numbers = [one for one in owner.person.reach.all() if one.kind == ContactKind.PHONE and one.until is None]
    return [one.value.open().removeprefix("+86") for one in numbers if one.main is main]


def _first(texts: list[str]) -> str:
    return texts[0] if texts else ""


def _share(owner: Residency) -> str:
    return f"{Decimal(owner.share * 100) / WHOLE:f}%" if owner.share else ""


_VALUES: dict[Field, Callable[[Unit, Owners], Value]] = {
    Field.PHASE: lambda unit, _owners: unit.entrance.building.phase,
    Field.BUILDING: lambda unit, _owners: unit.entrance.building.number,
    Field.ENTRANCE: lambda unit, _owners: unit.entrance.number,
    Field.ROOM: lambda unit, _owners: unit.room,
    Field.AREA: lambda unit, _owners: unit.area,
    Field.HANDED_OVER: lambda unit, _owners: unit.handed_over_on,
    Field.TITLE_KIND: lambda unit, _owners: unit.get_title_kind_display(),
    Field.NAME: lambda _unit, owners: _joined(owners, lambda owner: owner.person.name),
    Field.PHONE: lambda _unit, owners: _joined(owners, lambda owner: _first(_phones(owner, main=True))),
    Field.MORE_PHONES: lambda _unit, owners: _joined(
        owners[:1], lambda owner: _BETWEEN.join(_phones(owner, main=False))
    ),
    Field.EMAIL: lambda _unit, owners: _joined(owners[:1], lambda owner: owner.person.email.open()),
    Field.ID_NUMBER: lambda _unit, owners: _joined(owners, lambda owner: owner.person.id_number.open()),
    Field.BIRTH: lambda _unit, owners: _joined(owners, lambda owner: owner.person.born.open()),
    Field.SHARE: lambda _unit, owners: _joined(owners, _share),
}
