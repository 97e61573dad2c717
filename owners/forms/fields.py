"""Form fields for telephone numbers, codes, and the choice of an estate."""

from typing import Any

from allauth.account.fields import PhoneField as AllauthPhoneField
from django import forms
from django.utils.translation import gettext_lazy as _

from owners.phones import PhoneNumberError, normalise_phone
from portal.languages import localized

PHONE_ERROR = _(
    "This does not look like a mobile number. Example: 138 0000 1501; numbers abroad with their country code."
)


class PhoneField(AllauthPhoneField):
    """A mobile number in any spelling; cleans to E.164."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Mobile number"))
        kwargs.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        written = super().to_python(value)
        if not written:
            return ""
        try:
            return normalise_phone(written)
        except PhoneNumberError:
            raise forms.ValidationError(PHONE_ERROR, code="invalid_phone") from None


class EstateChoice(forms.ModelChoiceField):
    """Estates by their names in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return localized(obj, "name")
