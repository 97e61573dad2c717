"""What marketing published: news with pictures, two project pages, the facts in the footer."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

from django.core.files.images import ImageFile
from wagtail.models import Locale, Site

from home.models import NewsCategory, NewsIndexPage, NewsPage, ProjectIndexPage, ProjectPage, SiteImage, SiteSettings
from portal.demo.pictures import picture_of
from portal.demo.timeline import Timeline
from portal.demo.world import World, content

_CATEGORY = {"project": "progress", "service": "service", "club": "community"}


def schedule(world: World, timeline: Timeline) -> None:
    timeline.at(world.days_ago(359), lambda: _projects(world))
    for at, seed in enumerate(content("new")):
        timeline.at(world.office(world.today + timedelta(days=seed["offset"])), _publish(world, seed, at))


def picture(seed: int, title: str, motif: str) -> SiteImage:
    file = ImageFile(BytesIO(picture_of(motif, seed)), name=f"{motif}-{seed}.jpg")
    return SiteImage.objects.create(title=title, description=title, file=file)


def _in_english(page: NewsPage | ProjectPage, *, paragraphs: list[str], **texts: str) -> None:
    """The page's translation, live. What has none is read in Chinese on the English site, too."""
    english = page.copy_for_translation(Locale.objects.get(language_code="en"))
    for name, text in texts.items():
        setattr(english, name, text)
    english.body = [("paragraph", f"<p>{text}</p>") for text in paragraphs]
    english.save_revision().publish()


def _publish(world: World, seed: dict[str, Any], at: int) -> Callable[[], None]:
    def publish() -> None:
        index = NewsIndexPage.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
        page = NewsPage(
            title=seed["title"],
            slug=f"news-{at + 1}",
            summary=seed["intro"],
            estate=world.estates["yunqitai" if "云栖台" in seed["title"] else "jinshuiwan"],
            lead_image=picture(at + 40, seed["title"], seed["motif"]),
            body=[("paragraph", f"<p>{text}</p>") for text in seed["paragraphs"]],
            owner=world.staff["eddy"],
        )
        index.add_child(instance=page)
        page.categories.add(NewsCategory.objects.get(slug=_CATEGORY[seed["category"]]))
        page.save_revision(user=world.staff["eddy"]).publish()
        if title := seed.get("title_en"):
            _in_english(page, title=title, summary=seed["intro_en"], paragraphs=seed["paragraphs_en"])

    return publish


def _projects(world: World) -> None:
    settings = SiteSettings.for_site(Site.objects.get(is_default_site=True))
    settings.company_name, settings.company_name_zh_hant = "邻里置业", "鄰里置業"
    settings.company_name_en = "Linli Homes"
    settings.save()
    index = ProjectIndexPage.objects.get(locale=Locale.objects.get(language_code="zh-hans"))
    for at, (slug, motif, summary, homes, permit, summary_en, homes_en, address_en) in enumerate(
        (
            (
                "jinshuiwan",
                "water",
                "临水而居的七栋小高层，一条银杏道连着每一个单元门。",
                "七栋，1,268 户，89—143 ㎡",
                "兰房预售证第 2017-088 号",
                "Seven low towers by the water; one lane of ginkgos leads to every entrance.",
                "7 buildings, 1,268 homes, 89–143 m²",
                "188 Binhe East Road, Chengguan, Lanzhou",
            ),
            (
                "yunqitai",
                "garden",
                "山脚下的院子，首层架空，留给孩子和老人。",
                "九栋，640 户，98—168 ㎡",
                "兰房预售证第 2025-031 号",
                "A courtyard at the foot of the hills; the ground floors are left to children and elders.",
                "9 buildings, 640 homes, 98–168 m²",
                "6 Yunqi Road, Yuzhong, Lanzhou",
            ),
        )
    ):
        estate = world.estates[slug]
        page = ProjectPage(
            title=estate.name, slug=slug, summary=summary, estate=estate, address=estate.address, homes=homes,
            permit_number=permit, sales_phone="0931-5550300", lead_image=picture(at + 70, estate.name, motif),
            body=[("paragraph", f"<p>{summary}园林、大堂和会所同步交付。</p>")],
        )  # fmt: skip
        index.add_child(instance=page)
        page.save_revision().publish()
        _in_english(
            page,
            title=estate.name_en,
            summary=summary_en,
            address=address_en,
            homes=homes_en,
            paragraphs=[f"{summary_en} Garden, halls and club house are handed over with the homes."],
        )
