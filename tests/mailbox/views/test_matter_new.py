from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from mailbox.models import Conversation
from portal import uploads
from portal.uploads.models import Upload

pytestmark = pytest.mark.django_db

URL = "/contact/new/complaint/"


def filled(home, **changes):
    fields = {
        "estate": home.pk, "where": "public", "building": "3号楼", "floor": "B1", "place": "B117车位",
        "subject": "地下车库漏水", "text": "一直滴水", "wish": "修好", "key": "key1",
        "reach": "named", "name": "周喆", "phone": "13800001501", "email": "z@example.com",
    }  # fmt: skip
    return fields | changes


def photo() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "JPEG")
    return SimpleUploadedFile("漏水.jpg", buffer.getvalue(), "image/jpeg")


def test_visitor_opens_a_matter_and_gets_a_receipt(client, mailbox, building):
    response = client.post(URL, filled(mailbox.estate, photos=[photo()]))

    conversation = Conversation.objects.get()
    assert response.url == reverse("mailbox:receipt", args=[conversation.token])
    assert (conversation.contact.phone, conversation.contact.email) == ("+8613800001501", "z@example.com")
    assert (conversation.building, conversation.place) == (building, "3号楼 B1 B117车位")
    assert [u.name for u in uploads.of(conversation.messages.get().scope)] == ["漏水.jpg"]
    page = client.get(response.url).content.decode()
    assert all(part in page for part in (conversation.number, conversation.query_code, conversation.token))


def test_owner_chooses_the_own_home(client_for, olga, unit, mailbox, other_mailbox):
    client_for(olga).post(URL, filled(other_mailbox.estate, where="unit", unit=unit.pk))

    conversation = Conversation.objects.get()
    assert (conversation.user, conversation.unit, conversation.estate) == (olga, unit, mailbox.estate)


def test_owner_cannot_name_a_neighbours_home(client_for, nina, unit, mailbox):
    response = client_for(nina).post(URL, filled(mailbox.estate, where="unit", unit=unit.pk))

    assert (response.status_code, Conversation.objects.count()) == (422, 0)


def test_anonymous_owner_leaves_no_trace(client_for, olga, mailbox):
    client_for(olga).post(URL, filled(mailbox.estate, reach="anonymous", photos=[photo()]))

    conversation = Conversation.objects.get()
    assert (conversation.user, conversation.contact, conversation.anonymous) == (None, None, True)
    assert olga.public_id not in str(list(Upload.objects.values_list("owner", flat=True)))
    assert client_for(olga).get(reverse("mailbox:mine")).context["conversations"] == []


def test_sent_twice_is_one_matter(client, mailbox):
    urls = {client.post(URL, filled(mailbox.estate)).url for _ in range(2)}

    assert (len(urls), Conversation.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"text": ""}, "text"),
        ({"phone": "", "email": ""}, "phone"),
        ({"email": "not-an-address"}, "email"),
        ({"estate": 99999}, "estate"),
        ({"where": "unit"}, "where"),
    ],
)
def test_bad_form_says_what_and_opens_nothing(client, mailbox, changes, field):
    response = client.post(URL, filled(mailbox.estate, **changes))

    assert (response.status_code, Conversation.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == [field]


def test_bad_form_keeps_the_photos_that_came_with_it(client, mailbox):
    first = client.post(URL, filled(mailbox.estate, text="", photos=[photo()]))
    ids = [upload.public_id for upload in first.context["files"]]

    client.post(URL, filled(mailbox.estate, upload_ids=ids))

    assert len(uploads.of(Conversation.objects.get().messages.get().scope)) == 1


def test_refused_file_stands_beside_the_field(client, mailbox):
    response = client.post(URL, filled(mailbox.estate, photos=[SimpleUploadedFile("run.exe", b"MZ")]))

    assert "run.exe" in response.context["form"].errors["photos"][0]
    assert Conversation.objects.count() == 0


def test_robot_that_fills_the_hidden_field_opens_nothing(client, mailbox):
    response = client.post(URL, filled(mailbox.estate, website="http://spam.example"))

    assert (response.status_code, Conversation.objects.count()) == (302, 0)


def test_flood_is_stopped_and_the_text_kept(client, mailbox):
    for number in range(12):
        client.post(URL, filled(mailbox.estate, key=f"k{number}"))

    response = client.post(URL, filled(mailbox.estate, key="k13"))

    assert (response.status_code, Conversation.objects.count()) == (422, 12)
    assert "一直滴水" in response.content.decode()


def test_unknown_kind_is_not_found(client, mailbox):
    assert client.get("/contact/new/nonsense/").status_code == 404


def test_form_knows_what_the_account_knows(client_for, olga, mailbox):
    form = client_for(olga).get(URL).context["form"]

    assert (form.initial["name"], form.initial["where"]) == ("奥丽佳", "unit")
    assert form.initial["phone"] == "138 0000 1501"
