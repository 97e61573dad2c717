"""The register of what every room holds of people: how it is said, exported and erased, and how long it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models, transaction

from owners.models import Contact, Person, User
from owners.rights.whose import Whose
from portal.sealed_fields import SealedTextField


class Retention(StrEnum):
    """How long, and in what form, something outlives the account."""

    ACCOUNT = "account"  # goes with the account
    REGISTRY = "registry"  # what property law needs, while they own and for some years after
    MATTER = "matter"  # stays without the person
    LEDGER = "ledger"  # figures stay without the person
    AUDIT = "audit"  # stays under a pseudonym


type Rows = Callable[[Whose], models.QuerySet[Any]]
type Erase = Callable[[Holding, Whose], None]


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of rows about a person. `shows` are their columns (a path of attributes → title).

    `kept` says in a sentence what stays after the account is closed, and why; empty where nothing does.
    `hides` names sealed columns that are not the person's own, with the reason. Erasure goes by `sort`,
    so that what others are found by goes last.
    """

    model: str
    title: Any
    retention: Retention
    rows: Rows
    shows: Mapping[str, Any]
    erase: Erase
    kept: Any
    also: tuple[str, ...]
    hides: Mapping[str, str]
    sort: int


_holdings: dict[str, Holding] = {}
_exempt: dict[str, str] = {}


def hold(
    model: str,
    *,
    title: Any,
    retention: Retention,
    rows: Rows,
    shows: Mapping[str, Any],
    erase: Erase,
    kept: Any = "",
    also: Iterable[str] = (),
    hides: Mapping[str, str] | None = None,
    sort: int = 50,
) -> Holding:
    """Registers what a room holds of people in `model`, and in those models that go with it (`also`)."""
    if model in _holdings:
        raise ValueError(f"{model} is registered twice")
    if erase is keep and not kept:
        raise ValueError(f"{model} is kept: say why in `kept`")
    _holdings[model] = Holding(
        model, title, retention, rows, shows, erase, kept, tuple(also), dict(hides or {}), sort
    )  # fmt: skip
    return _holdings[model]


def exempt(*labels: str, why: str) -> None:
    """Models that hold nothing of a customer, with the reason."""
    for model in labels:
        if model in _exempt:
            raise ValueError(f"{model} is exempted twice")
        _exempt[model] = why


def holdings() -> list[Holding]:
    """In the order in which they are shown and erased."""
    return sorted(_holdings.values(), key=lambda holding: (holding.sort, holding.model))


def exempted() -> dict[str, str]:
    return dict(_exempt)


def delete_rows(holding: Holding, whose: Whose, *, batch: int = 1000) -> None:
    """Removes the rows, a batch per transaction."""
    while ids := list(holding.rows(whose).order_by("pk").values_list("pk", flat=True)[:batch]):
        with transaction.atomic():
            holding.rows(whose).model._default_manager.filter(pk__in=ids).delete()


def keep(holding: Holding, whose: Whose) -> None:
    """Leaves the rows as they are; `kept` says why."""


_FREE_TEXT = (models.CharField, models.TextField, models.JSONField, models.FileField, models.GenericIPAddressField)


def holds_personal_data(model: type[models.Model]) -> bool:
    """True if a row may say something of a person: it points at one, or has room for words."""
    return any(_may_name_somebody(field) for field in model._meta.concrete_fields)


def _may_name_somebody(field: models.Field[Any, Any]) -> bool:
    if field.is_relation:
        return field.related_model in (User, Person, Contact)
    if isinstance(field, SealedTextField):
        return True
    return isinstance(field, _FREE_TEXT) and not isinstance(field, models.SlugField) and not field.choices
