"""Estates and the pledge's versions in the CMS, for those whom owners.role_groups lets edit them."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from owners.models import Estate, Organisation, PledgeText


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


class OrganisationViewSet(SnippetViewSet):
    model = Organisation
    icon = "group"
    menu_label = _("Partner organisations")
    menu_order = 720
    add_to_admin_menu = True
    list_display = ["name", "kind", "estate", "phone", "until"]
    list_filter = ["estate", "kind"]
    panels = [
        FieldPanel("estate"),
        FieldPanel("kind"),
        FieldPanel("name"),
        FieldPanel("does"),
        FieldPanel("phone"),
        MultiFieldPanel([FieldPanel("since"), FieldPanel("until")], heading=_("Working together")),
    ]


register_snippet(EstateViewSet)
register_snippet(OrganisationViewSet)


class PledgeTextViewSet(SnippetViewSet):
    """Versions of the pledge; one that was accepted can be looked at and copied, never changed."""

    model = PledgeText
    icon = "doc-full"
    menu_label = _("Confidentiality pledge")
    menu_order = 730
    add_to_admin_menu = True
    list_display = ["__str__", "valid_from", "created_at"]
    panels = [FieldPanel("valid_from"), FieldPanel("text"), FieldPanel("text_zh_hant"), FieldPanel("text_en")]


register_snippet(PledgeTextViewSet)
