"""Giving and withdrawing roles at the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from owners.forms.fields import EstateChoice, PhoneField
from owners.models import SENSITIVE_ROLES, Estate, Role, User
from owners.querysets import ROLE_READERS
from owners.staff import account_with
from owners.viewers import Viewer
from portal.languages import localized


class ReasonField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Reason"))
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3}))
        super().__init__(min_length=2, max_length=200, **kwargs)


class StaffSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Nickname, name or mobile number"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(label=_("Staff role"), required=False, choices=[("", _("All roles")), *Role.choices])
    estate = EstateChoice(
        label=_("Estate"), required=False, queryset=Estate.objects.none(), empty_label=_("All estates")
    )

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        estate = self.fields["estate"]
        assert isinstance(estate, EstateChoice)
        estate.queryset = Estate.objects.filter(pk__in=viewer.estates_for(*ROLE_READERS)).order_by("sort", "pk")


class RoleForm(forms.Form):
    """Names the account by its confirmed mobile number, unless `account` is given: there are too many to list."""

    ALL = "all"

    phone = PhoneField(
        label=_("Mobile number"), help_text=_("Of an account that has confirmed it. People sign up by themselves.")
    )
    role = forms.ChoiceField(label=_("Staff role"))
    # Nobody should get a role everywhere because a field was passed over: all estates is a choice as well.
    estate = forms.ChoiceField(label=_("Estate"))
    reason = ReasonField(help_text=_("Who decided it, and for what work. It stays with the account's history."))

    def __init__(self, *args: Any, viewer: Viewer, account: User | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account is not None:
            del self.fields["phone"]
        alone = [choice for choice in Role.choices if choice[0] not in SENSITIVE_ROLES]
        by_two = [choice for choice in Role.choices if choice[0] in SENSITIVE_ROLES]
        self._choose_from("role", [(_("Given at once"), alone), (_("A second administrator confirms"), by_two)])
        estates = Estate.objects.filter(pk__in=viewer.estates_for(Role.ADMIN)).order_by("sort", "pk")
        self.estates = {str(estate.pk): estate for estate in estates}
        everywhere = [(self.ALL, _("All estates"))] if (Role.ADMIN, None) in viewer.roles else []
        self._choose_from(
            "estate", [*((key, localized(estate, "name")) for key, estate in self.estates.items()), *everywhere]
        )

    def _choose_from(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "—"), *choices]

    def clean_estate(self) -> Estate | None:
        return self.estates.get(self.cleaned_data["estate"])

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        self.account = account_with(phone)
        if self.account is None:
            raise forms.ValidationError(_("No account has confirmed this number."))
        return phone


class WithdrawForm(forms.Form):
    reason = ReasonField(help_text=_("It stays with the account's history; the person sees only that the role ended."))


class DecideRoleForm(forms.Form):
    """The second administrator's decision; a refusal says why."""

    CONFIRM, REFUSE = "confirm", "refuse"

    decision = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (REFUSE, REFUSE)], widget=forms.HiddenInput)
    reason = ReasonField(label=_("Reason, if it is not given"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("decision") == self.REFUSE and not cleaned.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Please say why, so that it can be asked for differently."))
        return cleaned
