from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.models import PledgeText, User


class PledgeForm(forms.Form):
    """The name under the pledge. `version` is the text that was read: a newer one must be read first."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    full_name = forms.CharField(
        label=_("Your full name"),
        min_length=2,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words"}),
        help_text=_("As it stands in your employment contract. Typing it is your signature."),
    )

    def __init__(self, *args: Any, user: User, text: PledgeText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.text = user, text

    def clean_version(self) -> int:
        version: int = self.cleaned_data["version"]
        if version != self.text.version:
            raise forms.ValidationError(_("The text has changed meanwhile. Please read the new one."))
        return version
