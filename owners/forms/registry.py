"""What a steward writes into the registry by hand."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.actions.life import BY_HAND
from owners.forms.fields import EstateChoice, PhoneField
from owners.models import Estate, ResidencyRole, Stage
from portal.worktime import today


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


def _source(example: Any) -> forms.CharField:
    return forms.CharField(label=_("Known from"), max_length=60, help_text=example)


class StepForm(forms.Form):
    """How far somebody has come, at one of the estates that the steward keeps."""

    estate = EstateChoice(Estate.objects.none(), label=_("Estate"), empty_label=None)
    stage = forms.ChoiceField(label=_("Stage"), choices=[(stage.value, stage.label) for stage in BY_HAND])
    on = forms.DateField(label=_("On"), widget=DayInput, initial=today)
    source = _source(_("For example: sales office, contract number, visit."))

    def __init__(self, *args: Any, estate_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["estate"].queryset = Estate.objects.filter(pk__in=estate_ids)  # type: ignore[attr-defined]


class ProspectForm(forms.Form):
    """Somebody who has no home here yet."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    phone = PhoneField(required=False)
    stage = forms.ChoiceField(label=_("Stage"), choices=[(stage.value, stage.label) for stage in BY_HAND])
    on = forms.DateField(label=_("On"), widget=DayInput, initial=today)
    source = _source(_("For example: sales office, contract number, visit."))


class ResidentForm(forms.Form):
    """A place in a home: for a person who was chosen, or (with name and number) for a new one."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=60)
    phone = PhoneField(required=False)
    role = forms.ChoiceField(label=_("As"), choices=ResidencyRole)
    since = forms.DateField(label=_("Since"), widget=DayInput, required=False)
    source = _source(_("For example: contract seen, transfer of title, the owner’s word."))

    def __init__(self, *args: Any, is_chosen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_chosen:
            del self.fields["name"], self.fields["phone"]


class MergeForm(forms.Form):
    """Which of two rows stays, and why they are one."""

    kept = forms.ChoiceField(label=_("Which one stays?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why are they one and the same?"), max_length=300, widget=forms.Textarea({"rows": 2})
    )

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept"].choices = choices  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=300)


STAGES = [(stage.value, stage.label) for stage in Stage]
