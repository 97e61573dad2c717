"""Searching: titles while one types, by keys and with an input method; results in a narrow window."""

from typing import Any

import pytest

import search
from portal.worktime import now
from search.actions import Entry
from tests.journeys.conftest import DESK, PHONE, settled

pytestmark = pytest.mark.django_db(transaction=True)


def put(*titles: str) -> None:
    search.put_all(
        Entry(
            kind="forum.post",
            ref=str(n),
            audience="public",
            title=title,
            text="三号楼",
            url=f"/search/?q={n}",
            when=now(),
        )
        for n, title in enumerate(titles)
    )


def open_search(page: Any) -> None:
    page.goto("/search/")
    page.wait_for_selector("[data-search][data-listening]")
    settled(page)


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_titles_are_suggested_and_opened_by_keys(enter: Any, accessible: Any, estate: Any, device: Any) -> None:
    put("电梯又停了", "三号楼电梯")
    page = enter(None, device)
    open_search(page)
    field, options = page.locator("#search-q"), page.locator(".search-option")

    field.press_sequentially("電梯")
    options.first.wait_for()
    accessible(page)
    field.press("ArrowDown")

    assert field.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    field.press("Escape")
    assert options.count() == 0
    field.press_sequentially("又")
    options.first.wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/search/?q=0")


def test_an_input_method_asks_for_nothing_while_it_composes(enter: Any, estate: Any) -> None:
    put("电梯又停了")
    page = enter(None, DESK)
    open_search(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/suggest/" in request.url else None)
    page.locator("#search-q").focus()
    keyboard = page.context.new_cdp_session(page)

    keyboard.send("Input.imeSetComposition", {"text": "dian ti", "selectionStart": 7, "selectionEnd": 7})
    page.wait_for_timeout(600)
    assert asked == []

    keyboard.send("Input.insertText", {"text": "电梯"})
    page.locator(".search-option").first.wait_for()
    assert len(asked) == 1


def test_results_are_narrowed_down_on_a_phone(enter: Any, accessible: Any, estate: Any) -> None:
    put("电梯又停了", "三号楼电梯")
    page = enter(None, PHONE)
    page.goto("/search/?q=电梯")

    page.locator(".search-narrowing > summary").click()
    accessible(page)
    page.get_by_role("checkbox").check()
    page.locator(".search-narrowing button").click()

    page.wait_for_url("**official=on**")
    assert page.locator(".search-result").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
