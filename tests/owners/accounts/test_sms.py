"""The SMS gateways: the demo keeps texts to be read, the real one posts them and forgets them."""

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django_tasks_db.models import DBTaskResult

from owners import sms
from owners.checks import sms_gateway_works
from owners.models import SmsMessage, SmsState
from owners.sms import HttpGateway, SmsDeliveryError
from owners.sms_wire import is_signed
from owners.tasks import deliver_sms, tidy
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db

PHONE = "+8613800001501"


@dataclass
class Provider:
    """A provider's server: what it was sent, and what it answers next."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    received: list[dict[str, Any]] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.received.append({"auth": self.headers["Authorization"], **json.loads(body)})
            state.signed.append(is_signed("shared", self.headers, body))
            status = state.answers.pop(0) if state.answers else 200
            self.send_response(status)
            if status == 302:
                self.send_header("Location", f"{state.url}elsewhere/")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    state.url = f"http://127.0.0.1:{server.server_port}/"
    settings.SMS_GATEWAY = "owners.sms.HttpGateway"
    settings.SMS_GATEWAY_URL, settings.SMS_GATEWAY_TOKEN = state.url, "s3cret"
    yield state
    server.shutdown()
    server.server_close()


def test_demo_gateway_keeps_the_text_to_be_read():
    sms.send(PHONE, "code 123456")

    message = SmsMessage.objects.get()
    assert (message.phone, message.text, message.state) == (PHONE, "code 123456", SmsState.SENT)


def test_demo_gateway_refuses_to_work_for_real(settings):
    settings.DEMO = settings.DEBUG = False

    with pytest.raises(ImproperlyConfigured):
        sms.send(PHONE, "code 123456")
    assert not SmsMessage.objects.exists()


def test_http_gateway_posts_from_a_task_and_forgets_the_text(provider, drain):
    message = sms.send(PHONE, "验证码 123456")
    assert provider.received == []

    drain()

    assert provider.received == [{"auth": "Bearer s3cret", "to": PHONE, "text": "验证码 123456", "id": str(message.pk)}]
    message.refresh_from_db()
    assert (message.state, message.text) == (SmsState.SENT, "")
    assert "123456" not in str(list(DBTaskResult.objects.values()))


def test_delivered_twice_is_sent_once(provider, drain):
    message = sms.send(PHONE, "code 123456")
    drain()

    deliver_sms.call(message.pk)

    assert len(provider.received) == 1


@pytest.mark.parametrize("status", [302, 400, 503])
def test_refused_message_waits_for_the_next_try(provider, status, caplog):
    provider.answers = [status]
    message = sms.send(PHONE, "code 123456")

    with caplog.at_level(logging.DEBUG), pytest.raises(SmsDeliveryError):
        deliver_sms.call(message.pk)
    message.refresh_from_db()
    assert (message.state, message.problem, message.attempts) == (SmsState.FAILED, f"HTTP {status}", 1)
    assert "123456" not in caplog.text
    assert PHONE not in caplog.text

    deliver_sms.call(message.pk)
    message.refresh_from_db()
    assert (message.state, message.attempts, message.problem) == (SmsState.SENT, 2, "")


def test_gateway_that_can_not_be_reached_is_a_failed_try(settings, provider):
    message = sms.send(PHONE, "code 123456")
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/"

    with pytest.raises(SmsDeliveryError):
        deliver_sms.call(message.pk)


def test_http_gateway_wants_an_encrypted_address(settings):
    settings.SMS_GATEWAY_URL = "http://sms.example/"

    with pytest.raises(ImproperlyConfigured):
        HttpGateway()


def test_deployment_without_a_gateway_is_called_out(settings):
    assert sms_gateway_works(None) == []

    settings.DEMO = settings.DEBUG = False
    assert [problem.id for problem in sms_gateway_works(None)] == ["owners.E001"]

    settings.SMS_GATEWAY, settings.SMS_GATEWAY_URL = "owners.sms.HttpGateway", "https://sms.example/send"
    assert sms_gateway_works(None) == []


def test_texts_that_never_left_are_forgotten_after_a_day(provider):
    provider.answers = [503]
    message = sms.send(PHONE, "code 123456")
    with pytest.raises(SmsDeliveryError):
        deliver_sms.call(message.pk)

    tidy()
    message.refresh_from_db()
    assert message.text

    with at_clock(now().replace(year=now().year + 1)):
        tidy()
    assert not SmsMessage.objects.exists()


def test_signature_stands_in_front_and_an_estate_may_have_its_own(settings):
    settings.SMS_SIGNATURE, settings.SMS_SIGNATURES = "邻里", {"jinshuiwan": "金水湾"}

    assert sms.send(PHONE, "您好").text == "【邻里】您好"
    assert sms.send(PHONE, "您好", estate="jinshuiwan").text == "【金水湾】您好"
    assert sms.send(PHONE, "您好", estate="yunqitai").text == "【邻里】您好"


def test_gateway_of_templates_gets_code_and_params_and_they_are_forgotten(provider, drain, settings):
    settings.SMS_SIGNATURE, settings.SMS_TEMPLATES = "邻里", {"code": "SMS_42"}
    message = sms.send(PHONE, "验证码 123456", template="code", params={"code": "123456"})

    drain()

    [sent] = provider.received
    assert (sent["sign"], sent["template"], sent["params"]) == ("邻里", "SMS_42", {"code": "123456"})
    message.refresh_from_db()
    assert message.params == ""


def test_kind_without_a_template_goes_as_text(provider, drain, settings):
    settings.SMS_TEMPLATES = {"code": "SMS_42"}
    sms.send(PHONE, "通知", template="notice", params={"title": "通知"})

    drain()

    assert "template" not in provider.received[0]


@pytest.mark.parametrize(("secret", "proves"), [("shared", True), ("other", False), ("", False)])
def test_requests_are_signed_where_a_secret_is_set(secret, proves, provider, drain, settings):
    settings.SMS_GATEWAY_SECRET = secret
    sms.send(PHONE, "通知")

    drain()

    assert provider.signed == [proves]


def test_neither_text_nor_number_is_logged(provider, drain, caplog):
    provider.answers = [503]
    sms.send(PHONE, "验证码 123456", template="code", params={"code": "123456"})

    with caplog.at_level(logging.DEBUG):
        drain()

    assert "123456" not in caplog.text
    assert "13800001501" not in caplog.text


def test_signature_is_that_of_ones_only_home(settings, olga, stranger):
    assert sms.estate_of(olga) == ""

    settings.SMS_SIGNATURES = {"jinshuiwan": "金水湾"}

    assert sms.estate_of(olga) == "jinshuiwan"
    assert sms.estate_of(stranger) == ""
    assert sms.estate_of(None) == ""
