"""What WeChat tells our service account, signed with the token that we share."""

import hashlib

import pytest
from django.test import Client
from django.urls import reverse

from notify.models import WeChatFollower
from tests.notify.test_wechat import wechat  # noqa: F401 - the service, as a fixture

pytestmark = pytest.mark.django_db

URL = reverse("wechat-event")
EVENT = """<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[{openid}]]></FromUserName>
<CreateTime>1764000000</CreateTime><MsgType><![CDATA[event]]></MsgType><Event><![CDATA[{event}]]></Event></xml>"""


@pytest.fixture(autouse=True)
def _token(settings):
    settings.WECHAT_SERVICE_TOKEN = "shared"


def signed(token: str = "shared") -> str:
    proof = hashlib.sha1("".join(sorted([token, "1764000000", "77"])).encode()).hexdigest()
    return f"{URL}?timestamp=1764000000&nonce=77&signature={proof}"


def tell(event: str, openid: str = "service-olga"):
    body = EVENT.format(openid=openid, event=event)
    return Client(enforce_csrf_checks=True).post(signed(), body, content_type="text/xml")


def test_address_is_confirmed_by_echo():
    assert Client().get(f"{signed()}&echostr=4711").content == b"4711"


def test_following_is_kept_and_the_person_learnt(wechat, drain):  # noqa: F811
    assert tell("subscribe").content == b"success"
    drain()

    follower = WeChatFollower.objects.get()
    assert (follower.openid, follower.unionid, follower.following) == ("service-olga", "union-olga", True)


def test_unfollowing_stops_it_and_following_again_starts_it():
    tell("subscribe")
    tell("unsubscribe")
    assert WeChatFollower.objects.get().following is False

    tell("subscribe")
    assert WeChatFollower.objects.get().following is True


@pytest.mark.parametrize("event", ["CLICK", ""])
def test_other_messages_are_let_be(event):
    assert tell(event).status_code == 200
    assert not WeChatFollower.objects.exists()


def test_what_people_write_is_no_event():
    text = (
        "<xml><FromUserName>o1</FromUserName><MsgType>text</MsgType><Content><Event>subscribe</Event></Content></xml>"
    )

    assert Client().post(signed(), text, content_type="text/xml").status_code == 200
    assert not WeChatFollower.objects.exists()


def test_wrongly_signed_there_is_nothing_here(settings):
    assert Client().post(signed("other"), EVENT, content_type="text/xml").status_code == 404
    settings.WECHAT_SERVICE_TOKEN = ""
    assert Client().post(signed(""), EVENT, content_type="text/xml").status_code == 404
