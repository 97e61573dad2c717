"""The club's configuration in the Wagtail admin. Daily work is at the desk."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from club.models import ClubInterest, EarningRule, Tier

_NAMES = MultiFieldPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")], heading=_("Names"))


class TierViewSet(SnippetViewSet):
    model = Tier
    icon = "tag"
    list_display = ["name", "rank", "colour"]
    ordering = ["rank"]
    panels = [_NAMES, FieldRowPanel([FieldPanel("rank"), FieldPanel("colour")])]


class EarningRuleViewSet(SnippetViewSet):
    model = EarningRule
    icon = "pick"
    list_display = ["name", "code", "points", "daily_cap", "weekly_cap", "active"]
    panels = [
        FieldPanel("code"),
        _NAMES,
        FieldRowPanel([FieldPanel("points"), FieldPanel("valid_months")]),
        FieldRowPanel([FieldPanel("daily_cap"), FieldPanel("weekly_cap")]),
        FieldPanel("active"),
    ]


class ClubInterestViewSet(SnippetViewSet):
    model = ClubInterest
    icon = "group"
    list_display = ["name", "sort"]
    panels = [_NAMES, FieldPanel("sort")]


class ClubViewSetGroup(SnippetViewSetGroup):
    menu_label = _("Club")
    menu_icon = "group"
    menu_order = 320
    items = (TierViewSet, EarningRuleViewSet, ClubInterestViewSet)


register_snippet(ClubViewSetGroup)
