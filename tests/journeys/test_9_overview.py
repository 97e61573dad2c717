"""Step 9: the manager's dashboard and the ledger as xlsx. And the door of the demonstration."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from crm.actions import open_case
from mailbox.actions import open_conversation
from owners.models import Estate, User
from tests.journeys.conftest import DESK, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_manager_sees_the_numbers_and_takes_the_ledger_away(
    enter: Any, accessible: Any, estate: Estate, mona: User, device: Any
) -> None:
    matter = open_conversation(
        estate=estate, kind="complaint", channel="web", subject="电梯异响", text="十二层。", name="周喆"
    )
    open_case(conversation_id=matter.pk)
    page = enter(mona, device)

    page.goto("/desk/")
    accessible(page)
    page.goto("/desk/ledger/")
    accessible(page)
    with page.expect_download() as download:
        page.click("[href*='export'], form[action*='export'] button")

    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).active
    assert any(matter.number in [str(cell.value) for cell in row] for row in sheet.iter_rows())


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize(
    "address",
    ["/", "/news/", "/forum/", "/club/", "/club/events/", "/contact/", "/search/?q=电梯", "/accounts/login/", "/help/"],
)
def test_front_of_the_house_is_accessible(
    enter: Any, accessible: Any, estate: Estate, address: str, device: Any
) -> None:
    page = enter(None, device)

    page.goto(address)

    accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"


@pytest.mark.parametrize("prefix", ["", "/zh-hant", "/en"])
def test_every_language_says_home_in_its_own_words(enter: Any, estate: Estate, prefix: str) -> None:
    page = enter(None)

    page.goto(f"{prefix}/forum/")

    words = {"": "论坛", "/zh-hant": "論壇", "/en": "Forum"}[prefix]
    assert words in page.inner_text("body")
