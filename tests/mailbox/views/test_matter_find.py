import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

URL = "/contact/find/"


def test_number_and_code_lead_to_the_matter(client, matter):
    conversation = matter(anonymous=True, channel="web")
    code = f"{conversation.query_code[:4].lower()} {conversation.query_code[4:]}"

    response = client.post(URL, {"number": f" {conversation.number.lower()} ", "code": code})

    assert response.url == reverse("mailbox:tracking", args=[conversation.token])


def test_wrong_pairs_all_get_the_same_answer(client, matter):
    known = matter().number

    pages = [client.post(URL, {"number": n, "code": "BBBBBBBB"}) for n in (known, "JSW-2026-999999")]

    errors = [page.context["form"].non_field_errors() for page in pages]
    assert errors[0] == errors[1]
    assert [page.status_code for page in pages] == [422, 422]


def test_guessing_ends_even_for_the_right_code(client, matter):
    conversation = matter()
    for guess in range(10):
        client.post(URL, {"number": conversation.number, "code": f"BBBBBBB{guess}"})

    response = client.post(URL, {"number": conversation.number, "code": conversation.query_code})

    assert response.status_code == 422


def test_empty_form_is_asked_again(client, db):
    assert client.post(URL, {}).status_code == 422
    assert client.get(URL).status_code == 200
