"""What a list of people should hold, and what it is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from owners.actions.exports import ASKERS, ASKERS_L3, ListWanted
from owners.exporting.columns import COLUMNS, Column
from owners.forms.fields import EstateChoice
from owners.models import Building, Estate, ExportFormat, ExportPurpose
from owners.personal import DataClass

if TYPE_CHECKING:
    from owners.viewers import Viewer

LEAVE_OUT, MASKED, FULL = "out", "masked", "full"


class ExportForm(forms.Form):
    """One choice per column: personal ones are masked unless somebody asks for more."""

    estate = EstateChoice(label=_("Estate"), queryset=Estate.objects.none(), empty_label=None)
    building = forms.ModelChoiceField(
        label=_("Building"), queryset=Building.objects.none(), required=False, empty_label=_("All buildings")
    )
    owners_only = forms.BooleanField(label=_("Owners only"), required=False, initial=True)
    purpose = forms.ChoiceField(label=_("What is it for?"), choices=ExportPurpose, widget=forms.RadioSelect)
    why = forms.CharField(
        label=_("In your words"),
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the file and on each printed page."),
    )
    format = forms.ChoiceField(label=_("File"), choices=ExportFormat, initial=ExportFormat.XLSX)

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = viewer.estates_for(*ASKERS)
        self._offer("estate", Estate.objects.filter(pk__in=estates).order_by("name"))
        self._offer("building", Building.objects.filter(estate_id__in=estates).select_related("estate").order_by("pk"))
        self.initial.setdefault("estate", min(estates, default=None))
        for column in COLUMNS.values():
            if column.data_class is not DataClass.L3 or viewer.has_role(*ASKERS_L3):
                self.fields[f"column_{column.name}"] = _field_of(column)

    def _offer(self, name: str, rows: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    @property
    def columns(self) -> list[tuple[BoundField, str]]:
        """The choices of columns with their class of data."""
        chosen = [column for column in COLUMNS.values() if f"column_{column.name}" in self.fields]
        return [(self[f"column_{column.name}"], str(column.data_class or "L1")) for column in chosen]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        building, estate = data.get("building"), data.get("estate")
        if building and estate and building.estate_id != estate.pk:
            self.add_error("building", _("This building is of another estate."))
        if not self._chosen(data):
            self.add_error(None, _("Please choose at least one column."))
        return data

    @staticmethod
    def _chosen(data: dict[str, Any]) -> list[str]:
        return [name for name in COLUMNS if data.get(f"column_{name}", LEAVE_OUT) != LEAVE_OUT]

    def wanted(self) -> ListWanted:
        data = self.cleaned_data
        fields = {name: data[f"column_{name}"] == FULL for name in self._chosen(data)}
        named = {name: data[name] for name in ("estate", "building", "owners_only", "purpose", "why", "format")}
        return ListWanted(fields=fields, **named)


def _field_of(column: Column) -> forms.ChoiceField:
    choices = [(LEAVE_OUT, _("leave out")), (FULL, _("in full") if column.data_class else _("yes"))]
    if column.data_class:
        choices.insert(1, (MASKED, _("masked")))
    first = FULL if column.name == "unit" else MASKED if column.name == "name" else LEAVE_OUT
    return forms.ChoiceField(label=column.label, choices=choices, initial=first)


class ExportDecisionForm(forms.Form):
    decision = forms.ChoiceField(choices=[("agree", "agree"), ("refuse", "refuse")], widget=forms.HiddenInput)
    why = forms.CharField(
        label=_("If you refuse: why"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "refuse" and not data.get("why", "").strip():
            self.add_error("why", _("Please tell your colleague why not."))
        return data
