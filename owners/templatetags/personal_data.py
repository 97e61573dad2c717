"""Built into every template: `{% personal person "phone" %}`, `{{ residency.source|source_words }}`."""

from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from owners.personal import FIELDS, NOTHING_OPEN, Opened

register = template.Library()


@register.filter
def source_words(source: str) -> str:
    """Where something in the registry is known from: what wrote it by itself is said in words."""
    if source.startswith("claim:"):
        return gettext("claim by the resident")
    return gettext("owners’ register") if source == "registry" else source


@register.simple_tag(takes_context=True)
def personal(context: Context, thing: Any, name: str, *, plain: bool = False) -> SafeString | str:
    """A personal field of a person or contact: in full where the page's `opened` has it, else masked.

    Beside a mask stands a button that asks for a reason, for staff whose work may need it;
    `plain=True` leaves it out, for rows that are links themselves.
    """
    if thing is None:
        return ""
    opened: Opened = context.get("opened") or NOTHING_OPEN
    shown = opened.text(thing, name)
    if not shown or plain:
        return shown
    is_open = opened.shows(thing, name)
    if is_open and name != "phone":
        return shown
    return render_to_string(
        "owners/_personal.html",
        {
            "text": shown,
            "is_open": is_open,
            "field": FIELDS[name],
            "subject": thing.subject,
            "where": opened.where,
            "may_ask": not is_open and opened.may_ask(name),
        },
    )
