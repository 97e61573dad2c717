"""WeChat's official API, as a server in a thread behaves like it: tokens, messages, and its ways of saying no."""

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

import notify
from notify.models import Delivery, DeliveryState, WeChatFollower
from notify.standing import standing_of
from notify.tasks import deliver, release
from owners.models import User
from portal.worktime import at_clock
from tests.local_server import LocalServer, Received, local_server

from .conftest import MORNING

SEND, TOKEN = "/cgi-bin/message/template/send", "/cgi-bin/stable_token"


@dataclass
class WeChat:
    """The official account's server. `says` are the errcodes of the next messages; a token is good until spoiled."""

    server: LocalServer
    says: list[int] = field(default_factory=list)
    tokens: int = 0
    spoiled: set[str] = field(default_factory=set)

    def answer(self, request: Received) -> tuple[int, dict[str, str], bytes]:
        if request.path == TOKEN:
            if request.json["secret"] != "service-secret":
                return self._json({"errcode": 40125, "errmsg": "invalid appsecret"})
            self.tokens += 1 if request.json["force_refresh"] or not self.tokens else 0
            return self._json({"access_token": f"token-{self.tokens}", "expires_in": 7200})
        if request.query.get("access_token") in self.spoiled | {None}:
            return self._json({"errcode": 40001, "errmsg": "invalid credential"})
        if request.path == "/cgi-bin/user/info":
            return self._json({"subscribe": 1, "openid": request.query["openid"], "unionid": "union-olga"})
        code = self.says.pop(0) if self.says else 0
        return self._json({"errcode": code, "errmsg": "ok" if not code else "no", "msgid": 1})

    @staticmethod
    def _json(said: dict[str, object]) -> tuple[int, dict[str, str], bytes]:
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


@pytest.fixture
def wechat(settings) -> Iterator[WeChat]:
    with local_server() as server:
        state = WeChat(server)
        server.answer = state.answer
        settings.WECHAT_API_URL = server.url
        settings.WECHAT_APP_ID = settings.WECHAT_SERVICE_APP_ID = "wx-service"
        settings.WECHAT_SERVICE_APP_SECRET = "service-secret"
        settings.WECHAT_TEMPLATE_ID = "tpl-1"
        yield state


@pytest.fixture
def bound(olga: User) -> User:
    SocialAccount.objects.create(user=olga, provider="weixin", uid="open-olga", extra_data={"unionid": "union-olga"})
    return olga


@pytest.fixture(autouse=True)
def _by_day(morning) -> None:
    """No quiet hours in between."""


def send(user: User, dedupe: str = "n:1") -> None:
    params = {"who": "倪娜", "topic": "地下车库的灯"}
    notify.send([user], kind="test.reply", params=params, url="/forum/t/abc/", dedupe=dedupe)


def delivery() -> Delivery:
    return Delivery.objects.get(channel="wechat")


def test_message_goes_out_in_the_templates_own_fields(wechat, bound, drain, settings):
    settings.CANONICAL_URL = "https://www.example.com"
    send(bound)
    drain()

    [message] = wechat.server.to(SEND)
    assert message.json == {
        "touser": "open-olga",
        "template_id": "tpl-1",
        "url": "https://www.example.com/forum/t/abc/",
        "client_msg_id": f"linli-{delivery().pk}",
        "data": {"thing1": {"value": "Replies"}, "time2": {"value": "2026-11-23 10:30"}},
    }
    assert delivery().state == DeliveryState.SENT


def test_a_delivery_that_runs_twice_sends_one_message(wechat, bound, drain):
    send(bound)
    send(bound)
    drain()
    deliver.call([delivery().pk])

    assert len(wechat.server.to(SEND)) == 1


def test_token_is_fetched_once_and_shared(wechat, bound, drain):
    send(bound, "n:1")
    send(bound, "n:2")
    drain()

    assert len(wechat.server.to(TOKEN)) == 1


