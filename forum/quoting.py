"""What a quote of a post looks like in the composer. Sanitised with the rest when it is sent."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from forum.thread import Page
from portal import richtext

LONGEST = 200


def quoted(page: Page, number: int) -> str:
    """A block quote of post `number` of the page, with its author; empty if it can't be quoted."""
    for line in page.lines:
        if line.post.number == number and not line.is_shut:
            quote = format_html(
                "<blockquote>{}<br>{}</blockquote><div><br></div>",
                _("%(who)s (#%(number)s):") % {"who": line.post.by_name, "number": number},
                richtext.excerpt(line.post.html, LONGEST),
            )
            # A plain string: it is the value of a text field, which escapes it once more.
            return "".join(quote)
    return ""
