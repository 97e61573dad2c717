"""Sending a list in, and saying what its columns mean."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from owners.forms.fields import EstateChoice
from owners.models import Estate, ImportKind
from owners.querysets import REVIEWERS
from owners.registry.columns import CO_OWNER, Field, Layout, plain
from owners.registry.labels import FIELD_LABELS
from owners.registry.samples import Sample
from owners.viewers import Viewer
from portal.uploads.storing import MAX_BYTES

# Telephones, co-owners and months may stand in more than one column.
_SEVERAL = {Field.PHONE, Field.MORE_PHONES, Field.MONTH, *CO_OWNER}


class ListUploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is it?"), choices=ImportKind.choices, widget=forms.RadioSelect)
    estate = EstateChoice(label=_("Estate"), queryset=Estate.objects.none(), empty_label=None)
    file = forms.FileField(
        label=_("File"),
        help_text=_("An .xlsx workbook or a CSV file, as the office keeps it. Up to 24 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.txt"}),
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = Estate.objects.filter(pk__in=viewer.estates_for(*REVIEWERS))
        self.fields["estate"].queryset = estates  # type: ignore[attr-defined]
        self.fields["kind"].initial = ImportKind.REGISTER
        if len(estates) == 1:
            self.fields["estate"].widget = forms.HiddenInput()
            self.fields["estate"].initial = estates[0].pk

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        # Sealing adds some bytes to what the store takes.
        if file.size is None or file.size > MAX_BYTES - 1024:
            raise forms.ValidationError(_("The file is larger than 24 MB. Please send it in parts."))
        return file


class ColumnsForm(forms.Form):
    """One choice per column of the file: what it means, or nothing."""

    def __init__(self, *args: Any, sample: Sample, layout: Layout, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sample, self.layout = sample, layout
        choices = [("", _("Not needed")), *((field.value, FIELD_LABELS[field]) for field in layout.fields)]
        for column in sample.columns:
            self.fields[self.name_of(column.position)] = forms.ChoiceField(
                label=column.title or _("(no title)"),
                choices=choices,
                required=False,
                initial=column.meaning,
                disabled=not plain(column.title),
            )

    @staticmethod
    def name_of(position: int) -> str:
        return f"column-{position}"

    def rows(self) -> list[tuple[Any, Any]]:
        """Each column of the file with its choice."""
        return [(column, self[self.name_of(column.position)]) for column in self.sample.columns]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for column in self.sample.columns:
            name = self.name_of(column.position)
            meaning = cleaned.get(name, "")
            if meaning and meaning not in _SEVERAL and meaning in seen:
                self.add_error(name, _("“%(title)s” means the same already.") % {"title": seen[meaning]})
            seen.setdefault(meaning, column.title)
        if not self.layout.usable(Field(meaning) for meaning in seen if meaning):
            self.add_error(None, str(self.layout.missing))
        return cleaned

    def answer(self) -> list[tuple[str, str]]:
        """(title, meaning) of each column in order."""
        return [(column.title, self.cleaned_data[self.name_of(column.position)]) for column in self.sample.columns]


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_("What for?"), max_length=200, help_text=_("It is kept in the record and stands on the sheet.")
    )
