"""What a list of people may hold: of which class each column is, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.models import ExportRequest, Residency
from owners.personal import FIELDS, DataClass, masked, value_of
from owners.querysets import ResidencyQuerySet

PERSONAL = ("name", "phone", "email", "id_number", "born")


@dataclass(frozen=True, slots=True)
class Column:
    """`data_class` is None for facts that staff share (L1)."""

    name: str
    label: Any
    width: int
    data_class: DataClass | None
    write: Callable[[Residency, bool], str]


def _personal(name: str) -> Callable[[Residency, bool], str]:
    def write(residency: Residency, in_full: bool) -> str:
        if not in_full:
            return masked(residency.person, name)
        full = value_of(residency.person, name)
        # As offices type it: without blanks, so that a sheet can be compared and sorted.
        return FIELDS[name].write(full).replace(" ", "") if name == "phone" and full else full

    return write


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("unit", _("Home"), 20, None, lambda residency, _full: str(residency.unit)),
        Column("role", _("As"), 10, None, lambda residency, _full: str(residency.get_role_display())),
        Column(
            "since",
            pgettext_lazy("residency", "Since"),
            12,
            None,
            lambda residency, _full: residency.since.isoformat() if residency.since else "",
        ),
        *(Column(name, FIELDS[name].label, 18, FIELDS[name].data_class, _personal(name)) for name in PERSONAL),
    )
}


def residencies_of(export: ExportRequest) -> ResidencyQuerySet:
    """Who is in the list: those who own, or live in, a home there today."""
    rows: ResidencyQuerySet = Residency.objects.open().of_estate(export.estate_id)
    if export.building_id:
        rows = rows.filter(unit__entrance__building_id=export.building_id)
    return rows.of_owners() if export.owners_only else rows


def with_people(rows: ResidencyQuerySet) -> QuerySet[Residency]:
    return rows.select_related("person__naming", "person__identity", "unit__entrance__building").prefetch_related(
        "person__reach"
    )


def chosen(export: ExportRequest) -> list[tuple[Column, bool]]:
    """The columns in the order of COLUMNS, each with whether in full."""
    return [(COLUMNS[name], full) for name, full in export.choices.items() if name in COLUMNS]


def in_full(export: ExportRequest, *classes: DataClass) -> list[str]:
    """The personal fields that leave in full, of these classes."""
    return [column.name for column, full in chosen(export) if full and column.data_class in classes]
