"""Addresses to be stored: in the default language, whoever's language is active when they are made."""

from django.conf import settings
from django.utils import translation

from forum.models import Post, Removal, Sanction, Topic


def stored_address(thing: Post | Topic | Removal | Sanction) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return thing.get_absolute_url()
