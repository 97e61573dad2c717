"""Two kinds that exist for the tests of this room."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress

from notify import declare, kinds
from owners.models import User


@pytest.fixture(autouse=True)
def _kinds() -> Iterator[None]:
    declare(
        "test.reply", label="Replies", title="%(who)s replied to “%(topic)s”", text="%(who)s says hello",
        default=("bell", "email"),
    )  # fmt: skip
    declare("test.quiet", label="Quiet", title="Quiet news")
    declare("test.watch", label="Watch", title="Something waits", for_staff=True)
    yield
    for name in ("test.reply", "test.quiet", "test.watch"):
        del kinds._kinds[name]


@pytest.fixture
def olga_with_mail(olga: User) -> User:
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True, primary=True)
    return olga
