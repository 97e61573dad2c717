"""Assigning a role in the CMS."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from owners.forms.fields import PhoneField
from owners.models import StaffRole, User


class StaffRoleForm(WagtailAdminModelForm):
    """Names the account by its confirmed mobile number: there are far too many to choose from a list."""

    phone = PhoneField(
        label=_("Mobile number"), help_text=_("Of an account that has confirmed it. People sign up by themselves.")
    )
    field_order = ["phone", "role", "estate"]

    class Meta:
        model = StaffRole
        fields = ["role", "estate"]

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        account = User.objects.filter(phone=phone, phone_verified_at__isnull=False, is_active=True).first()
        if account is None:
            raise forms.ValidationError(_("No account has confirmed this number."))
        self.instance.user = account
        return phone
