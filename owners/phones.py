"""Telephone numbers as people write them, and as they are kept: E.164 (`+8613800001501`)."""

import re
import unicodedata

_MAINLAND_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_SEPARATORS = re.compile(r"[\s\-‐-―().·]+")


class PhoneNumberError(ValueError):
    """What was typed can't be a telephone number that receives text messages."""


def normalise_phone(written: str) -> str:
    """E.164 of a number written with or without +86, spaces, dashes, full-width digits.

    Numbers outside mainland China need their country code. Raises PhoneNumberError.
    """
    compact = _SEPARATORS.sub("", unicodedata.normalize("NFKC", written))
    if mainland := _MAINLAND_MOBILE.fullmatch(compact):
        return f"+86{mainland[1]}"
    if compact.startswith("00"):
        compact = f"+{compact[2:]}"
    if _E164.fullmatch(compact) and not compact.startswith("+86"):
        return compact
    raise PhoneNumberError(written)
