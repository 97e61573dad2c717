"""Why somebody has to see what is masked."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.models import RevealReason


class RevealForm(forms.Form):
    reason = forms.ChoiceField(label=_("Why do you need it?"), choices=RevealReason, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("In your words"),
        max_length=300,
        required=False,
        help_text=_("Kept with the record. The person can see that somebody of your role looked, and when."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reason") == RevealReason.OTHER and not data.get("note", "").strip():
            self.add_error("note", _("Please write down why you need it."))
        return data
