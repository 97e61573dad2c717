from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from answers.models import KnowledgeArticle, PreparedAnswer

_TEXT = ["bold", "ol", "ul", "link", "document-link"]


def _text_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=DraftailRichTextArea(features=_TEXT))


class PreparedAnswerViewSet(SnippetViewSet):
    model = PreparedAnswer
    icon = "openquote"
    list_display = ["title", "estate", "for_forum", "for_cases"]
    list_filter = ["estate", "for_forum", "for_cases"]
    panels = [
        FieldPanel("title"),
        _text_panel("html"),
        MultiFieldPanel([FieldPanel("for_forum"), FieldPanel("for_cases"), FieldPanel("estate")], heading=_("For")),
        FieldPanel("sort"),
    ]


class KnowledgeArticleViewSet(SnippetViewSet):
    model = KnowledgeArticle
    icon = "help"
    list_display = ["title", "subject", "estate"]
    list_filter = ["subject", "estate"]
    panels = [
        FieldPanel("subject"),
        FieldPanel("title"),
        _text_panel("html"),
        FieldPanel("keywords"),
        FieldPanel("estate"),
        MultiFieldPanel([FieldPanel("title_zh_hant"), _text_panel("html_zh_hant")], heading=_("Traditional Chinese")),
        MultiFieldPanel([FieldPanel("title_en"), _text_panel("html_en")], heading=_("English")),
        FieldPanel("sort"),
    ]


class AnswersGroup(SnippetViewSetGroup):
    items = (PreparedAnswerViewSet, KnowledgeArticleViewSet)
    menu_label = _("Answers")
    menu_icon = "help"


register_snippet(AnswersGroup)
