import pytest

from answers.actions import save_article

pytestmark = pytest.mark.django_db


def test_article_answers(client):
    article = save_article(
        title="暖气不热？",
        html="<p>先<strong>排气</strong>。</p>",
        title_en="Cold radiator?",
        html_en="<p>Bleed it.</p>",
    )

    assert "先<strong>排气</strong>。" in client.get(article.get_absolute_url()).content.decode()
    assert "Bleed it." in client.get(f"/en/help/{article.public_id}/").content.decode()


def test_article_of_staff_is_404_for_strangers(client_for, olga, sam):
    article = save_article(title="内部", html="<p>内部</p>", audience="staff")

    assert client_for(None).get(article.get_absolute_url()).status_code == 404
    assert client_for(olga).get(article.get_absolute_url()).status_code == 404
    assert client_for(sam).get(article.get_absolute_url()).status_code == 200
