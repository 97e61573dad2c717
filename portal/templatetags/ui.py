"""Built into every template: `{% ui "component" prop=… %}`, `{% piece "…" %}`, `{% large_type %}` and the filters.

    {% ui "icon" name="bell" %}
    {% ui "status_rail" steps=case.steps who=case.who as rail %}

Components and their props are declared in portal/components.py; the tag checks them when the
template compiles.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.conf import settings
from django.template.base import FilterExpression, Node, Parser, Token, token_kwargs
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from portal import languages
from portal.component_props import working_span
from portal.components import COMPONENTS, Component
from portal.pieces import do_piece
from portal.preferences import wants_large_type
from portal.sealed_fields import Sealed
from portal.sections import section_of
from portal.words import cn_date, cn_datetime, file_size, group_phone, mask_name, mask_phone, money, relative

register = template.Library()

# What a component may use besides its props. Nothing else leaks in from the page around it.
_FROM_THE_PAGE = ("csp_nonce", "csrf_token", "request")


class UiNode(Node):
    def __init__(self, name: str, component: Component, props: dict[str, FilterExpression], target: str) -> None:
        self.name = name
        self.component = component
        self.props = props
        self.target = target

    def render(self, context: Context) -> SafeString:
        given = {name: expression.resolve(context) for name, expression in self.props.items()}
        inner = context.new(self.component.complete(given))
        for name in _FROM_THE_PAGE:
            if name in context:
                inner[name] = context[name]
        assert context.template is not None  # a node renders inside its template
        markup = context.template.engine.get_template(f"components/{self.name}.html").render(inner)
        if self.target:
            context[self.target] = markup
            return SafeString("")
        return markup


@register.tag("ui")
def do_ui(parser: Parser, token: Token) -> UiNode:
    """`{% ui "name" prop=value … [as variable] %}`; the name is a literal."""
    bits = token.split_contents()[1:]
    if not bits or bits[0][0] not in "\"'" or bits[0][0] != bits[0][-1]:
        raise TemplateSyntaxError('{% ui %} takes the name of a component in quotes first: {% ui "icon" name=… %}')
    name = bits.pop(0)[1:-1]
    component = COMPONENTS.get(name)
    if component is None:
        raise TemplateSyntaxError(f"There is no component “{name}”. There are: {', '.join(COMPONENTS)}.")
    target = ""
    if len(bits) >= 2 and bits[-2] == "as":
        target = bits[-1]
        bits = bits[:-2]
    props = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f'{{% ui "{name}" %}} takes name=value only, not {bits[0]!r}.')
    if problem := component.problem(set(props)):
        raise TemplateSyntaxError(f'{{% ui "{name}" %}} {problem}.')
    return UiNode(name, component, props, target)


register.tag("piece", do_piece)


@register.simple_tag(takes_context=True)
def large_type(context: Context) -> bool:
    """True if this reader has chosen large type: on their account, or in this browser."""
    request = context.get("request")
    return request is not None and wants_large_type(request)


@register.filter("cn_date")
def cn_date_filter(value: date | datetime | None) -> str:
    return cn_date(value) if value else ""


@register.filter("cn_datetime")
def cn_datetime_filter(value: datetime | None) -> str:
    return cn_datetime(value) if value else ""


@register.filter
def ago(value: datetime | None) -> SafeString | str:
    """A `<time>`: relative under a day, then the date; the exact moment in its title."""
    return relative(value) if value else ""


@register.filter("working_span")
def working_span_filter(length: timedelta | None) -> str:
    """Working time in hours and minutes; never in days, which would be taken for 24 hours."""
    return "" if length is None else working_span(length)


@register.filter("money")
def money_filter(fen: int | None) -> str:
    return "" if fen is None else money(fen)


@register.filter
def signed(number: int | None) -> str:
    """+5, −5, 0: with a true minus."""
    return "" if number is None else f"{number:+d}".replace("-", "−") if number else "0"


@register.filter
def phone_masked(value: str | Sealed | None) -> str:
    return mask_phone(value.open() if isinstance(value, Sealed) else value) if value else ""


@register.filter
def phone_grouped(value: str | Sealed | None) -> str:
    """A sealed number stays closed: whoever may show it opens it first."""
    return group_phone(str(value)) if value else ""


@register.filter
def name_masked(value: str | None) -> str:
    return mask_name(value) if value else ""


@register.filter
def localized(thing: Any, field: str) -> str:
    """`{{ estate|localized:"name" }}`: the column for the reader's language."""
    return languages.localized(thing, field) if thing else ""


@register.filter("file_size")
def file_size_filter(octets: int | None) -> str:
    return "" if octets is None else file_size(octets)


@register.filter
def in_fours(value: str | int | None) -> str:
    """Card numbers in groups of four."""
    text = str(value or "").replace(" ", "")
    return " ".join(text[i : i + 4] for i in range(0, len(text), 4))


@register.filter
def tel(value: str | None) -> str:
    """What stands after `tel:`: digits and a leading plus."""
    text = str(value or "")
    return ("+" if text.startswith("+") else "") + "".join(c for c in text if c.isdigit())


@register.simple_tag
def address(path: str) -> str:
    """One of the site's promised addresses (`/forum/`) under the reader's language.

    For the frame only: it stands below every app and may not name their URLs.
    """
    language = get_language()
    return path if language in (None, settings.LANGUAGE_CODE) else f"/{language}{path}"


@register.simple_tag(takes_context=True)
def current_tab(context: Context) -> str:
    """Which section this address belongs to: home, news, forum, club, events, contact, me; at the desk its room."""
    request = context.get("request")
    return section_of(request.path) if request else ""


@register.simple_tag(takes_context=True)
def has_role(context: Context, *roles: str) -> bool:
    """True if the viewer may work in one of the roles, at any estate."""
    viewer = context.get("viewer")
    return viewer is not None and viewer.has_role(*roles)


@register.simple_tag
def site_name() -> str:
    return gettext("Linli")


@register.simple_tag
def html_lang() -> str:
    """The document's language as browsers pick glyphs by it: zh-Hans, zh-Hant, en."""
    return lang_tag(get_language() or settings.LANGUAGE_CODE)


@register.filter
def lang_tag(code: str) -> str:
    """`zh-hans` as `zh-Hans`."""
    language, _, script = code.partition("-")
    return f"{language}-{script.title()}" if script else language
