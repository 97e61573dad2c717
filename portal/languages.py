"""Texts that staff keep in one column per language: `name`, `name_zh_hant`, `name_en`."""

from typing import Any

from django.utils.translation import get_language

_SUFFIXES = {"zh-hant": "zh_hant", "en": "en"}


def localized(thing: Any, field: str) -> str:
    """The text in the reader's language, or the Simplified Chinese one where theirs is empty."""
    suffix = _SUFFIXES.get(get_language() or "")
    text = getattr(thing, f"{field}_{suffix}", "") if suffix else ""
    return str(text or getattr(thing, field))
