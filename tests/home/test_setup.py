import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import Locale, Page, Site, Workflow

from home.models import HomePage, NewsCategory, NewsIndexPage, SiteSettings
from home.setup import WORKFLOW, ensure_site
from search.models import SearchSynonym

pytestmark = pytest.mark.django_db


def test_ensure_site_lays_front_pages_in_three_languages():
    ensure_site()

    homes = HomePage.objects.order_by("locale__language_code")
    assert [home.title for home in homes] == ["Home", "首页", "首頁"]
    assert {page.slug for home in homes for page in home.get_children()} == {"news", "projects", "about"}
    assert Site.objects.get(is_default_site=True).root_page.specific == homes.get(locale=Locale.get_default())


def test_ensure_site_twice_is_once():
    ensure_site()
    before = (
        Page.objects.count(),
        Workflow.objects.count(),
        NewsCategory.objects.count(),
        SearchSynonym.objects.count(),
    )

    ensure_site()

    after = (
        Page.objects.count(),
        Workflow.objects.count(),
        NewsCategory.objects.count(),
        SearchSynonym.objects.count(),
    )
    assert after == before


def test_ensure_site_leaves_what_people_changed_alone():
    site = ensure_site()
    SiteSettings.objects.update(company_name="邻里置业")
    HomePage.objects.update(title="我们的首页")

    ensure_site()

    assert SiteSettings.for_site(site).company_name == "邻里置业"
    assert set(HomePage.objects.values_list("title", flat=True)) == {"我们的首页"}


def test_set_up_site_removes_wagtails_greeting(client):
    call_command("set_up_site")

    assert client.get("/").context["page"].specific_class is HomePage
    assert not Page.objects.filter(title__startswith="Welcome").exists()


def test_news_wait_for_an_approver():
    ensure_site()

    workflow = NewsIndexPage.objects.get(locale=Locale.get_default()).get_workflow()

    assert workflow.name == WORKFLOW
    assert list(workflow.tasks[0].specific.groups.all()) == [Group.objects.get(name="approver")]


def test_editors_may_not_publish(eddy):
    ensure_site()

    may = HomePage.objects.get(locale=Locale.get_default()).permissions_for_user(eddy)

    assert (may.can_add_subpage(), may.can_edit(), may.can_publish()) == (True, True, False)
