"""Long lists of ids and keys as one array: on PostgreSQL `column = ANY(array)` instead of `IN (…, …, …)`.

Somebody who works at all estates asks every list for some hundreds of ids and keys. As single parameters
they cost the parser and the planner several milliseconds a query, as one array next to nothing; the rows and
the indexes used are the same. Holds for every `__in` with more than MANY values; nobody has to ask for it.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

MANY = 16

type Sql = tuple[str, Any]


def _as_array(lookup: In[Any], compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Sql | None:
    """The comparison with an array; None where the values are few, a query, or not plain ids and keys."""
    if not lookup.rhs_is_direct_value() or len(lookup.rhs) <= MANY:
        return None
    marks, values = lookup.process_rhs(compiler, connection)
    plain = {type(value) for value in values}
    if marks.count("%s") != len(values) or plain not in ({int}, {str}):
        return None
    lhs, lhs_params = lookup.process_lhs(compiler, connection)
    return f"{lhs} = ANY(%s)", (*lhs_params, list(values))


class InArray(In[Any]):
    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Sql:
        return _as_array(self, compiler, connection) or self.as_sql(compiler, connection)


class RelatedInArray(RelatedIn):
    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_context: Any) -> Sql:
        return _as_array(self, compiler, connection) or self.as_sql(compiler, connection)


def register() -> None:
    Field.register_lookup(InArray)
    ForeignObject.register_lookup(RelatedInArray)
