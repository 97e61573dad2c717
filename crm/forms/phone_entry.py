"""A call or a visit at the counter, on one screen."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from crm import permissions
from crm.forms.choices import offer
from crm.models import CaseKind
from owners.forms.fields import EstateChoice
from owners.models import Estate, Person, Unit
from owners.phones import PhoneNumberError, normalise_phone
from owners.viewers import Viewer


class CallerField(forms.CharField):
    """The number that a caller is called back on: E.164 where it can be, a landline as it is said."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        written: str = super().clean(value)
        try:
            return normalise_phone(written)
        except PhoneNumberError:
            if written and sum(c.isdigit() for c in written) < 5:
                raise forms.ValidationError(_("This can't be a telephone number. Please check the digits.")) from None
            return written


class PhoneEntryForm(forms.Form):
    channel = forms.ChoiceField(
        label=_("Way"),
        choices=[("phone", _("Telephone")), ("counter", _("Counter")), ("letter", _("Letter"))],
        widget=forms.RadioSelect,
        initial="phone",
    )
    phone = CallerField(label=_("Telephone"), required=False, max_length=30)
    name = forms.CharField(label=pgettext_lazy("person", "Name"), required=False, max_length=60)
    estate = EstateChoice(label=_("Estate"), queryset=Estate.objects.none(), empty_label=None)
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), required=False, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("Flat, as they say it"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    person = forms.ModelChoiceField(
        queryset=Person.objects.all(), to_field_name="public_id", required=False, widget=forms.HiddenInput
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=CaseKind, widget=forms.RadioSelect, initial=CaseKind.COMPLAINT)
    subject = forms.CharField(label=_("In one sentence"), max_length=80)
    text = forms.CharField(label=_("In their words"), required=False, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estates = viewer.estates_for(*permissions.WORKERS)
        offer(self, "estate", Estate.objects.filter(pk__in=estates))
        offer(self, "unit", Unit.objects.filter(estate_id__in=estates))
        self.fields["phone"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        unit, estate = data.get("unit"), data.get("estate")
        if unit and estate and unit.estate_id != estate.pk:
            data["unit"] = None
        return data
