from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from answers.actions import write_version
from answers.models import KnowledgeArticle, PreparedAnswer

_TEXT = ["bold", "ol", "ul", "link", "document-link"]


def _text_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=DraftailRichTextArea(features=_TEXT))


class PreparedAnswerForm(WagtailAdminModelForm):
    """A changed text waits for the legal officer; until then staff go on with the version before."""

    def save(self, commit: bool = True) -> PreparedAnswer:
        answer: PreparedAnswer = super().save(commit=commit)
        if commit:
            write_version(answer=answer, by=self.for_user)
        return answer


class PreparedAnswerViewSet(SnippetViewSet):
    model = PreparedAnswer
    icon = "openquote"
    list_display = ["title", "estate", "for_forum", "for_cases"]
    list_filter = ["estate", "for_forum", "for_cases"]
    edit_handler = ObjectList(
        [
            FieldPanel("title"),
            HelpPanel(
                _(
                    "{楼盘}, {楼栋} and {承诺日期} are filled in when somebody answers. A new text is offered to them "
                    "once the legal officer has approved it at the desk."
                )
            ),
            _text_panel("html"),
            MultiFieldPanel([FieldPanel("for_forum"), FieldPanel("for_cases"), FieldPanel("estate")], heading=_("For")),
            FieldPanel("sort"),
        ],
        base_form_class=PreparedAnswerForm,
    )


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
