"""A notification keeps its address without a language; each reader gets it under their own."""

from django.conf import settings
from django.urls import translate_url
from django.utils import translation


def without_language(url: str) -> str:
    """The address as kept. `url` is what `reverse` gave in the language that is active now."""
    return translate_url(url, settings.LANGUAGE_CODE)


def in_language(url: str, language: str) -> str:
    """A kept address for a reader of that language."""
    # Django resolves an address in the active language only, whatever prefix it carries.
    with translation.override(settings.LANGUAGE_CODE):
        return translate_url(url, language)