@pytest.mark.parametrize("fresh_one_is_good", [True, False])
def test_a_token_that_wechat_forgot_is_fetched_anew_once(fresh_one_is_good, wechat, bound, drain):
    cache.set("notify:wechat-token:wx-service", "old")
    wechat.spoiled = {"old"} if fresh_one_is_good else {"old", "token-1"}
    send(bound)
    drain()

    assert len(wechat.server.to(TOKEN)) == 1
    assert len(wechat.server.to(SEND)) == 2
    assert delivery().state == (DeliveryState.SENT if fresh_one_is_good else DeliveryState.WAITING)


@pytest.mark.parametrize("code", [43004, 43101])
def test_whoever_does_not_follow_is_let_be_and_told_so(code, wechat, bound, drain):
    wechat.says = [code]
    send(bound, "n:1")
    drain()
    assert delivery().state == DeliveryState.SKIPPED
    assert str(code) in delivery().problem

    send(bound, "n:2")
    drain()

    assert len(wechat.server.to(SEND)) == 1
    [standing] = [row for row in standing_of(bound) if row.channel == "wechat"]
    assert standing.usable is False


def test_beyond_the_days_quota_it_goes_later(wechat, bound, drain):
    wechat.says = [45009]
    send(bound)
    drain()
    held = delivery()
    assert (held.state, held.due_at) == (DeliveryState.HELD, MORNING + timedelta(hours=1))

    with at_clock(MORNING + timedelta(hours=1)):
        release()
        drain()

    assert delivery().state == DeliveryState.SENT


def test_a_busy_system_is_asked_again(wechat, bound, drain):
    wechat.says = [-1]
    send(bound)
    drain()
    assert delivery().state == DeliveryState.WAITING

    deliver.call([delivery().pk])

    assert delivery().state == DeliveryState.SENT


@pytest.mark.parametrize("answer", [(500, {}, b""), (200, {}, b"<html>"), (200, {}, b"[]")])
def test_what_is_no_answer_is_a_hitch(answer, wechat, bound, drain):
    wechat.server.answer = lambda request: wechat.answer(request) if request.path == TOKEN else answer
    send(bound)
    drain()

    assert delivery().state == DeliveryState.WAITING


def test_a_wrong_template_is_our_mistake_and_final(wechat, bound, drain):
    wechat.says = [40037]
    send(bound)
    drain()

    assert (delivery().state, delivery().problem) == (DeliveryState.FAILED, "errcode 40037")


def test_subscribed_notices_go_to_their_own_address(wechat, bound, drain, settings):
    settings.WECHAT_MESSAGES = "subscribe"
    send(bound)
    drain()

    [message] = wechat.server.to("/cgi-bin/message/subscribe/bizsend")
    assert message.json["touser"] == "open-olga"
    assert "client_msg_id" not in message.json


def test_another_sign_in_app_is_joined_by_the_unionid(wechat, bound, drain, settings):
    settings.WECHAT_APP_ID = "wx-website"
    send(bound, "n:1")
    assert not Delivery.objects.filter(channel="wechat").exists()

    WeChatFollower.objects.create(openid="service-olga", unionid="union-olga")
    send(bound, "n:2")
    drain()

    assert wechat.server.to(SEND)[0].json["touser"] == "service-olga"


def test_nothing_is_planned_for_people_without_wechat(wechat, olga):
    send(olga)

    assert not Delivery.objects.filter(channel="wechat").exists()


def test_neither_text_nor_reader_nor_secret_is_logged(wechat, bound, drain, caplog):
    wechat.says = [40037]
    with caplog.at_level(logging.DEBUG):
        send(bound)
        drain()

    for word in ("地下车库", "Replies", "open-olga", "service-secret", "token-"):
        assert word not in caplog.text


@pytest.mark.parametrize("people", [1, 3])
def test_reach_costs_the_same_for_one_and_three(people, wechat, olga, nina, otto, django_assert_num_queries):
    from notify.channels.wechat import openids_of

    users = [olga, nina, otto][:people]
    for user in users:
        SocialAccount.objects.create(user=user, provider="weixin", uid=f"open-{user.pk}")

    with django_assert_num_queries(2):
        assert len(openids_of(users)) == people
