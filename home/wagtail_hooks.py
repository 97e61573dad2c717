from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.models import NewsCategory


class NewsCategoryViewSet(SnippetViewSet):
    model = NewsCategory
    icon = "tag"
    menu_label = _("News categories")
    list_display = ["name", "name_en", "slug", "sort"]
    panels = [
        FieldPanel("name"),
        FieldPanel("name_zh_hant"),
        FieldPanel("name_en"),
        FieldPanel("slug"),
        FieldPanel("sort"),
    ]


register_snippet(NewsCategoryViewSet)
