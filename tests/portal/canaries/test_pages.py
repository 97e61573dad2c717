"""What a page shows in full has to be allowed by the name of its route and of who looks."""

from collections import defaultdict
from functools import partial
from typing import Any

import pytest
from django.test import Client

from owners.models import (
    Estate,
)
from tests.portal.canaries.allowed import allowed
from tests.portal.canaries.cage import heard
from tests.portal.canaries.fields import CANARIES
from tests.portal.test_routes import (
    DANA,
    MONA,
    STELLA,
    VISITOR,
    address,
    routes,
)

pytestmark = pytest.mark.django_db


def test_pages_show_personal_data_only_where_it_is_allowed(caged: dict[str, Any], everybody: dict[str, Client]) -> None:
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for route in routes():
        url = address(route, caged)
        for name, client in everybody.items():
            for field in heard(client.get(url)) - allowed(route, name):
                found[field, route].add(name)

    assert not found, "\n" + "\n".join(
        f"{field} at {route} before {', '.join(sorted(names))}" for (field, route), names in sorted(found.items())
    )


@pytest.mark.parametrize(
    ("route", "who", "words", "hit"),
    [
        ("search:results", VISITOR, ["PersonName.name", "Contact.name", "Contact.phone", "Claim.name"], False),
        ("search:results", MONA, ["PersonName.name", "Contact.name", "Contact.phone", "Claim.name"], False),
        # One character of a name, or half a number, tells nothing.
        ("desk:case-list", DANA, ["Contact.name", "PersonName.name"], False),
        ("desk:club-members", STELLA, [("PersonName.name", slice(1)), ("PersonName.name", slice(2, 3))], False),
        ("desk:case-list", DANA, [("Contact.phone", slice(7)), ("Contact.phone", slice(4, None))], False),
        ("desk:phone-entry-caller", DANA, [("PersonContact.value", slice(8))], False),
        ("desk:case-list", DANA, ["Contact.phone"], True),
    ],
)
def test_searching_tells_no_more_than_the_page(
    caged: dict[str, Any],
    everybody: dict[str, Client],
    estate: Estate,
    route: str,
    who: str,
    words: list[Any],
    hit: bool,
) -> None:
    """The answer to a word is the answer to a word that nobody bears, up to the word itself."""
    client = everybody[who]
    ask = client.get if route == "search:results" else partial(client.post, follow=True)
    for word in words:
        field, part = (word, slice(None)) if isinstance(word, str) else word
        text = CANARIES[f"owners.{field}"][part]
        nothing = "9" * len(text) if text.isdigit() else "爨" * len(text)
        asked, control = (
            ask(address(route, caged), {"q": one, "phone": one, "queue": "all"}) for one in (text, nothing)
        )
        assert (_rows(asked) != _rows(control)) == hit, f"{route} tells of {text}"
        if hit:
            assert heard(asked) <= {f"owners.{field}"}, "a list of cases shows the number that was typed, and no name"


def _rows(response: Any) -> tuple[int, int]:
    page = response.content.decode()
    return page.count("data-desk-row"), page.count("person:")
