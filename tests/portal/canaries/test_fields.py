"""A new field that sounds personal fails until it has a canary or a reason why it needs none."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.portal.canaries.fields import CANARIES, NAMED_THINGS, NOT_PERSONAL, personal_fields


def test_every_field_that_sounds_personal_has_a_canary_or_a_reason() -> None:
    unknown = {name for name in personal_fields() if not NAMED_THINGS.match(name)} - set(CANARIES) - set(NOT_PERSONAL)

    assert sorted(unknown) == []
    assert sorted((set(CANARIES) | set(NOT_PERSONAL)) - personal_fields()) == []


_SHOWN = re.compile(r"\{\{\s*([\w.]+?)\.(name|phone|email|address|id_number|born|open|from_address)\b[^}]*\}\}")
# Estates, photos, departments and purposes have names too, and figures those of colleagues; a work order's own
# telephone is shown by role.
_HARMLESS = {"row", "estate", "one", "wording", "event.estate", "membership.estate", "order.handler_phone"}


@pytest.mark.parametrize("room", ["desk", "crm"])
def test_templates_of_staff_show_personal_fields_by_the_tag_alone(room: str, settings: Any) -> None:
    """`{{ person.name }}` shows what nobody opened and nobody logged: `{% personal person "name" %}` asks."""
    found = [
        f"{path.name}: {{{{ {shown[1]}.{shown[2]} }}}}"
        for path in sorted((Path(settings.ROOT) / room / "templates").rglob("*.html"))
        for shown in _SHOWN.finditer(path.read_text(encoding="utf-8"))
        if shown[1] not in _HARMLESS and "_masked" not in shown[0]
    ]

    assert found == []
