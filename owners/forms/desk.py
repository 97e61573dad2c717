"""What the office fills in: codes to print, help at the counter, the end of a residency."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners import personal
from owners.forms.fields import EstateChoice
from owners.models import AssistedWay, Building, CheckedDocument, ConsentGiven, Estate, Residency


class NoticeBatchForm(forms.Form):
    PDF, XLSX = "pdf", "xlsx"

    estate = EstateChoice(label=_("Estate"), queryset=Estate.objects.none(), empty_label=None)
    building = forms.CharField(
        label=_("Building"), max_length=20, required=False, help_text=_("For example 3. Empty: the whole estate.")
    )
    days = forms.TypedChoiceField(
        label=_("Valid for"),
        choices=[(30, _("30 days")), (60, _("60 days")), (90, _("90 days"))],
        coerce=int,
        initial=60,
    )
    kind = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(PDF, _("PDF: slips to cut, eight on a page")), (XLSX, _("Excel: a table for your own letters"))],
        initial=PDF,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, estates: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = estates  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        number = (data.get("building") or "").strip().removesuffix("号楼").removesuffix("栋").strip()
        data["building"] = None
        if number and data.get("estate"):
            data["building"] = Building.objects.filter(estate=data["estate"], number=number).first()
            if data["building"] is None:
                self.add_error("building", _("There is no such building here."))
        return data


class AssistForm(forms.Form):
    residency = forms.ChoiceField(label=_("Who stands before you?"), widget=forms.RadioSelect)
    document = forms.ChoiceField(
        label=_("Which document did you check?"), choices=CheckedDocument.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(
        label=_("How will they get in?"),
        choices=AssistedWay.choices,
        initial=AssistedWay.FAMILY,
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label=_("Who helps them?"), max_length=30, required=False, help_text=_("For example: daughter.")
    )
    consent = forms.ChoiceField(
        label=_("How did the owner agree?"), choices=ConsentGiven.choices, widget=forms.RadioSelect
    )
    witness = forms.CharField(
        label=_("Witness"), max_length=30, required=False, help_text=_("A colleague, if it was by word of mouth.")
    )
    note = forms.CharField(label=_("Note"), max_length=200, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, owners: list[Residency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._owners = {str(one.pk): one for one in owners}
        field = self.fields["residency"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (pk, f"{personal.masked(one.person, 'name')} · {one.get_role_display()}")
            for pk, one in self._owners.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("consent") == ConsentGiven.VERBAL and not (data.get("witness") or "").strip():
            self.add_error("witness", _("Please name the colleague who heard it."))
        if data.get("way") == AssistedWay.FAMILY and not (data.get("label") or "").strip():
            self.add_error("label", _("Please say who helps them."))
        return data

    def answer(self) -> dict[str, Any]:
        """The keyword arguments of `assist`."""
        return self.cleaned_data | {"residency": self._owners[self.cleaned_data["residency"]]}


class EndResidencyForm(forms.Form):
    note = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("The person reads this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
