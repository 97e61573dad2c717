"""Pieces of the frame that are the same for everybody: drawn once in this process, then copied.

    {% piece "portal/footer.html" %}

A piece may use the language, the section of the address (`current_tab`), large type and `frame`, and nothing else of
the page around it: no viewer, no token, no address.
"""

from django.template import Node
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from portal.preferences import wants_large_type
from portal.sections import section_of

# Pieces × languages × sections × estates, twice for large type; whoever has more estates draws some anew.
_MOST = 2000
_drawn: dict[tuple[object, ...], SafeString] = {}


class PieceNode(Node):
    def __init__(self, name: str) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        request, frame = context.get("request"), context.get("frame")
        is_large = request is not None and wants_large_type(request)
        tab = section_of(request.path) if request is not None else ""
        # The frame's stamp is another one once anything it shows has changed.
        key = (self.name, get_language(), tab, is_large, frame.stamp if frame is not None else None)
        drawn = _drawn.get(key)
        if drawn is None:
            assert context.template is not None  # a node renders inside its template
            inner = context.new({"request": request, "frame": frame})
            drawn = context.template.engine.get_template(self.name).render(inner)
            if len(_drawn) >= _MOST:
                _drawn.clear()
            _drawn[key] = drawn
        return drawn


def do_piece(parser: Parser, token: Token) -> PieceNode:
    bits = token.split_contents()[1:]
    if len(bits) != 1 or bits[0][0] not in "\"'":
        raise TemplateSyntaxError(
            '{% piece %} takes a template by its name in quotes: {% piece "portal/footer.html" %}'
        )
    return PieceNode(bits[0][1:-1])
