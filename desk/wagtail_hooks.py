"""What the CMS shows of the desk: where roles are given. Wagtail's own screens for that are closed."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from owners.querysets import ROLE_READERS


class RolesMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.viewer.has_role(*ROLE_READERS))  # type: ignore[attr-defined]


@hooks.register("register_admin_menu_item")
def roles_at_the_desk() -> MenuItem:
    return RolesMenuItem(
        _("Staff and roles"), reverse("desk:staff-list"), name="staff-roles", icon_name="group", order=700
    )


@hooks.register("construct_settings_menu")
def no_accounts_here(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Accounts and groups are not offered, whatever permission somebody has."""
    menu_items[:] = [item for item in menu_items if item.name not in {"users", "groups"}]
