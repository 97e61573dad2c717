"""Who listens to which domain event. Apps register in their own `subscribers.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.domain_events import DomainEvent

Handler = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Subscriber:
    name: str
    event_type: type[DomainEvent]
    handler: Handler
    ordered: bool


_by_name: dict[str, Subscriber] = {}


def subscriber(name: str, event_type: type[DomainEvent], *, ordered: bool = False) -> Callable[[Handler], Handler]:
    """Registers a handler for one type of event under a name that is stored with each delivery.

    The handler runs in its own transaction and may run twice for one event. `ordered` asks for the
    events of one key in the order of their recording.
    """

    def register(handler: Handler) -> Handler:
        if name in _by_name:
            raise ValueError(f"two outbox subscribers are named {name!r}")
        _by_name[name] = Subscriber(name, event_type, handler, ordered)
        return handler

    return register


def subscribers_of(event_type: type[DomainEvent]) -> list[Subscriber]:
    return [known for known in _by_name.values() if known.event_type is event_type]


def subscriber_named(name: str) -> Subscriber | None:
    return _by_name.get(name)
