"""A model field whose value is sealed in the database, and stays closed in Python until it is asked for.

    phone = SealedTextField(fingerprint="phone_fp", purpose="contact")
    phone_fp = FingerprintField()

`row.phone` is a `Sealed`: printing, formatting or logging it shows dots; `.open()` gives the text.
Assigning a plain text seals it and sets the fingerprint. `filter(phone="+86…")` and `filter(phone__in=[…])`
go by the fingerprint, under every key in use; there is no other lookup, because there can be none.
`save(update_fields=…)` names both columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.query_utils import DeferredAttribute

from portal import sealing

CLOSED = "••••••"


class Sealed:
    """A text that is closed until `open()` is called. Compares by what it holds; false when empty."""

    __slots__ = ("_opened", "token")

    def __init__(self, token: str, opened: str | None = None) -> None:
        self.token = token
        self._opened = opened

    @classmethod
    def of(cls, text: str) -> Sealed:
        return cls(sealing.seal(text) if text else "", text)

    def open(self) -> str:
        """The text itself: only for whom it is meant. Raises SealBroken."""
        if self._opened is None:
            self._opened = sealing.unseal(self.token) if self.token else ""
        return self._opened

    def __bool__(self) -> bool:
        return bool(self.token)

    def __str__(self) -> str:
        return CLOSED if self.token else ""

    def __repr__(self) -> str:
        return f"<Sealed {self!s}>"

    def __format__(self, spec: str) -> str:
        return format(str(self), spec)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Sealed):
            return self.token == other.token or self.open() == other.open()
        return self.open() == other if isinstance(other, str) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.open())

    def __reduce__(self) -> tuple[Any, ...]:
        # Caches and queues get the closed form.
        return (Sealed, (self.token,))


class SealedAttribute(DeferredAttribute):
    field: SealedTextField

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value is None:
            value = ""
        if isinstance(value, str):
            if self.field.fingerprint:
                instance.__dict__[self.field.fingerprint] = self.field.fingerprint_of(value)
            value = Sealed.of(value)
        instance.__dict__[self.field.attname] = value


if TYPE_CHECKING:
    _Text = models.TextField["str | Sealed | None", Sealed]
else:
    _Text = models.TextField


class SealedTextField(_Text):
    """Text, sealed. `fingerprint` names the FingerprintField beside it; texts of one `purpose` compare equal."""

    descriptor_class = SealedAttribute

    def __init__(self, *args: Any, fingerprint: str = "", purpose: str = "", **kwargs: Any) -> None:
        self.fingerprint = fingerprint
        self.purpose = purpose
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs |= {"fingerprint": self.fingerprint, "purpose": self.purpose}
        return name, path, args, kwargs

    def fingerprint_of(self, text: str) -> str:
        return sealing.fingerprint(text, purpose=self.purpose) if text else ""

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed:
        return Sealed(value or "")

    def to_python(self, value: Any) -> Any:
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        if value in ("", None):
            return ""
        if hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name} is sealed: assign it to a row, don't write it past the row")

    def value_to_string(self, obj: models.Model) -> str:
        value: Sealed = self.value_from_object(obj)
        return value.token

    def get_lookup(self, lookup_name: str) -> Any:
        known: dict[str, type[Lookup]] = {"exact": _SealedExact, "in": _SealedIn}
        return known.get(lookup_name)


class _SealedIn(Lookup):
    """By fingerprint, under every key in use."""

    lookup_name = "in"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field: SealedTextField = self.lhs.target
        if not field.fingerprint:
            raise TypeError(f"{field.name} is sealed without a fingerprint: nothing can be found by it")
        wanted = [value.open() if isinstance(value, Sealed) else value or "" for value in self._values()]
        prints = [
            found
            for text in dict.fromkeys(wanted)
            for found in (sealing.fingerprints(text, purpose=field.purpose) if text else [""])
        ]
        by: models.Field[Any, Any] = field.model._meta.get_field(field.fingerprint)  # type: ignore[assignment]
        column = Col(self.lhs.alias, by)
        sql, params = compiler.compile(column)
        if not prints:
            return "1 = 0", ()
        return f"{sql} IN ({', '.join(['%s'] * len(prints))})", (*params, *prints)

    def _values(self) -> list[Any]:
        return list(self.rhs)


class _SealedExact(_SealedIn):
    lookup_name = "exact"

    def _values(self) -> list[Any]:
        return [self.rhs]


class _FingerprintAttribute(DeferredAttribute):
    """Making a row sets every field in turn: the default must not wipe out what the sealed text has set."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if value or self.field.attname not in instance.__dict__:
            instance.__dict__[self.field.attname] = value


class FingerprintField(models.CharField):
    """The keyed fingerprint of a sealed text; empty where the text is. Never set by hand."""

    descriptor_class = _FingerprintAttribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 64, "blank": True, "default": "", "editable": False, **kwargs})
