"""The editors' road through the real screens: draft, preview, approval, schedule, correction."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.models import NewsIndexPage, NewsPage
from home.tasks import publish_scheduled

pytestmark = pytest.mark.django_db


def form_of(title="快递柜增加 84 格", **changes):
    return nested_form_data(
        {
            "title": title,
            "slug": "lockers",
            "summary": "业主提出的建议，二十六天后启用。",
            "lead_image": "",
            "shown_at": "2026-11-20 09:00",
            "estate": "",
            "body": streamfield([("paragraph", rich_text("<p>新柜装在北门东侧。</p>"))]),
            "correction": "",
            "related_news": inline_formset([]),
            "comments": inline_formset([]),
            **changes,
        }
    )


@pytest.fixture
def index(site):
    return NewsIndexPage.objects.get(locale=Locale.get_default())


@pytest.fixture
def add_url(index):
    return reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])


@pytest.fixture
def draft(client_for, eddy, add_url):
    response = client_for(eddy).post(add_url, form_of())
    assert response.status_code == 302, response.context["form"].errors
    return NewsPage.objects.get(slug="lockers")


def edit(page, client, **changes):
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(url, form_of(**changes))


def approve(page, ada, client_for):
    state = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client_for(ada).post(url, {"comment": ""})


def test_editor_keeps_a_draft(draft, client):
    assert (draft.live, draft.owner.nickname) == (False, "艾迪")
    assert client.get("/news/lockers/").status_code == 404


def test_editor_previews_on_a_phone(draft, client_for, eddy):
    client = client_for(eddy)
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).content.decode()

    made = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk]), form_of(title="预览的标题"))
    shown = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk]))

    assert 'data-device-width="360"' in editor or 'value="360"' in editor
    assert made.json()["is_valid"]
    assert "新柜装在北门东侧" in shown.content.decode()


def test_editor_cannot_publish(draft, client_for, eddy):
    edit(draft, client_for(eddy), **{"action-publish": "Publish"})

    draft.refresh_from_db()
    assert not draft.live


def test_approver_publishes_what_the_editor_submitted(draft, client_for, eddy, ada, client):
    edit(draft, client_for(eddy), **{"action-submit": "Submit"})

    approve(draft, ada, client_for)

    draft.refresh_from_db()
    assert draft.live
    assert "快递柜增加 84 格" in client.get("/").content.decode().replace("<wbr>", "")
    assert "快递柜增加 84 格" in client.get("/news/feed/").content.decode()
    assert [one.entry.title for one in client.get("/search/", {"q": "遞櫃"}).context["results"]] == ["快递柜增加 84 格"]


def test_editor_cannot_approve_their_own(draft, client_for, eddy):
    edit(draft, client_for(eddy), **{"action-submit": "Submit"})

    approve(draft, eddy, client_for)

    draft.refresh_from_db()
    assert not draft.live


def test_scheduled_news_appears_when_its_time_has_come(draft, client_for, ada, client, monkeypatch):
    soon = timezone.localtime(timezone.now() + timedelta(hours=2)).strftime("%Y-%m-%d %H:%M")
    edit(draft, client_for(ada), go_live_at=soon, **{"action-publish": "Publish"})
    call_command("publish_scheduled")
    assert client.get("/news/lockers/").status_code == 404
    later = timezone.now() + timedelta(hours=3)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)

    publish_scheduled()

    assert client.get("/news/lockers/").status_code == 200


def test_correction_is_shown_with_its_date(draft, client_for, ada, client):
    edit(draft, client_for(ada), **{"action-publish": "Publish"})

    edit(draft, client_for(ada), correction="原文写 48 格，实际为 84 格。", **{"action-publish": "Publish"})

    page = client.get("/news/lockers/").content.decode()
    draft.refresh_from_db()
    assert "原文写 48 格，实际为 84 格。" in page
    assert draft.corrected_at is not None
    assert draft.revisions.count() == 3


def test_correction_of_what_was_never_published_is_refused(draft, client_for, eddy):
    response = edit(draft, client_for(eddy), correction="更正")

    assert "correction" in response.context["form"].errors


def test_video_of_another_host_is_refused(client_for, eddy, add_url):
    video = {
        "url": "https://evil.example/v",
        "title": "视频",
        "poster": {"image": "", "decorative": "", "alt_text": ""},
    }

    response = client_for(eddy).post(add_url, form_of(body=streamfield([("video", video)])))

    assert "body" in response.context["form"].errors


def test_page_with_a_chinese_title_gets_an_address_by_itself(client_for, eddy, add_url):
    client_for(eddy).post(add_url, form_of(title="三期主体封顶", slug=""))

    assert re.fullmatch(r"\d{8}-[0-9a-z]{4}", NewsPage.objects.get(title="三期主体封顶").slug)
