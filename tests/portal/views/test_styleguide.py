"""The style guide, and through it the frame of every page."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def get(path: str = "/styleguide/", client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


def test_styleguide_shows_the_seal_with_the_company_around_it():
    html = get()

    assert 'aria-label="邻里置业物业服务官方答复"' in html
    assert "已受理" in html


def test_styleguide_is_shut_outside_demo_and_debug(settings):
    settings.DEMO = False
    settings.DEBUG = False

    assert Client().get("/styleguide/").status_code == 404


def test_frame_has_a_skip_link_to_the_content():
    html = get()

    assert html.index('href="#main"') < html.index("<header")
    assert 'id="main"' in html


def test_frame_marks_the_current_section_for_everybody():
    html = get("/accounts/login/")

    assert re.search(r'href="/me/" aria-current="page"', html)


def test_frame_offers_three_languages():
    html = get("/styleguide/?q=1")

    assert re.findall(r'name="language" value="([a-z-]+)" lang="([A-Za-z-]+)"', html) == [
        ("zh-hans", "zh-Hans"),
        ("zh-hant", "zh-Hant"),
        ("en", "en"),
    ]


def test_english_page_says_so_and_links_to_english_pages():
    html = get("/en/styleguide/")

    assert '<html lang="en">' in html
    assert 'href="/en/forum/"' in html


def test_24_hour_telephone_is_one_tap_away(estate):
    assert 'href="tel:09318880000"' in get()


def test_a_single_estate_has_no_switcher_and_two_have_one(estate, request):
    assert "estate-switcher" not in get()

    request.getfixturevalue("other_estate")

    assert "estate-switcher" in get()


def test_sockets_know_who_is_signed_in(olga, client_for):
    assert f'<meta name="linli-user" content="{olga.public_id}">' in get(client=client_for(olga))
    assert "linli-user" not in get()


def test_policy_allows_no_inline_script_or_style_but_the_editors_own_sheet():
    response = Client().get("/styleguide/")

    policy = response.headers["Content-Security-Policy"]
    nonce = re.search(r'data-style-nonce="([^"]+)"', response.content.decode())

    assert "'unsafe" not in policy
    assert nonce is not None
    assert f"style-src 'self' 'nonce-{nonce[1]}'" in policy
    assert re.search(r"script-src 'self'(;|$)", policy)
