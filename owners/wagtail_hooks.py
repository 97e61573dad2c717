"""Estates and staff roles in the CMS, for administrators only (owners.role_groups)."""

from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.views.generic import CreateView, DeleteView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from owners.actions import assign_role, withdraw_role
from owners.forms.staff import StaffRoleForm
from owners.models import Estate, StaffRole
from portal.errors import Refused


class AssignRoleView(CreateView):
    """Writes through the action, so that groups, keys and the audit follow."""

    def save_instance(self) -> StaffRole:
        asked: StaffRole = self.form.instance
        return assign_role(user=asked.user, role=asked.role, estate=asked.estate, actor=self.request.user.pseudonym)


class WithdrawRoleView(DeleteView):
    def delete_action(self) -> None:
        withdraw_role(staff_role=self.object, actor=self.request.user.pseudonym)

    def form_valid(self, form: BaseForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except Refused as refusal:
            messages.error(self.request, str(refusal))
            return redirect(self.get_success_url())


class StaffRoleViewSet(ModelViewSet):
    model = StaffRole
    name = "staff_roles"
    icon = "group"
    menu_label = _("Staff roles")
    menu_order = 700
    add_to_admin_menu = True
    add_view_class = AssignRoleView
    delete_view_class = WithdrawRoleView
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = ["user", "role", "estate", "created_at"]
    list_filter = ["role", "estate"]
    search_fields: list[str] = []
    form_fields = ["role", "estate"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffRoleForm


class EstateViewSet(SnippetViewSet):
    model = Estate
    icon = "home"
    menu_label = _("Estates")
    menu_order = 710
    add_to_admin_menu = True
    list_display = ["name", "code", "slug", "phone_24h"]
    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")], heading=_("name")),
        MultiFieldPanel(
            [FieldPanel("slug"), FieldPanel("code")], heading=_("Promises: change neither once it is in use")
        ),
        FieldPanel("city"),
        FieldPanel("address"),
        FieldPanel("phone_24h"),
        FieldPanel("sort"),
    ]


register_snippet(EstateViewSet)


@hooks.register("register_admin_viewset")
def staff_roles() -> StaffRoleViewSet:
    return StaffRoleViewSet()
