"""The site before anybody wrote anything: languages, front pages, who may do what, the workflow.

Everything here may run any number of times; what people changed since is left alone.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupPagePermission,
    Locale,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from home.models import HomePage, NewsCategory, NewsIndexPage, ProjectIndexPage, SiteSettings, StandardPage
from home.models.articles import SitePage
from owners.models import Role
from owners.pledge import ensure_first_text
from owners.role_groups import equip_role_groups, role_groups
from search.actions import set_synonyms

# Page texts are data, one column per language: (zh-hans, zh-hant, en).
_LANGUAGES = ("zh-hans", "zh-hant", "en")
_HOME = ("首页", "首頁", "Home")
_HEADLINE = ("每一句话，都有回音", "每一句話，都有回音", "Every word gets an answer")
_WELCOME = (
    "业主论坛、会员活动、投诉建议都在这里。每一件事都有人答复，进展看得见。",
    "業主論壇、會員活動、投訴建議都在這裏。每一件事都有人答覆，進展看得見。",
    "Forum, club and a place to complain. Every matter gets an answer, and you can watch it move.",
)
_FRONT = (
    (
        "news",
        NewsIndexPage,
        ("新闻", "新聞", "News"),
        ("楼盘与社区的近况", "樓盤與社區的近況", "What is new in our estates"),
    ),
    (
        "projects",
        ProjectIndexPage,
        ("项目", "項目", "Projects"),
        ("我们建设和服务的楼盘", "我們建設和服務的樓盤", "The estates we build and look after"),
    ),
    (
        "about",
        StandardPage,
        ("关于我们", "關於我們", "About us"),
        ("我们是谁，如何找到我们", "我們是誰，如何找到我們", "Who we are and how to reach us"),
    ),
)
_CATEGORIES = (
    ("progress", "工程进度", "工程進度", "Construction"),
    ("community", "社区生活", "社區生活", "Community life"),
    ("service", "服务公告", "服務公告", "Service"),
    ("company", "公司动态", "公司動態", "Company"),
)
_SYNONYMS = (
    "电梯 升降机 升降梯 直梯",
    "物业费 管理费 物管费",
    "停车位 车位 泊位",
    "漏水 渗水 渗漏",
    "门禁 门卡 门锁",
    "会所 俱乐部",
    "快递柜 丰巢 取件柜",
)
WORKFLOW = "新闻发布审批"
WORKFLOW_TASK = "发布审核"


@transaction.atomic
def ensure_site() -> Site:
    """Lays what is missing and returns the default site. Needs a migrated database."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in _LANGUAGES]
    _ensure_roots(locales[0])
    home = _ensure_home(locales[0])
    fronts = [_ensure_front(home, *front) for front in _FRONT]
    for at, locale in enumerate(locales[1:], start=1):
        _ensure_language(locale, at, home, fronts)
    site = _ensure_root(home)
    SiteSettings.objects.get_or_create(site=site)
    _ensure_permissions(home)
    _ensure_workflow(home)
    for at, (slug, name, name_zh_hant, name_en) in enumerate(_CATEGORIES):
        texts = {"name": name, "name_zh_hant": name_zh_hant, "name_en": name_en, "sort": at}
        NewsCategory.objects.get_or_create(slug=slug, defaults=texts)
    for words in _SYNONYMS:
        set_synonyms(words=words)
    ensure_first_text()
    return site


def _ensure_roots(locale: Locale) -> None:
    """The trees that Wagtail's migrations plant, should somebody have emptied the tables."""
    if Page.get_first_root_node() is None:
        page_type = ContentType.objects.get_for_model(Page)
        Page.add_root(instance=Page(title="Root", slug="root", locale=locale, content_type=page_type))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")


def _ensure_home(locale: Locale) -> HomePage:
    home = HomePage.objects.filter(locale=locale).first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(title=_HOME[0], slug="linli", locale=locale, headline=_HEADLINE[0], summary=_WELCOME[0])
        root.add_child(instance=home)
        home.save_revision().publish()
    return home


