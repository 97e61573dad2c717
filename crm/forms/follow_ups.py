from django import forms
from django.utils.translation import gettext_lazy as _

SATISFACTION = [
    (5, _("5 – very satisfied")),
    (4, _("4 – satisfied")),
    (3, _("3 – so-so")),
    (2, _("2 – dissatisfied")),
    (1, _("1 – very dissatisfied")),
]


class FollowUpForm(forms.Form):
    satisfaction = forms.TypedChoiceField(
        label=_("How satisfied is the customer?"), choices=SATISFACTION, coerce=int, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What the customer said"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
