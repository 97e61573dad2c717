"""Canaries where the pages of our own routes are not all: sockets, Wagtail's admin, and allauth's pages."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from crm.actions import answer_customer
from crm.models import Case
from mailbox.models import Conversation
from notify.models import Notification
from owners.models import User
from portal.realtime import telling
from tests.portal.canaries.cage import heard, sung
from tests.portal.canaries.fields import CANARIES
from tests.portal.test_routes import ADAM, DANA, EDDY, OWNER, PETRA, STELLA, VISITOR

pytestmark = pytest.mark.django_db

# Pages of others on which somebody sees what is their own.
OWN = {"account_email", "account_change_email", "account_change_phone", "account_login", "mfa_index"}
# Each kind of viewer that these pages know: editors, administrators, other staff, customers, visitors.
LOOKING = (EDDY, ADAM, STELLA, DANA, PETRA, OWNER, VISITOR)
OWN_FIELDS = {"owners.User.email", "owners.User.phone"}
# They end the session, or fail on purpose.
SKIPPED = {"wagtailadmin_logout", "account_logout", "javascript_catalog", "wagtailadmin_error_test"}


def foreign_pages() -> Iterator[tuple[str, str]]:
    """(name, address) of every page without arguments that Wagtail or allauth serves."""

    def walk(resolver: Any, path: str) -> Iterator[tuple[str, str]]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern, f"{path}{pattern.namespace}:" if pattern.namespace else path)
            elif isinstance(pattern, URLPattern) and pattern.name and pattern.name not in SKIPPED:
                yield f"{path}{pattern.name}", str(pattern.lookup_str)

    for name, view in walk(get_resolver(), ""):
        if not view.startswith(("wagtail", "allauth", "mailbox.wagtail", "home.wagtail", "django.views")):
            continue
        try:
            yield name, reverse(name)
        except NoReverseMatch:
            continue


def test_pages_of_wagtail_and_allauth_show_nobody_to_anybody_else(
    caged: dict[str, Any], everybody: dict[str, Client]
) -> None:
    """Lists, searches and settings of the content management, and the account pages."""
    pages = dict(foreign_pages())
    assert {"wagtailadmin_home", "account_email"} <= set(pages)
    assert any("delivery" in name for name in pages), "the list of received mail is among them"
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, url in pages.items():
        for who in LOOKING:
            client = everybody[who]
            own = OWN_FIELDS if who == OWNER and name in OWN else set()
            for field in heard(client.get(url)) - own:
                found[field, name].add(who)

    assert not found, "\n" + "\n".join(
        f"{field} at {name} before {sorted(who)}" for (field, name), who in found.items()
    )


def test_sockets_carry_ids_and_no_person(
    caged: dict[str, Any],
    everybody: dict[str, Client],
    dana: User,
    viewer_of: Callable[..., Any],
    drain: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """What happens to Olga's matter, her claim and her notifications, as open pages are told of it."""
    told: list[str] = []
    monkeypatch.setattr(telling, "_publish", lambda message: told.append(json.dumps(message, ensure_ascii=False)))
    matter = Conversation.objects.get(token=caged["token"])
    with django_capture_on_commit_callbacks(execute=True):
        everybody[OWNER].post(
            f"/contact/t/{matter.token}/reply/", {"html": f"<p>{CANARIES['owners.Contact.name']}</p>"}
        )
        answer_customer(viewer=viewer_of(dana), case=Case.objects.get(), html="<p>在查了。</p>")
        drain()

    assert len(told) > 3, told
    assert Notification.objects.exists()
    assert {message for message in told if sung(message)} == set()
