from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from PIL import ExifTags, Image

from home.models import SiteImage
from home.models.images import CARD_SPECS
from tests.home.conftest import jpeg

pytestmark = pytest.mark.django_db


def photograph() -> bytes:
    """As a phone takes it: lying on its side, with the place in it."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Artist] = "somebody"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (36.0, 3.0, 30.0), 3: "E", 4: (103.0, 49.0, 0.0)})
    return jpeg(size=(400, 300), exif=exif)


def upload(client, data: bytes, **fields):
    form = {
        "title": "园林",
        "description": "园林一角",
        "file": SimpleUploadedFile("IMG_1.jpg", data, "image/jpeg"),
        **fields,
    }
    return client.post("/cms/images/add/", form)


def test_photograph_carries_a_place():
    assert Image.open(BytesIO(photograph())).getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_picture_is_stored_without_metadata_and_upright(site, client_for, eddy):
    response = upload(client_for(eddy), photograph())

    assert response.status_code == 302
    image = SiteImage.objects.get()
    with image.file.open() as stored:
        bytes_stored = stored.read()
    kept = Image.open(BytesIO(bytes_stored))
    assert (kept.getexif(), "exif" in kept.info, kept.size) == (Image.Exif(), False, (300, 400))
    assert (image.width, image.height, image.file_size) == (300, 400, len(bytes_stored))


def test_renditions_carry_no_metadata(site, client_for, eddy):
    upload(client_for(eddy), photograph())

    rendition = SiteImage.objects.get().get_rendition("format-jpeg|width-100")

    with rendition.file.open() as drawn:
        assert "exif" not in Image.open(drawn).info


def test_picture_needs_words(site, client_for, eddy):
    response = upload(client_for(eddy), jpeg(), description="")

    assert "description" in response.context["form"].errors
    assert not SiteImage.objects.exists()


@pytest.mark.parametrize("data", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"GIF89a" + b"\x00" * 20])
def test_what_is_no_picture_is_refused(site, client_for, eddy, data):
    response = upload(client_for(eddy), data)

    assert "file" in response.context["form"].errors


@pytest.mark.parametrize(
    ("language", "words"), [("zh-hans", "园林的样子"), ("zh-hant", "园林的样子"), ("en", "A garden")]
)
def test_words_for_the_blind_in_the_readers_language(make_picture, language, words):
    image = make_picture()

    with override(language):
        assert image.default_alt_text == words


def test_cards_are_drawn_when_news_is_published(make_news, make_picture, drain, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = make_news("园林", slug="garden", lead_image=make_picture())

    drain()

    assert set(CARD_SPECS) <= set(page.lead_image.renditions.values_list("filter_spec", flat=True))
