from io import BytesIO

from PIL import Image

from club.card_picture import HEIGHT, WIDTH
from club.models import Card


def test_card_shows_number_name_and_code(client_for, olga, member):
    answer = client_for(olga).get("/club/card/")
    page = answer.content.decode()

    assert member.cards.get().grouped in page
    assert "奥丽佳" in page
    assert "member-card-bamboo" in page
    assert '<svg class="qr"' in page
    assert "no-store" in answer["Cache-Control"]


def test_card_of_who_has_none_leads_to_joining(client_for, nina):
    assert client_for(nina).get("/club/card/").url == "/club/join/"


def test_card_asks_a_visitor_to_sign_in(client_for, db):
    assert client_for(None).get("/club/card/").url.startswith("/accounts/login/")


def test_card_png_is_a_picture_of_its_size(client_for, olga, member):
    answer = client_for(olga).get("/club/card.png")

    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).size == (WIDTH, HEIGHT)


def test_card_png_is_drawn_without_a_chinese_font(client_for, olga, member, monkeypatch):
    monkeypatch.setattr("club.card_picture._FONTS", ())
    from club import card_picture

    card_picture._font.cache_clear()
    assert client_for(olga).get("/club/card.png").status_code == 200
    card_picture._font.cache_clear()


def test_card_png_of_nobody_is_not_found(client_for, nina, member):
    assert client_for(nina).get("/club/card.png").status_code == 404
    assert Card.objects.count() == 1
