from datetime import timedelta

import rjieba
from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from home.meta import address_of
from home.models.articles import SitePage
from home.scripts import to_traditional
from portal.component_props import span

register = template.Library()


class ReadingNode(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> str:
        text = self.nodelist.render(context)
        return to_traditional(text) if get_language() == "zh-hant" else text


@register.tag
def reading(parser: Parser, token: Token) -> ReadingNode:
    """`{% reading %}…{% endreading %}`: page content that may be Simplified, shown in the reader's script."""
    nodelist = parser.parse(("endreading",))
    parser.delete_first_token()
    return ReadingNode(nodelist)


@register.filter
def read_at(page: SitePage) -> str:
    """The page's address under the reader's language."""
    return address_of(page)


@register.filter
def content_lang(page: SitePage) -> str:
    """The `lang` of the page's text as the reader gets it."""
    code = page.locale.language_code
    if code == "zh-hans" and get_language() == "zh-hant":
        return "zh-Hant"
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language


@register.filter
def working_time(took: timedelta | None) -> str:
    """`3 h 20 min`: a span of working time in the words that clocks and official answers use."""
    return "" if took is None else span(took)


@register.filter
def by_words(title: str) -> SafeString:
    """A title that breaks between words only: `.by-words` keeps the rest together."""
    words: list[str] = []
    for word in rjieba.cut(str(title)):
        if words and not word[0].isalnum():
            # A mark never begins a line.
            words[-1] += word
        else:
            words.append(word)
    return format_html_join("", "{}<wbr>", ((word,) for word in words))
