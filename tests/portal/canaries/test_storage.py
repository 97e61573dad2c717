"""What database, files, cache, logs and mails hold in clear has to be allowed by name."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import connection
from django.test import Client

from portal.jobs.registry import periodic_jobs
from tests.portal.canaries.cage import sung
from tests.portal.test_routes import (
    DANA,
    OWNER,
    STELLA,
    address,
)

pytestmark = pytest.mark.django_db

# What may lie in clear in the database: the columns of the fields above that are not sealed, the key columns of
# names, and tables of allauth and the mail wire that are closed to everybody but the server.
IN_CLEAR = {
    "owners_personname": {"owners.PersonName.name"},
    "owners_user": {"owners.User.last_name", "owners.User.first_name", "owners.User.email"},
    "account_emailaddress": {"owners.User.email"},
    "owners_claim": {"owners.Claim.name"},
    "owners_contact": {"owners.Contact.name", "owners.Contact.address"},
    "owners_tasklink": {"owners.TaskLink.person_name"},
    "crm_entry": {"crm.Entry.author_name"},
    "crm_workorder": {"crm.WorkOrder.handler_name"},
    "mailbox_message": {"mailbox.Message.author_name"},
}


def cached() -> str:
    """All that the cache holds, keys and values: in this process, or in Redis as it lies there."""
    if settings.REDIS_URL:
        client = cache._cache.get_client()
        pairs = [(key, client.get(key) or b"") for key in client.scan_iter()]
        return " ".join(part.decode("utf-8", "replace") for pair in pairs for part in pair)
    return " ".join(f"{key} {value}" for key, value in cache._cache.items())


def test_database_files_cache_logs_and_mails_hold_nothing_in_clear_but_what_is_listed(
    caged: dict[str, Any],
    everybody: dict[str, Client],
    drain: Callable[[], int],
    caplog: pytest.LogCaptureFixture,
    settings: Any,
) -> None:
    """Outbox, queues, audit trail, notifications and search index are tables like all others here."""
    caplog.set_level(logging.DEBUG)
    for route in ("desk:case", "desk:claim-review", "desk:follow-up-list", "owners:profile", "search:results"):
        for who in (DANA, STELLA, OWNER):
            everybody[who].get(address(route, caged))
    for job in periodic_jobs():
        job.run()
    drain()

    tables = {table: songs for table in _tables() if (songs := _sung_in(table) - IN_CLEAR.get(table, set()))}
    assert tables == {}
    assert sung(cached()) == set()
    assert {record.getMessage() for record in caplog.records if _is_ours(record) and sung(record.getMessage())} == set()
    assert {letter.subject for letter in mail.outbox if sung(f"{letter.subject} {letter.body}")} == set()
    assert {path for path, text in _files() if sung(text)} == set()


def _is_ours(record: logging.LogRecord) -> bool:
    """The driver's own echo of statements exists at DEBUG only, which no installation runs at."""
    return not record.name.startswith("django.db.backends")


def _tables() -> list[str]:
    with connection.cursor() as cursor:
        return connection.introspection.table_names(cursor)


def _sung_in(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        return set().union(*(sung(" ".join(str(value) for value in row)) for row in cursor.fetchall()))


def _files() -> Iterator[tuple[str, str]]:
    for name in ("default", "private"):
        folder = Path(storages[name].location)
        for path in folder.rglob("*") if folder.exists() else ():
            if path.is_file():
                yield str(path), path.read_bytes().decode("utf-8", "replace")
