"""Registers made on the spot, and the shortest way to import one."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from openpyxl import Workbook

from owners.actions.imports import import_list
from owners.models import Estate, ImportKind
from owners.registry.report import ImportReport

# A loaded machine is slow, which is no fault of the readers.
hypothesis_settings.register_profile("registry", deadline=None, max_examples=80)
hypothesis_settings.load_profile("registry")

HEADER = ["楼栋", "单元", "房号", "业主姓名", "手机号码", "身份证号"]


@pytest.fixture
def workbook(tmp_path: Path) -> Callable[..., Path]:
    """`workbook(rows)` or `workbook(sheets={title: rows}, merge=["A2:A3"])` → an .xlsx file."""

    def make(
        rows: Sequence[Sequence[Any]] = (),
        *,
        sheets: dict[str, Sequence[Sequence[Any]]] | None = None,
        merge: Sequence[str] = (),
        name: str = "register.xlsx",
    ) -> Path:
        book = Workbook()
        book.remove(book.active)
        for title, content in (sheets or {"台账": rows}).items():
            sheet = book.create_sheet(title)
            for row in content:
                sheet.append(list(row))
            for area in merge:
                sheet.merge_cells(area)
        path = tmp_path / name
        book.save(path)
        return path

    return make


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    def make(
        rows: Sequence[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",", name: str = "register.csv"
    ) -> Path:
        path = tmp_path / name
        with path.open("w", encoding=encoding, newline="") as stream:
            csv.writer(stream, delimiter=delimiter).writerows(rows)
        return path

    return make


@pytest.fixture
def importing(estate: Estate) -> Callable[..., ImportReport]:
    """Imports a file into the estate; a register, unless another kind is named."""

    def run(path: Path, *, kind: str = ImportKind.REGISTER, dry_run: bool = False) -> ImportReport:
        return import_list(kind=kind, path=path, estate=estate, actor="test", dry_run=dry_run)

    return run
