"""What the privacy officer asks the audit trail, and what they write down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from owners.consents import WORDS
from owners.forms.fields import EstateChoice
from owners.models import AlertState, ConsentPurpose, Estate, ImpactVersion, Role
from owners.models.rights import TOLD_TO_STAFF
from owners.names import name_key
from owners.phones import PhoneNumberError, normalise_phone
from portal.worktime import today

if TYPE_CHECKING:
    from owners.viewers import Viewer

DATA_CLASSES = (
    ("L1", _("L1: facts that staff share")),
    ("L2", _("L2: names and numbers")),
    ("L3", _("L3: identity, family, money")),
)


class LookFilter(forms.Form):
    """Sent by POST: names and numbers that are looked for stand in no address and no log."""

    staff = forms.CharField(label=_("Who looked"), max_length=30, required=False)
    person = forms.CharField(
        label=_("At whom"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Whole number, or two characters of the name")}),
    )
    day = forms.DateField(
        label=pgettext_lazy("look", "Day"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    kind = forms.ChoiceField(
        label=pgettext_lazy("look", "How"),
        required=False,
        choices=[
            ("", _("Every way")),
            ("opened", _("By work in hand")),
            ("revealed", _("For a reason")),
            ("exported", _("In an export")),
        ],
    )
    estate = EstateChoice(
        label=_("Estate"), queryset=Estate.objects.none(), required=False, empty_label=_("All my estates")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = self.fields["estate"]
        assert isinstance(estates, forms.ModelChoiceField)
        estates.queryset = Estate.objects.filter(pk__in=viewer.estates_for(Role.PRIVACY)).order_by("name")

    def clean_person(self) -> str:
        return enough(self.cleaned_data["person"])


class ConsentFilter(forms.Form):
    """Sent by POST, as the filter of looks is."""

    purpose = forms.ModelChoiceField(
        label=_("Purpose"),
        queryset=ConsentPurpose.objects.all(),
        to_field_name="code",
        required=False,
        empty_label=_("Every purpose"),
    )
    given = forms.ChoiceField(
        label=pgettext_lazy("consent", "What was said"),
        required=False,
        choices=[("", _("Yes and no")), ("1", _("Agreed")), ("0", _("Withdrawn"))],
    )
    person = forms.CharField(
        label=pgettext_lazy("consent", "Who"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Whole number, or two characters of the name")}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].label_from_instance = lambda one: one.local_name  # type: ignore[attr-defined]

    def clean_person(self) -> str:
        return enough(self.cleaned_data["person"])


def enough(words: str) -> str:
    """A whole number or two characters of a name; less finds too many to tell anything."""
    words = words.strip()
    if not words:
        return ""
    try:
        normalise_phone(words)
    except PhoneNumberError:
        if len(name_key(words)) < 2 or name_key(words).isdigit():
            raise forms.ValidationError(_("Please type the whole number, or at least two characters.")) from None
    return words


class RecordForm(forms.Form):
    """What somebody said at the counter, on a form or by telephone."""

    purpose = forms.ModelChoiceField(
        label=_("Purpose"), queryset=ConsentPurpose.objects.filter(active=True), to_field_name="code", empty_label=None
    )
    given = forms.TypedChoiceField(
        label=pgettext_lazy("consent", "What was said"),
        choices=[("1", _("The person agrees")), ("0", _("The person withdraws"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    means = forms.ChoiceField(
        label=pgettext_lazy("consent", "How"),
        choices=[(one.value, one.label) for one in TOLD_TO_STAFF],
        initial=TOLD_TO_STAFF[0],
        widget=forms.RadioSelect,
    )
    # `code:version` of each text that stands on the page.
    read = forms.CharField(required=False, max_length=500)

    def version_read(self) -> int:
        """The version of the chosen purpose that stood on the page; 0, which is no version, if none did."""
        code = self.cleaned_data["purpose"].code
        versions = dict(one.split(":", 1) for one in self.cleaned_data["read"].split() if ":" in one)
        found = versions.get(code, "")
        return int(found) if found.isdecimal() else 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].label_from_instance = lambda one: one.local_name  # type: ignore[attr-defined]


class WordsForm(forms.ModelForm[ConsentPurpose]):
    """The words of a purpose in all three languages, and whether they mean something else now."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    material = forms.BooleanField(
        label=_("People have to agree anew"),
        required=False,
        help_text=_("Tick this if the words now allow more than before: no earlier yes counts any longer."),
    )

    class Meta:
        model = ConsentPurpose
        fields = WORDS
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in WORDS if name.startswith("text")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in WORDS:
            self.fields[name].required = True


class AlertForm(forms.Form):
    state = forms.ChoiceField(
        label=pgettext_lazy("privacy", "What is it?"),
        choices=[
            (AlertState.EXPLAINED, _("It is explained: the work needed it")),
            (AlertState.ESCALATED, _("It is passed on: somebody has to answer for it")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("What you found out"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Kept sealed; only privacy officers read it."),
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The answer to somebody who asked about their data. A refusal needs words."""

    granted = forms.TypedChoiceField(
        label=_("What became of it?"),
        choices=[("1", _("Put right")), ("0", _("Refused"))],
        coerce=lambda value: value == "1",
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label=_("Your words to the person"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("They read it on their page “My data”, as you write it. Needed when you refuse."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("granted") is False and not data.get("answer"):
            self.add_error("answer", _("Please write down why not: the person reads it."))
        return data


class AssessmentForm(forms.ModelForm[ImpactVersion]):
    data_classes = forms.MultipleChoiceField(
        label=_("Classes of data"), choices=DATA_CLASSES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = ImpactVersion
        fields = (
            "title", "purpose", "data_classes", "data", "necessity", "risks", "measures", "decided_by", "decided_on",
            "next_review",
        )  # fmt: skip
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 3}) for name in ("purpose", "data", "necessity")},
            **{name: forms.Textarea(attrs={"rows": 5}) for name in ("risks", "measures")},
            "decided_on": forms.DateInput(attrs={"type": "date"}),
            "next_review": forms.DateInput(attrs={"type": "date"}),
        }

    def clean_data_classes(self) -> str:
        return " ".join(self.cleaned_data["data_classes"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decided, review = data.get("decided_on"), data.get("next_review")
        if decided and decided > today():
            self.add_error("decided_on", _("This day has not come yet."))
        if decided and review and review <= decided:
            self.add_error("next_review", _("The review has to come after the decision."))
        return data
