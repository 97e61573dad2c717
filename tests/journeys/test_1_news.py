"""Step 1: an editor writes, an approver approves, it is on the home page and in the feed, then corrected."""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from wagtail.models import Locale

from home.models import NewsIndexPage, NewsPage
from owners.actions import assign_role
from owners.models import Role, User
from portal.worktime import now
from tests.conftest import pledge
from tests.journeys.conftest import PATIENCE, eventually

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ava(site: str, db: None) -> User:
    user = User.objects.create(username="ava", nickname="安和", phone="+8613900000016", phone_verified_at=now())
    assign_role(user=user, role=Role.APPROVER)
    pledge(user)
    return user


@pytest.fixture
def editor(site: str, db: None) -> User:
    user = User.objects.create(username="ed", nickname="艾迪", phone="+8613900000017", phone_verified_at=now())
    assign_role(user=user, role=Role.EDITOR)
    pledge(user)
    return user


def open_actions(page: Any, choice: str) -> None:
    """Opens the editor's menu of further actions; its script may wake only after the page stands."""
    page.wait_for_function("document.readyState === 'complete'")
    toggle = page.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first
    for _ in range(PATIENCE):
        if not page.locator(choice).first.is_visible():
            toggle.click()
        try:
            page.locator(choice).first.wait_for(state="visible", timeout=1000)
        except PlaywrightTimeout:
            continue
        return
    raise AssertionError(f"the menu never showed {choice}")


def test_news_item_goes_from_draft_to_the_feed_and_is_corrected(
    enter: Any, editor: User, ava: User, settings: Any
) -> None:
    # The editor saves by hand here: two ways of saving at once would be a race of the test's own making.
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0
    index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
    writer, approver, reader = enter(editor), enter(ava), enter(None)
    writer.goto(f"/cms/pages/add/home/newspage/{index.pk}/")
    writer.fill("[name=title]", "三期主体封顶")
    writer.fill("[name=summary]", "比合同工期提前十一天。")
    writer.locator("footer button.action-save").click()
    page = eventually(writer, NewsPage.objects.first)
    assert not page.live

    writer.goto(f"/cms/pages/{page.pk}/edit/")
    open_actions(writer, "button[name=action-submit]")
    writer.locator("button[name=action-submit]").click()
    eventually(writer, lambda: NewsPage.objects.get().current_workflow_state)

    approver.goto(f"/cms/pages/{page.pk}/edit/")
    open_actions(approver, "button[data-workflow-action-name=approve]")
    approver.locator("button[data-workflow-action-name=approve]").first.click()
    eventually(approver, lambda: NewsPage.objects.get().live)
    page = NewsPage.objects.get()

    reader.goto("/")
    assert "三期主体封顶" in reader.inner_text("body")
    reader.goto("/news/feed/")
    assert "三期主体封顶" in reader.content()

    page.correction = "封顶日期是 11 月 19 日。"
    page.save_revision(user=ava).publish()
    call_command("publish_scheduled")
    reader.goto(page.url)
    assert "封顶日期是 11 月 19 日" in reader.inner_text("body")
