"""What import-linter can't see: foreign keys, URL names and template includes go down only."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

FLOORS = {
    "desk": 6, "home": 6,
    "crm": 5,
    "forum": 4, "club": 4, "mailbox": 4,
    "notify": 3, "search": 3, "answers": 3,
    "owners": 2,
    "outbox": 1, "audit": 1, "realtime": 1, "uploads": 1, "worktime": 1, "numbers": 1, "mailwire": 1, "jobs": 1,
}  # fmt: skip
_REFERENCE = re.compile(r"""\{%\s*(?:url|include|extends)\s+["']([a-z]+)[:/]""")


def may_know(lower: str, upper: str) -> bool:
    """True if `upper` may refer to `lower`: the same room, or one further down."""
    return lower == upper or FLOORS[lower] < FLOORS[upper]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model._meta.app_label in FLOORS]


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_foreign_keys_go_down_and_leave_nothing_behind(model: type[models.Model]) -> None:
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey | models.ManyToManyField) or field.auto_created:
            continue
        target = field.related_model._meta.app_label
        here = model._meta.app_label
        if target not in FLOORS:
            continue
        assert may_know(target, here), f"{model._meta.label}.{field.name} points up or sideways to {target}"
        if target != here and not from_wagtail(model, field):
            assert field.remote_field.hidden, f"{model._meta.label}.{field.name} needs related_name='+'"


def from_wagtail(model: type[models.Model], field: models.Field) -> bool:
    """True for a field that one of Wagtail's abstract models brings along; its name is not ours to give."""
    bases = [base for base in model.__mro__ if base.__module__.startswith("wagtail") and hasattr(base, "_meta")]
    return field.model is not model or any(field.name in {f.name for f in base._meta.local_fields} for base in bases)


def templates() -> list[Path]:
    root = Path(settings.ROOT)
    return sorted(path for room in FLOORS if (root / room).is_dir() for path in (root / room).rglob("*.html"))


@pytest.mark.parametrize("path", templates(), ids=lambda path: str(path.relative_to(settings.ROOT)))
def test_templates_name_only_rooms_below(path: Path) -> None:
    here = path.relative_to(settings.ROOT).parts[0]

    for room in _REFERENCE.findall(path.read_text(encoding="utf-8")):
        if room in FLOORS:
            assert may_know(room, here), f"{path.name} refers to {room}"
