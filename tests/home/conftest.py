from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale, Site

from home.models import HomePage, NewsIndexPage, NewsPage, SiteImage
from home.setup import ensure_site
from owners.models import Role, User
from portal.worktime import now


@pytest.fixture
def site(db) -> Site:
    return ensure_site()


@pytest.fixture
def home(site) -> HomePage:
    return HomePage.objects.get(locale=Locale.get_default())


@pytest.fixture
def news_index(site) -> NewsIndexPage:
    return NewsIndexPage.objects.get(locale=Locale.get_default())


@pytest.fixture
def ada(make_staff) -> User:
    """Approves what editors write."""
    return make_staff("安达", "+8613900000011", Role.APPROVER)


@pytest.fixture
def make_staff(db) -> Callable[[str, str, str], User]:
    from tests.conftest import _staff

    return lambda name, phone, role: _staff(name, phone, role, None)


def jpeg(colour: str = "teal", size: tuple[int, int] = (320, 200), **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()


@pytest.fixture
def make_picture(db) -> Callable[..., SiteImage]:
    def make(title: str = "园林") -> SiteImage:
        image = SiteImage(title=title, description=f"{title}的样子", description_en="A garden")
        image.file = ImageFile(BytesIO(jpeg()), name="garden.jpg")
        image.save()
        return image

    return make


@pytest.fixture
def make_news(news_index) -> Callable[..., NewsPage]:
    """Publishes a news item the way Wagtail does; `age` in days."""

    def make(title: str, *, slug: str, age: int = 0, live: bool = True, **fields) -> NewsPage:
        fields = {"summary": f"{title}的摘要", "shown_at": now() - timedelta(days=age), **fields}
        categories = fields.pop("categories", [])
        page = NewsPage(title=title, slug=slug, live=False, **fields)
        news_index.add_child(instance=page)
        page.categories.set(categories)
        revision = page.save_revision()
        if live:
            revision.publish()
        page.refresh_from_db()
        return page

    return make
