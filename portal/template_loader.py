"""Templates as browsers need them: without the indentation that is there for us.

A page of posts carries some ten kilobytes of spaces otherwise. Only what the template itself says is
touched, once, when it is loaded: never what is put in, never a message (its id is the text as written), never other
people's templates.
"""

import re
from typing import Any

from django.template import Template
from django.template.base import TextNode
from django.template.loaders.cached import Loader as CachedLoader

_AROUND_BREAKS = re.compile(r"\s*\n\s*")
# Within these, spaces are text.
_SPACES_COUNT = ("<pre", "<textarea")


class Loader(CachedLoader):
    """Django's cached loader; of our own HTML templates it keeps one line break where there was more."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        known = self.get_template_cache.get(self.cache_key(template_name, skip))
        template = super().get_template(template_name, skip)
        if known is None and _is_ours(template):
            for node in template.nodelist.get_nodes_by_type(TextNode):
                assert isinstance(node, TextNode)
                node.s = _AROUND_BREAKS.sub("\n", node.s)
        return template


def _is_ours(template: Template) -> bool:
    name = template.origin.name
    return (
        name.endswith(".html") and "site-packages" not in name and not any(t in template.source for t in _SPACES_COUNT)
    )
