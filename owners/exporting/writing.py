"""The file itself, row by row in constant memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any

import xlsxwriter

from owners.exporting.marks import Mark, harmless, is_dangerous

# Texts stay texts: nothing that somebody typed becomes a formula, a link or a number.
TEXTS_STAY_TEXTS: dict[str, Any] = {
    "constant_memory": True,
    "in_memory": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write_xlsx(
    file: IO[bytes], *, title: str, mark: Mark, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> int:
    """`heads` are labels and widths. Says how many rows it wrote."""
    count = 0
    with xlsxwriter.Workbook(file, TEXTS_STAY_TEXTS) as book:
        mark.put_on(book, title)
        sheet = book.add_worksheet(title[:31])
        bold, grey = book.add_format({"bold": True, "bottom": 1}), book.add_format({"font_color": "#777777"})
        # As text, so that a number keeps its leading zero and its length; a dangerous one is quoted as well.
        text, quoted = (
            book.add_format({"num_format": "@"}),
            book.add_format({"num_format": "@", "quote_prefix": True}),
        )
        mark.print_on(sheet)
        sheet.set_landscape()
        for place, (_label, width) in enumerate(heads):
            sheet.set_column(place, place, width)
        for line, said in enumerate(mark.lines):
            sheet.write_string(line, 0, said, grey)
        top = len(mark.lines)
        for place, (label, _width) in enumerate(heads):
            sheet.write_string(top, place, label, bold)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(0, top)
        for count, row in enumerate(rows, 1):
            for place, cell in enumerate(row):
                if cell:
                    sheet.write_string(top + count, place, cell, quoted if is_dangerous(cell) else text)
    return count


def write_csv(
    file: IO[bytes], *, title: str, mark: Mark, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]]
) -> int:
    """UTF-8 with the mark that Excel needs to know it by."""
    written = 0
    out = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for line in mark.lines:
        writer.writerow([harmless(line)])
    writer.writerow([label for label, _width in heads])
    for written, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        writer.writerow([harmless(cell) for cell in row])
    out.detach()
    return written
