"""What an import did, or in a dry run would do."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from owners.models import FeeCharge, ImportKind, ImportProblem, ImportRun, Person, Purchase, Residency, Unit
from owners.registry.money import yuan_of
from owners.registry.problems import Problem


@dataclass(frozen=True, slots=True)
class ImportReport:
    """`figures` are what the registry holds afterwards, by the kind of list. `number` is what undoes it."""

    number: int
    data_rows: int
    new: int
    changed: int
    same: int
    rejected: int
    ended: int
    problems: list[Problem]
    figures: dict[str, Any] = field(default_factory=dict)

    @property
    def units(self) -> int:
        return self.figures["units"]

    @property
    def people(self) -> int:
        return self.figures["people"]

    def as_json(self) -> dict[str, object]:
        return {
            "data_rows": self.data_rows,
            **self.figures,
            "problems": [problem.as_json() for problem in self.problems],
            "import": self.number,
            "counts": {
                "new": self.new,
                "changed": self.changed,
                "unchanged": self.same,
                "rejected": self.rejected,
                "ended": self.ended,
            },
            "cells": [{**problem.as_json(), "cell": problem.cell} for problem in self.problems],
        }


def report_of(run: ImportRun) -> ImportReport:
    found = ImportProblem.objects.filter(run=run).order_by("id").iterator(2000)
    return ImportReport(
        number=run.pk,
        data_rows=run.data_rows,
        new=run.rows_new,
        changed=run.rows_changed,
        same=run.rows_same,
        rejected=run.rows_rejected,
        ended=run.ended,
        problems=[Problem(one.row, one.problem, one.severity, one.sheet, one.column) for one in found],
        figures=_FIGURES[run.kind](run),
    )


def _register_figures(run: ImportRun) -> dict[str, Any]:
    lives_here = Residency.objects.open().of_estate(run.estate_id)
    return {
        "units": Unit.objects.of_estate(run.estate_id).count(),
        "people": Person.objects.filter(pk__in=lives_here.values("person_id")).count(),
    }


def _fee_figures(run: ImportRun) -> dict[str, Any]:
    """Months in arrears of each unit that the list names, whatever list they came by."""
    listed = FeeCharge.objects.filter(listed_in=run).values("unit_id")
    owed: defaultdict[int, int] = defaultdict(int)
    for unit_id, months in (
        FeeCharge.objects.filter(unit__in=listed).order_by("id").values_list("unit_id", "months_owed").iterator(5000)
    ):
        owed[unit_id] += months
    names = _names_of(owed)
    return {"months_in_arrears": {names[unit_id]: months for unit_id, months in owed.items()}}


def _purchase_figures(run: ImportRun) -> dict[str, Any]:
    """What the people of each unit that the list names have bought, in yuan."""
    listed = Purchase.objects.filter(listed_in=run, unit__isnull=False).values("unit_id")
    spent: defaultdict[int, int] = defaultdict(int)
    for purchase in Purchase.objects.filter(unit__in=listed).order_by("id").iterator(2000):
        assert purchase.unit_id is not None
        spent[purchase.unit_id] += purchase.amount or 0
    names = _names_of(spent)
    return {"purchases_yuan": {names[unit_id]: yuan_of(fen) for unit_id, fen in spent.items()}}


def _names_of(unit_ids: Iterable[int]) -> dict[int, str]:
    """`1-1-101`, with the phase in front where there are several."""
    ids = list(unit_ids)
    parts = ("entrance__building__phase", "entrance__building__number", "entrance__number", "room")
    return {
        pk: "-".join(part for part in address if part)
        for start in range(0, len(ids), 1000)
        for pk, *address in Unit.objects.filter(pk__in=ids[start : start + 1000]).values_list("pk", *parts)
    }


_FIGURES: dict[str, Callable[[ImportRun], dict[str, Any]]] = {
    ImportKind.REGISTER: _register_figures,
    ImportKind.FEES: _fee_figures,
    ImportKind.PURCHASES: _purchase_figures,
}
