from django.template.loader import render_to_string
from django.test import Client


def test_a_page_that_is_not_there_says_what_to_do(db):
    response = Client().get("/no-such-page/")

    assert response.status_code == 404
    assert "查询码" in response.content.decode()


def test_a_form_from_a_stale_page_is_explained(db):
    response = Client(enforce_csrf_checks=True).post("/contact/", {"text": "1"})

    assert response.status_code == 403
    assert "请再提交一次" in response.content.decode()


def test_the_page_for_our_own_mistakes_needs_neither_database_nor_request():
    html = render_to_string("500.html")

    assert "是我们出了问题" in html
    assert "系统错误" not in html
