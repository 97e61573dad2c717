"""The gateway's status reports: signed, taken once, and never undone by a late one."""

import json
import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from owners.models import SmsMessage, SmsState
from owners.sms_wire import signed_headers
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db

URL = reverse("sms-status")
SECRET = "shared secret"


@pytest.fixture(autouse=True)
def _secret(settings):
    settings.SMS_GATEWAY_SECRET = SECRET


@pytest.fixture
def message():
    return SmsMessage.objects.create(phone="+8613800001501", state=SmsState.SENT, sent_at=now())


def post(said, *, secret=SECRET, headers=None):
    body = json.dumps(said, ensure_ascii=False).encode()
    signed = signed_headers(secret, body) if headers is None else headers
    return Client(enforce_csrf_checks=True).post(URL, body, content_type="application/json", headers=signed)


def test_report_moves_the_message_with_the_reason(message):
    response = post({"id": str(message.pk), "status": "failed", "reason": "空号"})

    message.refresh_from_db()
    assert response.json() == {"taken": 1}
    assert (message.state, message.problem) == (SmsState.UNDELIVERED, "空号")
    assert message.reported_at is not None


def test_many_come_at_once_and_strange_ids_are_passed_over(message):
    response = post([{"id": message.pk, "status": "delivered"}, {"id": "999999", "status": "delivered"}])

    message.refresh_from_db()
    assert response.json() == {"taken": 1}
    assert message.state == SmsState.DELIVERED


def test_what_arrived_stays_arrived(message):
    post({"id": message.pk, "status": "delivered"})
    assert post({"id": message.pk, "status": "failed"}).json() == {"taken": 0}
    assert post({"id": message.pk, "status": "delivered"}).json() == {"taken": 0}

    message.refresh_from_db()
    assert message.state == SmsState.DELIVERED


def test_a_report_that_was_lost_on_the_way_may_be_corrected(message):
    post({"id": message.pk, "status": "failed", "reason": "关机"})
    post({"id": message.pk, "status": "delivered"})

    message.refresh_from_db()
    assert (message.state, message.problem) == (SmsState.DELIVERED, "")


@pytest.mark.parametrize("said", [[], {"id": "x", "status": "delivered"}, {"id": 1, "status": "read"}, "text", [1]])
def test_what_is_no_report_is_refused(said, message):
    assert post(said).status_code in {200, 400}
    message.refresh_from_db()
    assert message.state == SmsState.SENT


def test_unsigned_or_wrongly_signed_there_is_nothing_here(message, settings):
    said = {"id": message.pk, "status": "delivered"}
    assert post(said, headers={}).status_code == 404
    assert post(said, secret="other").status_code == 404
    settings.SMS_GATEWAY_SECRET = ""
    assert post(said, secret="").status_code == 404

    message.refresh_from_db()
    assert message.state == SmsState.SENT


def test_an_old_request_proves_nothing(message):
    body = json.dumps({"id": message.pk, "status": "delivered"}).encode()
    with at_clock(now() - timedelta(minutes=6)):
        headers = signed_headers(SECRET, body)

    response = Client().post(URL, body, content_type="application/json", headers=headers)

    assert response.status_code == 404


def test_reasons_are_not_logged(message, caplog):
    with caplog.at_level(logging.DEBUG):
        post({"id": message.pk, "status": "failed", "reason": "13800001501 空号"})

    assert "13800001501" not in caplog.text


def test_reading_it_is_not_possible():
    assert Client().get(URL).status_code == 405
