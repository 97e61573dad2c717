"""What can be looked up and what staff start from: the owners' guide, prepared answers, the page about us."""

from wagtail.models import Locale

from answers.actions import review_version, save_article, save_prepared_answer
from answers.models import PreparedVersion
from home.models import StandardPage
from portal import richtext
from portal.demo.world import World, content

_ABOUT = (
    "邻里置业 2009 年在兰州成立，建房，也照看房。今天我们为金水湾和云栖台的一千九百户人家服务。",
    "我们相信，好的社区不是没有问题，而是每个问题都有人回答。所以这里的投诉有编号，提问有答复，"
    "答复盖公司的章，超时也看得见。",
    "服务中心每天 9:00—18:00 开放，24 小时电话随时有人接听。",
)


def write_help(world: World) -> None:
    for seed in content("article"):
        html = richtext.from_text("\n\n".join(seed["paragraphs"]))
        save_article(
            title=seed["title"],
            html=html,
            subject=seed["subject"],
            keywords=seed["keywords"],
            title_en=seed["title_en"],
            html_en=richtext.from_text("\n\n".join(seed["paragraphs_en"])),
        )
    for seed in content("phrase"):
        save_prepared_answer(title=seed["title"], html=richtext.from_text(seed["text"]))
    for version in PreparedVersion.objects.waiting():
        review_version(viewer=world.viewer(world.staff["guan"]), version=version)
    page = StandardPage.objects.get(slug="about", locale=Locale.objects.get(language_code="zh-hans"))
    page.body = [("paragraph", f"<p>{text}</p>") for text in _ABOUT]
    page.save_revision().publish()
