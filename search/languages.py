"""Which entries a reader can read, and under which address."""

from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, override

# Pages without a Traditional translation are read in the other script.
_READS = {"zh-hant": ("zh-hant", "zh-hans")}


def readable() -> tuple[str, ...]:
    """The languages of entries to offer here and now."""
    language = get_language() or settings.LANGUAGE_CODE
    return _READS.get(language, (language,))


def address(url: str, language: str = "") -> str:
    """Entries are written with addresses of the default language; readers keep their own.

    What exists in one language alone stands where it stands.
    """
    current = get_language() or settings.LANGUAGE_CODE
    if language or current == settings.LANGUAGE_CODE:
        return url
    with override(settings.LANGUAGE_CODE):
        return translate_url(url, current)
