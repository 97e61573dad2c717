"""Which data of a person or contact are personal, of which class, and how they look masked and open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.display import group_phone, mask_email, mask_name, mask_phone
from owners.models.access import Role
from portal.sealed_fields import Sealed


class DataClass(StrEnum):
    """L0 is public, L1 facts that staff share (what was reported, repaired, paid)."""

    L2 = "L2"  # name, telephone, e-mail, address as given
    L3 = "L3"  # identity, family, money


@dataclass(frozen=True, slots=True)
class Field:
    """`mask` makes of the full text what everybody may see; `write` how it is shown in full. `roles` may reveal it,
    where that is not the same as for its class."""

    name: str
    label: Any
    data_class: DataClass
    mask: Callable[[str], str]
    write: Callable[[str], str] = str
    roles: tuple[Role, ...] = ()


KEEP_ORDER = (Role.SPOKESPERSON, Role.CASE_MANAGER, Role.ADMIN, Role.LEGAL)


def _mask_id(number: str) -> str:
    return f"{number[:1]}{'*' * 6}{number[-1:]}" if len(number) > 4 else "****"


def _mask_all(text: str) -> str:
    return "****"


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("name", pgettext_lazy("person", "Name"), DataClass.L2, mask_name),
        Field("phone", _("Telephone"), DataClass.L2, mask_phone, group_phone),
        Field("email", _("E-mail"), DataClass.L2, mask_email),
        Field("address", _("Address"), DataClass.L2, _mask_all),
        Field("id_number", _("ID number"), DataClass.L3, _mask_id),
        Field("born", _("Date of birth"), DataClass.L3, _mask_all),
        # Who wrote without a name, where neighbours talk: for those who keep order there and for lawyers.
        Field("account", _("Who wrote this"), DataClass.L2, _mask_all, roles=KEEP_ORDER),
    )
}


def value_of(thing: Any, field: str) -> str:
    """The full text, straight from the row: only for those to whom it was opened. Empty where unknown."""
    value = getattr(thing, field, "")
    return value.open() if isinstance(value, Sealed) else str(value or "")


def masked(thing: Any, field: str) -> str:
    """What everybody who may know of the row may see of it."""
    text = value_of(thing, field)
    return FIELDS[field].mask(text) if text else ""
