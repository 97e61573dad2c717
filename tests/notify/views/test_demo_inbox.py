from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from owners import sms
from portal import mailwire
from portal.worktime import at_clock

URL = reverse("notify:demo-inbox")
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_inbox_shows_mails_and_texts_newest_first():
    with at_clock(NOON):
        mailwire.send(to="olga@example.com", subject="回执 JSW-2026-000001", text="我们收到了。")
    with at_clock(NOON + timedelta(minutes=5)):
        sms.send("+8613800001501", "验证码 482913")

    html = Client().get(URL).content.decode()

    assert html.index("验证码 482913") < html.index("回执 JSW-2026-000001")


def test_inbox_does_not_exist_outside_the_demonstration(settings):
    mail = mailwire.send(to="a@example.com", subject="s", text="t", html="<p>t</p>")
    settings.DEMO = False

    assert Client().get(URL).status_code == 404
    assert Client().get(reverse("notify:demo-inbox-body", args=[mail.pk])).status_code == 404


def test_html_of_a_mail_comes_under_a_policy_that_runs_nothing():
    mail = mailwire.send(to="a@example.com", subject="s", text="t", html="<p>您好</p><script>alert(1)</script>")

    response = Client().get(reverse("notify:demo-inbox-body", args=[mail.pk]))

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "您好" in response.content.decode()


def test_a_mails_text_is_shown_as_text():
    mailwire.send(to="a@example.com", subject="<b>主题</b>", text="<img src=x onerror=alert(1)>")

    html = Client().get(URL).content.decode()

    assert "<b>主题" not in html
    assert "<img src=x" not in html


def test_links_lead_to_where_the_demonstration_is_served_now():
    sms.send("+8613800001501", "派工单，请打开：http://localhost:8000/go/abc/")
    mail = mailwire.send(to="a@example.com", subject="s", text="t", html='<a href="http://localhost:8000/x/">x</a>')

    page = Client().get(URL, headers={"host": "localhost:8123"}).text
    body = Client().get(reverse("notify:demo-inbox-body", args=[mail.pk]), headers={"host": "localhost:8123"}).text

    assert "http://localhost:8123/go/abc/" in page
    assert "http://localhost:8123/x/" in body
