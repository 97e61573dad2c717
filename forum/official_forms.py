"""What the company writes under its seal, and what is said about it before that."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.forms import PostForm
from forum.models import Topic


class AnswerForm(PostForm):
    """The company's answer. It is written under the seal, so its label says so."""

    asks_about_details = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("Answer in the company's name")
        del self.fields["accepts_rules"]  # rules are for neighbours


class OfficialForm(AnswerForm):
    """An answer with what may go with it: a promise, further topics, the topic's end.

    `also` offers the topics that wait and are about the same.
    """

    promised_for = forms.DateField(
        label=_("You will hear from us again by"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Stands under the answer for all to read, and comes back here as a clock."),
    )
    also = forms.MultipleChoiceField(
        label=_("The same answer for these topics too"), required=False, widget=forms.CheckboxSelectMultiple
    )
    prepared = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    lock_reason = forms.CharField(
        label=_("Lock the topic afterwards, because"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty and neighbours can go on writing. Everybody reads the reason."),
    )

    def __init__(self, *args: Any, also: Sequence[Topic] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["also"].choices = [(topic.public_id, topic.title) for topic in also]  # type: ignore[attr-defined]
        if not also:
            del self.fields["also"]

    @property
    def promised_day(self) -> date | None:
        return self.cleaned_data.get("promised_for")

    @property
    def has_more(self) -> bool:
        """Something besides the text was filled in, or is wrong: the part that holds it stands open."""
        names = ("promised_for", "also", "lock_reason")
        return any(name in self.fields and (self[name].value() or self[name].errors) for name in names)


class CorrectionForm(forms.Form):
    body = forms.CharField(
        label=_("Correction"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stands under the answer, with today's date and your name. The answer itself stays as it is."),
    )


class DismissForm(forms.Form):
    reason = forms.CharField(label=_("Why it needs no answer"), max_length=200)


class ReturnForm(forms.Form):
    note = forms.CharField(label=_("What should be changed"), max_length=200)
