"""What staff configure of the forum in the CMS: boards, seals, watched words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forum.actions import spread_board
from forum.evasion import bare
from forum.kept_pages import BOARDS
from forum.models import Board, Seal, Section, WatchedWord
from owners.models import Estate
from owners.viewers import MEMBERS, PUBLIC, SIGNED_IN, STAFF, estate_key, staff_key
from portal import pagestore


def audiences() -> list[tuple[str, str]]:
    """Every audience key that a board can have, in words."""
    choices = [
        (PUBLIC, str(_("Everybody"))),
        (SIGNED_IN, str(_("Everybody with an account"))),
        (MEMBERS, str(_("Club members"))),
        (STAFF, str(_("Staff of any estate"))),
    ]
    for estate in Estate.objects.all():
        choices.append((estate_key(estate.pk), str(_("Verified residents of %(estate)s") % {"estate": estate.name})))
        choices.append((staff_key(estate.pk), str(_("Staff of %(estate)s") % {"estate": estate.name})))
    return choices


class SectionForm(WagtailAdminModelForm):
    def save(self, commit: bool = True) -> Section:
        section: Section = super().save(commit=commit)
        pagestore.changed(BOARDS)
        return section


class BoardForm(WagtailAdminModelForm):
    """Offers audiences by name; a key that another room gave the board stays as it is."""

    audience = forms.ChoiceField(label=_("Who reads"))
    start_audience = forms.ChoiceField(label=_("Who may start topics"), help_text=_("Everybody who reads may reply."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("audience", "start_audience"):
            choices = audiences()
            current = getattr(self.instance, name)
            if current and current not in dict(choices):
                choices.append((current, current))
            self.fields[name].choices = choices

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("start_audience") == PUBLIC:
            self.add_error("start_audience", _("Whoever writes needs an account."))
        if data.get("audience", "").startswith("estate:") and not data.get("estate"):
            self.add_error("estate", _("A board for the residents of one estate belongs to that estate."))
        return data

    def save(self, commit: bool = True) -> Board:
        spreads = bool({"audience", "estate"} & set(self.changed_data)) and self.instance.pk is not None
        if {"rules", "rules_zh_hant", "rules_en"} & set(self.changed_data):
            self.instance.rules_version += 1
        board: Board = super().save(commit=commit)
        if commit and spreads:
            spread_board(board=board)
        # Name, place and heading stand on every front that is kept.
        pagestore.changed(BOARDS)
        return board


class WatchedWordForm(WagtailAdminModelForm):
    def clean_word(self) -> str:
        """In lower case, nothing between the characters. As staff read it: folded is only what is compared."""
        word = "".join(sign for sign in self.cleaned_data["word"].lower() if sign.isalnum())
        if not bare(word):
            raise forms.ValidationError(_("A watched word needs a letter, a digit or a character."))
        return word


class SectionViewSet(SnippetViewSet):
    model = Section
    icon = "folder-open-inverse"
    list_display = ["name", "position"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")], heading=_("Name")),
            FieldPanel("position"),
        ],
        base_form_class=SectionForm,
    )


class BoardViewSet(SnippetViewSet):
    model = Board
    icon = "list-ul"
    list_display = ["name", "estate", "section", "audience", "answer_expected", "answer_hours"]
    list_filter = ["estate", "section", "answer_expected"]
    edit_handler = ObjectList(
        [
            FieldPanel("slug"),
            FieldPanel("estate"),
            MultiFieldPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")], heading=_("Name")),
            MultiFieldPanel(
                [FieldPanel("description"), FieldPanel("description_zh_hant"), FieldPanel("description_en")],
                heading=_("Description"),
            ),
            FieldRowPanel([FieldPanel("audience"), FieldPanel("start_audience")]),
            FieldPanel("allows_anonymous"),
            MultiFieldPanel(
                [
                    FieldPanel("answer_expected"),
                    FieldPanel("answer_hours"),
                    FieldPanel("answer_approval"),
                    FieldRowPanel([FieldPanel("me_too_calls"), FieldPanel("heat_calls")]),
                ],
                heading=_("Official answers"),
            ),
            MultiFieldPanel(
                [FieldPanel("rules"), FieldPanel("rules_zh_hant"), FieldPanel("rules_en")], heading=_("Rules")
            ),
            FieldRowPanel([FieldPanel("section"), FieldPanel("position")]),
        ],
        base_form_class=BoardForm,
    )


class SealViewSet(SnippetViewSet):
    model = Seal
    icon = "tag"
    list_display = ["company", "post_title", "estate"]


class WatchedWordViewSet(SnippetViewSet):
    model = WatchedWord
    icon = "warning"
    list_display = ["word", "action", "note"]
    list_filter = ["action"]
    search_fields = ["word"]
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("word", "action", "spellings", "harmless", "note")],
        base_form_class=WatchedWordForm,
    )


class ForumGroup(SnippetViewSetGroup):
    items = (BoardViewSet, SectionViewSet, SealViewSet, WatchedWordViewSet)
    menu_label = _("Forum")
    menu_icon = "comment"


register_snippet(ForumGroup)