def _ensure_root(home: HomePage) -> Site:
    """Points the default site at our home and canonical address; the page that Wagtail greets with goes."""
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    address = urlsplit(settings.CANONICAL_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    if (site.root_page_id, site.hostname, site.port) != (home.pk, address.hostname, port):
        site.root_page, site.hostname, site.port = home, address.hostname, port
        # Nameless: the editor's pages then say the name of the settings, each in its reader's language.
        site.site_name = ""
        site.save()
        for greeting in Page.objects.filter(depth=2, slug="home").exact_type(Page):
            greeting.delete()
    return site


def _ensure_front(
    home: HomePage, slug: str, page_type: type[SitePage], titles: tuple[str, ...], summaries: tuple[str, ...]
) -> tuple[SitePage, tuple[str, ...], tuple[str, ...]]:
    page = page_type.objects.child_of(home).filter(slug=slug).first()
    if page is None:
        page = page_type(title=titles[0], slug=slug, summary=summaries[0], show_in_menus=True)
        home.add_child(instance=page)
        page.save_revision().publish()
        home.refresh_from_db()
    return page, titles, summaries


def _ensure_language(
    locale: Locale, at: int, home: HomePage, fronts: list[tuple[SitePage, tuple[str, ...], tuple[str, ...]]]
) -> None:
    """The front pages in another language. Articles follow as people translate them."""
    for page, titles, summaries in [(home, _HOME, _WELCOME), *fronts]:
        if page.has_translation(locale):
            continue
        copy = page.copy_for_translation(locale)
        copy.title, copy.summary, copy.slug = titles[at], summaries[at], _slug(page, locale)
        copy.draft_title = copy.title
        if isinstance(copy, HomePage):
            copy.headline = _HEADLINE[at]
        copy.save_revision().publish()


def _slug(page: SitePage, locale: Locale) -> str:
    """Homes are siblings and need different slugs; below them addresses agree in all languages."""
    return f"{page.slug}-{locale.language_code}" if isinstance(page, HomePage) else page.slug


def _ensure_permissions(home: HomePage) -> None:
    # Once more: what may be granted on our pictures is known only after all migrations.
    equip_role_groups()
    groups = role_groups()
    root = Page.get_first_root_node()
    may = {
        Role.EDITOR: ("add", "change"),
        Role.APPROVER: ("add", "change", "publish", "lock", "unlock"),
        Role.ADMIN: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    }
    pages = ContentType.objects.get(app_label="wagtailcore", model="page")
    for role, verbs in may.items():
        for verb in verbs:
            permission = Permission.objects.get(content_type=pages, codename=f"{verb}_page")
            GroupPagePermission.objects.get_or_create(group=groups[role], page=root, permission=permission)
    for role, model, verbs in (
        (Role.EDITOR, NewsCategory, ("add", "change", "view")),
        (Role.APPROVER, NewsCategory, ("add", "change", "view", "delete")),
        (Role.ADMIN, SiteSettings, ("change",)),
    ):
        _grant(groups[role], model, verbs)


def _grant(group: Group, model: type, verbs: tuple[str, ...]) -> None:
    kind = ContentType.objects.get_for_model(model)
    codenames = [f"{verb}_{kind.model}" for verb in verbs]
    group.permissions.add(*Permission.objects.filter(content_type=kind, codename__in=codenames))


def _ensure_workflow(home: HomePage) -> None:
    """What an editor submits waits for one approver, in every language."""
    task, made = GroupApprovalTask.objects.get_or_create(name=WORKFLOW_TASK)
    if made:
        task.groups.add(role_groups()[Role.APPROVER])
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    for page in [home, *home.get_translations()]:
        if not WorkflowPage.objects.filter(page=page).exists():
            WorkflowPage.objects.create(workflow=workflow, page=page)
    # Wagtail's own sample workflow would stand above ours at the root.
    Workflow.objects.filter(name="Moderators approval").update(active=False)
    WorkflowPage.objects.filter(workflow__name="Moderators approval").delete()
