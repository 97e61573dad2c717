from typing import cast

from django.db.models import QuerySet
from django.forms import BaseForm, ModelChoiceField


def offer(form: BaseForm, name: str, rows: QuerySet) -> None:
    """Gives a choice of the form the rows that may be chosen here and now."""
    cast(ModelChoiceField, form.fields[name]).queryset = rows
