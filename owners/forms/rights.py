"""What a person fills in about their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.models import CorrectionField


class CorrectionForm(forms.Form):
    field = forms.ChoiceField(label=_("What is wrong?"), choices=CorrectionField, widget=forms.RadioSelect)
    wish = forms.CharField(
        label=_("What should it be?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example: my name is written 周喆, not 周哲. The staff of your estate read this."),
    )


class CloseForm(forms.Form):
    posts = forms.ChoiceField(
        label=_("What you wrote in the forum"),
        choices=[
            ("go", _("Delete my posts. Replies of neighbours stay.")),
            ("stay", _("Keep my posts for the neighbours, without my name.")),
        ],
        widget=forms.RadioSelect,
        initial="go",
    )
    sure = forms.BooleanField(
        label=_("I understand that the account can’t be brought back once it is closed."),
        error_messages={"required": _("Please tick this if you are sure.")},
    )

    @property
    def keep_posts(self) -> bool:
        return bool(self.cleaned_data["posts"] == "stay")


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, "maxlength": 12}
        ),
    )

    def refuse(self, message: str) -> None:
        self.add_error("code", message)


class ConsentForm(forms.Form):
    """One switch of the page: which purpose, and yes or no."""

    purpose = forms.SlugField()
    given = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda value: value == "1")
    version = forms.IntegerField(required=False)

    def choice(self) -> dict[str, Any]:
        said = self.cleaned_data
        return {"code": said["purpose"], "given": said["given"], "version": said["version"]}
