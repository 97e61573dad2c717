from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crm.forms.choices import offer
from crm.models import Case, Department
from owners.phones import PhoneNumberError, normalise_phone
from portal.languages import localized


class PhoneField(forms.CharField):
    """A telephone as people write it; E.164 when it is clean."""

    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"})

    def clean(self, value: Any) -> str:
        written = super().clean(value)
        if not written:
            return ""
        try:
            return normalise_phone(written)
        except PhoneNumberError:
            raise forms.ValidationError(_("This can't be a telephone number. Please check the digits.")) from None


class DepartmentField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return localized(obj, "name")


class DispatchForm(forms.Form):
    department = DepartmentField(
        label=_("Department"), queryset=Department.objects.none(), empty_label=_("Please choose")
    )
    handler_name = forms.CharField(label=_("Who does it"), max_length=60)
    handler_phone = PhoneField(label=_("Their telephone"), help_text=_("The link goes there as a text message."))
    place = forms.CharField(label=_("Where"), max_length=200, required=False)
    instructions = forms.CharField(label=_("What is to be done"), widget=forms.Textarea(attrs={"rows": 3}))
    due_at = forms.DateTimeField(
        label=_("To be done by"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    )

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_estate = Q(estate__isnull=True) | Q(estate_id=case.estate_id)
        offer(self, "department", Department.objects.filter(of_estate, is_active=True))


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, as a list."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(ManyFilesField, self).clean(file, initial) for file in files]


class ReportForm(forms.Form):
    report = forms.CharField(label=_("What was done"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)
    photos = ManyFilesField(
        label=_("Photographs"),
        required=False,
        widget=ManyFilesInput(attrs={"accept": "image/*", "multiple": True}),
        help_text=_("Take them with the phone; up to nine."),
    )

    def clean_photos(self) -> list[Any]:
        photos: list[Any] = self.cleaned_data["photos"]
        if len(photos) > 9:
            raise forms.ValidationError(_("Please choose at most nine photographs."))
        return photos


class RefusalForm(forms.Form):
    reason = forms.CharField(label=_("Why not?"), max_length=400, widget=forms.Textarea(attrs={"rows": 2}))
