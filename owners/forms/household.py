"""What an owner says of a guest, and a guest of themselves."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.models import GUEST_ROLES, ResidencyRole
from portal.worktime import today

# The longest lease that the law knows.
_LONGEST = timedelta(days=20 * 366)


class InvitationForm(forms.Form):
    role = forms.ChoiceField(
        label=_("Whom do you invite?"),
        choices=[(role.value, role.label) for role in GUEST_ROLES],
        initial=ResidencyRole.FAMILY,
        widget=forms.RadioSelect,
    )
    label = forms.CharField(
        label=_("What do you call them?"),
        max_length=30,
        help_text=_("For example 妈妈 or 小王. Only you see this."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    stays_until = forms.DateField(
        label=_("Lease until"),
        required=False,
        help_text=_("For tenants: the last day of the contract. Access ends by itself after it."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        until = data.get("stays_until")
        if data.get("role") == ResidencyRole.FAMILY:
            # Family stays until somebody ends it: a date that was typed for a tenant is dropped.
            data["stays_until"] = None
        elif until and not today() <= until <= today() + _LONGEST:
            self.add_error("stays_until", _("Please choose a day from today on, twenty years ahead at most."))
        return data


class JoinForm(forms.Form):
    name = forms.CharField(
        label=_("Full name"),
        max_length=60,
        help_text=_("For the property office, when you call or come. Neighbours never see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    consent = forms.BooleanField(
        label=_("I agree to this."),
        error_messages={"required": _("Please agree first: without it nobody is added to a home.")},
    )


class LeaveForm(forms.Form):
    sure = forms.BooleanField(
        label=_("Yes, I want to leave this home."), error_messages={"required": _("Please tick this to go on.")}
    )
