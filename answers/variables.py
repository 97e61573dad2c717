"""What a prepared answer leaves open, and what of it is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.html import escape

from answers.models import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from answers.models import PreparedAnswer

# The width of the brackets is the writer's habit.
_OPEN = re.compile(r"[{｛]\s*(" + "|".join(VARIABLES) + r")\s*[}｝]")
ESTATE = VARIABLES[0]


def left_open(text: str) -> list[str]:
    """The variables that still stand in a text, each once."""
    return list(dict.fromkeys(_OPEN.findall(text)))


def fill(html: str, **known: str) -> str:
    """The text with what is known put in; the rest stays to be filled by hand."""
    return _OPEN.sub(lambda match: escape(known[match[1]]) if match[1] in known else match[0], html)


def fill_estate(found: Iterable[PreparedAnswer], estate_id: int | None) -> list[PreparedAnswer]:
    """Puts the estate's name into the usable texts. One query, and none where no text asks for it."""
    from owners.models import Estate

    rows = list(found)
    asking = [row for row in rows if ESTATE in left_open(row.usable_html)]  # type: ignore[attr-defined]
    if not asking or estate_id is None:
        return rows
    name = Estate.objects.values_list("name", flat=True).get(pk=estate_id)
    for row in asking:
        row.usable_html = fill(row.usable_html, **{ESTATE: name})  # type: ignore[attr-defined]
    return rows
