"""Step 1: an editor writes, an approver approves, it is on the home page and in the feed, then corrected."""

from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Locale

from home.models import NewsIndexPage, NewsPage
from owners.actions import assign_role
from owners.models import Role, User
from portal.worktime import now

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ava(site: str, db: None) -> User:
    user = User.objects.create(username="ava", nickname="安和", phone="+8613900000016", phone_verified_at=now())
    assign_role(user=user, role=Role.APPROVER)
    return user


@pytest.fixture
def editor(site: str, db: None) -> User:
    user = User.objects.create(username="ed", nickname="艾迪", phone="+8613900000017", phone_verified_at=now())
    assign_role(user=user, role=Role.EDITOR)
    return user


def test_news_item_goes_from_draft_to_the_feed_and_is_corrected(enter: Any, editor: User, ava: User) -> None:
    index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
    writer, approver, reader = enter(editor), enter(ava), enter(None)
    writer.goto(f"/cms/pages/add/home/newspage/{index.pk}/")
    writer.fill("[name=title]", "三期主体封顶")
    writer.fill("[name=summary]", "比合同工期提前十一天。")
    writer.keyboard.press("Control+s")
    writer.wait_for_url("**/edit/**")
    page = NewsPage.objects.get()
    assert not page.live

    writer.locator("footer [data-w-dropdown-target=toggle], footer .w-dropdown__toggle").first.click()
    writer.locator("button[name=action-submit]").click()
    writer.wait_for_load_state()
    page.refresh_from_db()
    assert page.current_workflow_state is not None

    approver.goto(f"/cms/pages/{page.pk}/edit/")
    page.current_workflow_state.current_task_state.approve(user=ava)
    page.refresh_from_db()
    assert page.live

    reader.goto("/")
    assert "三期主体封顶" in reader.content()
    reader.goto("/news/feed/")
    assert "三期主体封顶" in reader.content()

    page.correction = "封顶日期是 11 月 19 日。"
    page.save_revision(user=ava).publish()
    call_command("publish_scheduled")
    reader.goto(page.url)
    assert "封顶日期是 11 月 19 日" in reader.inner_text("body")
