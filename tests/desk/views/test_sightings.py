"""What staff saw outside: noted, listed, told to the company's floor."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from forum.actions import note_sighting
from forum.errors import NotAllowed
from forum.models import Sighting, WatchedWord
from portal import uploads
from portal.outbox.models import OutboxEntry

URL = "/desk/watch/outside/"


@pytest.fixture
def png() -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def sent(estate):
    return {"estate": estate.pk, "seen_in": "chat", "place": "三期业主群", "note": "有人说地库漏水，周六去售楼处"}


@pytest.mark.parametrize("who, code", [("olga", 403), ("stella", 403), ("sam", 200), ("dana", 200)])
def test_sighting_list_is_for_those_who_answer(request, who, code, estate, client_for) -> None:
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == code


def test_sighting_is_noted_with_its_screenshot_and_told(sent, estate, sam, client_for, png) -> None:
    WatchedWord.objects.create(word="漏水", action="complaint")

    client_for(sam).post(URL, sent | {"screenshots": SimpleUploadedFile("群.png", png)})

    sighting = Sighting.objects.get()
    event = OutboxEntry.objects.get(kind="OutsideSeen").payload
    assert (sighting.place, sighting.noted_by) == ("三期业主群", sam)
    assert (event["sighting_id"], event["estate_id"], event["said"]) == (sighting.pk, estate.pk, "漏水")
    assert len(uploads.of(sighting.upload_scope)) == 1


def test_sighting_with_a_bad_file_comes_back_with_what_was_typed(sent, sam, client_for) -> None:
    page = client_for(sam).post(URL, sent | {"screenshots": SimpleUploadedFile("x.exe", b"MZ\x90\x00")})

    assert page.status_code == 422
    assert "周六去售楼处" in page.content.decode()
    assert not Sighting.objects.exists()


def test_sighting_of_another_estate_is_neither_noted_nor_seen(sent, other_estate, sam, otto, viewer_of, client_for):
    Sighting.objects.create(estate=other_estate, seen_in="chat", note="云栖台的事")

    refused = client_for(sam).post(URL, sent | {"estate": other_estate.pk})

    assert refused.status_code == 422
    assert "云栖台的事" not in client_for(sam).get(URL).content.decode()
    with pytest.raises(NotAllowed):
        note_sighting(viewer=viewer_of(sam), estate=other_estate, seen_in="chat", note="x")


@pytest.mark.parametrize("rows", [1, 3])
def test_sighting_list_costs_the_same_for_any_number_of_rows(
    rows, estate, sam, client_for, django_assert_num_queries
) -> None:
    for n in range(rows):
        Sighting.objects.create(estate=estate, seen_in="chat", note=f"第 {n} 条", noted_by=sam)
    client = client_for(sam)
    client.get(URL)

    with django_assert_num_queries(7):
        page = client.get(URL)

    assert len(page.context["rows"]) == rows
