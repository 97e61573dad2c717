"""Configuration of the company floor, edited in the CMS: departments and clock policies."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from crm.models import ClockPolicy, Department


class DepartmentViewSet(SnippetViewSet):
    model = Department
    icon = "group"
    list_display = ["name", "estate", "is_active"]
    panels = [FieldPanel(name) for name in ("name", "name_zh_hant", "name_en", "estate", "is_active")]


class ClockPolicyViewSet(SnippetViewSet):
    model = ClockPolicy
    icon = "time"
    list_display = ["clock", "case_kind", "severity", "minutes"]
    list_filter = ["clock", "case_kind", "severity"]
    panels = [FieldPanel(name) for name in ("clock", "case_kind", "severity", "minutes")]


class CrmGroup(SnippetViewSetGroup):
    items = (DepartmentViewSet, ClockPolicyViewSet)
    menu_label = _("Case handling")
    menu_icon = "clipboard-list"
    menu_order = 320


register_snippet(CrmGroup)
