"""The page pieces that `{% ui %}` offers, with the props each one takes.

A component is a template in `components/` and one line here. A prop that is not declared, or a
required one that is missing, stops the template from compiling: no page is ever half a component.
`/styleguide/` shows all of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.component_props import (
    avatar_props,
    clock_chip_props,
    composer_props,
    date_block_props,
    field_props,
    official_answer_props,
    qr_props,
    seal_props,
    status_rail_props,
)

type Props = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Component:
    """`optional` gives each prop's value when it is left out; `prepare` adds what the template derives."""

    required: frozenset[str] = frozenset()
    optional: Mapping[str, Any] = field(default_factory=dict)
    prepare: Callable[[Props], Props] | None = None

    def problem(self, given: set[str]) -> str:
        """What is wrong with these props, or an empty string."""
        if unknown := given - self.required - self.optional.keys():
            return f"has no prop {', '.join(sorted(unknown))}"
        if missing := self.required - given:
            return f"needs {', '.join(sorted(missing))}"
        return ""

    def complete(self, given: Props) -> Props:
        props = {**self.optional, **given}
        return {**props, **self.prepare(props)} if self.prepare else props


def _takes(*required: str, prepare: Callable[[Props], Props] | None = None, **optional: Any) -> Component:
    return Component(frozenset(required), optional, prepare)


COMPONENTS: dict[str, Component] = {
    "avatar": _takes("name", seed="", size="", prepare=avatar_props),
    "breadcrumbs": _takes("items"),
    "clock_chip": _takes("due_at", started_at=None, paused=False, stopped_at=None, prepare=clock_chip_props),
    "composer": _takes("field", draft_key="", draft_url="", mention_url="", label="", prepare=composer_props),
    "date_block": _takes("at", prepare=date_block_props),
    "empty": _takes("text", icon="inbox", action_label="", action_url="", title=""),
    "errors": _takes("form"),
    "event_card": _takes(
        "title",
        "at",
        "url",
        place="",
        seats_left=None,
        points=None,
        own_state="",
        waiting=False,
        image_url="",
        note="",
    ),
    "field": _takes("field", label="", depends=False, prepare=field_props),
    "icon": _takes("name", label="", size=""),
    "member_card": _takes("name", "tier", "number", qr_data="", since=None, club="", tone=""),
    "official_answer": _takes(
        "html",
        "company",
        who="",
        post="",
        at=None,
        took="",
        corrections=(),
        promise=None,
        kept_at=None,
        url="",
        number="",
        repeated=False,
        prepare=official_answer_props,
    ),
    "pager": _takes(newer_url="", older_url="", newer_label="", older_label=""),
    "photos": _takes("uploads"),
    "qr": _takes("data", label="", prepare=qr_props),
    "seal": _takes("company", size="", prepare=seal_props),
    "status_rail": _takes("steps", who="", promise_at=None, compact=False, prepare=status_rail_props),
}
