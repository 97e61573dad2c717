from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.forms import DisconnectForm as AllauthDisconnectForm
from django import forms


class DisconnectForm(AllauthDisconnectForm):
    """Unbinding. allauth wants a password for the last account; here people sign in by code."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = forms.Form.clean(self) or self.cleaned_data
        if account := cleaned.get("account"):
            get_adapter().validate_disconnect(account, self.accounts)
        return cleaned
