"""How personal data is written for eyes that need only part of it."""

import re

_MOBILE = re.compile(r"\+86(1\d{10})")
_LANDLINE = re.compile(r"\+86(10|2\d|[3-9]\d{2})(\d{7,8})(?:;(\d+))?")


def group_phone(phone: str) -> str:
    """`+8613800001501` → `138 0000 1501`, `+861088880000` → `010-8888 0000`.

    Anything else is given back as it is.
    """
    if mobile := _MOBILE.fullmatch(phone):
        digits = mobile[1]
        return f"{digits[:3]} {digits[3:7]} {digits[7:]}"
    if landline := _LANDLINE.fullmatch(phone):
        area, number, extension = landline.groups()
        said = f"0{area}-{number[:4]} {number[4:]}"
        return f"{said}-{extension}" if extension else said
    return phone


def mask_phone(phone: str) -> str:
    """`+8613800001501` → `138 **** 1501`; of any other number the last two digits stay."""
    if mobile := _MOBILE.fullmatch(phone):
        return f"{mobile[1][:3]} **** {mobile[1][7:]}"
    return f"**** {phone[-2:]}" if len(phone) > 4 else "****"


def mask_name(name: str) -> str:
    """The family name of a Chinese name (`周喆` → `周*`), the first letter of any other."""
    name = name.strip()
    return name[0] + "*" * min(len(name) - 1, 2) if name else ""


def mask_email(email: str) -> str:
    """`olga@lzbank.example` → `o***@lzbank.example`."""
    local, _, host = email.partition("@")
    return f"{local[:1]}***@{host}" if host else ""
