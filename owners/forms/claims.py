"""What somebody types to show that a home is theirs, and what a reviewer answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.models import Claim, RefusalReason, Residency, ResidencyRole
from owners.registry.people import read_phones


class ClaimForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        max_length=60,
        help_text=_("As it stands in the purchase contract."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("Telephone number that the property office knows"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    role = forms.ChoiceField(
        label=_("In this home I am"),
        choices=ResidencyRole.choices,
        initial=ResidencyRole.OWNER,
        widget=forms.RadioSelect,
    )

    def clean_phone(self) -> str:
        numbers, _problems = read_phones(self.cleaned_data["phone"])
        if not numbers:
            raise forms.ValidationError(
                _("This does not look like a telephone number. Example: 138 0000 1501 or 0931-888 0000.")
            )
        return numbers[0]


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code on the fee notice"),
        max_length=20,
        help_text=_("Eight letters and digits, for example BCDF-2345."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "inputmode": "text"}
        ),
    )
    name = forms.CharField(
        label=_("Full name"),
        max_length=60,
        required=False,
        help_text=_("Only needed if the home has several owners."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class PaperCodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Eight letters and digits, for example BCDF-2345."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class DecisionForm(forms.Form):
    """Accept as one of the residents or as somebody new, or refuse with a reason."""

    NOBODY = "new"

    person = forms.ChoiceField(label=_("This is"), required=False, widget=forms.RadioSelect)
    role = forms.ChoiceField(label=_("As"), choices=ResidencyRole.choices, required=False)
    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *RefusalReason.choices], required=False)
    note = forms.CharField(
        label=_("Note to the claimant"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    decision = forms.ChoiceField(choices=[("accept", "accept"), ("refuse", "refuse")], widget=forms.HiddenInput)

    def __init__(self, *args: Any, claim: Claim, residencies: list[Residency], reason: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(residency.person_id): residency.person for residency in residencies}
        people = [(pk, person.name) for pk, person in self._people.items()]
        self._choices_of("person").choices = [*people, (self.NOBODY, _("Somebody new"))]
        self.fields["role"].initial = claim.role
        self.fields["reason"].initial = reason

    def _choices_of(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("decision") == "accept" and not data.get("person"):
            self.add_error("person", _("Please choose who the claimant is."))
        if data.get("decision") == "refuse" and not data.get("reason"):
            self.add_error("reason", _("Please choose the reason that the claimant will read."))
        if data.get("reason") == RefusalReason.OTHER and not data.get("note"):
            self.add_error("note", _("Please tell the claimant why."))
        return data

    def answer(self) -> dict[str, Any]:
        """The keyword arguments of `decide_claim`."""
        data = self.cleaned_data
        return {
            "accept": data["decision"] == "accept",
            "person": self._people.get(data["person"]),
            "role": data["role"],
            "reason": data["reason"],
            "note": data["note"],
        }
