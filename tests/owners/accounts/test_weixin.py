"""Signing in by WeChat: consent page, callback, binding, unbinding, and what it does not prove."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from owners.actions import set_phone
from owners.actions.claims import PhoneNeeded, claim_by_code, claim_unit
from owners.models import User
from tests.local_server import LocalServer, Received, local_server

pytestmark = pytest.mark.django_db

LOGIN, CONNECTIONS = reverse("weixin_login"), reverse("socialaccount_connections")
PROFILE = {"openid": "open-1", "unionid": "union-1", "nickname": "王小明", "sex": 1, "city": "兰州", "headimgurl": "x"}


@pytest.fixture
def wechat(settings) -> Iterator[LocalServer]:
    def answer(request: Received) -> tuple[int, dict[str, str], bytes]:
        token = {"access_token": "a", "expires_in": 7200, "openid": "open-1", "unionid": "union-1"}
        said = PROFILE if request.path == "/sns/userinfo" else token
        if b"code=bad" in request.body:
            said = {"errcode": 40029, "errmsg": "invalid code"}
        return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()

    with local_server() as server:
        server.answer = answer
        settings.WECHAT_API_URL = server.url
        yield server


def through_wechat(client: Client, *, process: str = "login", code: str = "good"):
    """Asks for the consent page and comes back from it, as the browser does."""
    consent = client.post(f"{LOGIN}?process={process}")
    state = parse_qs(urlsplit(consent.headers["Location"]).query)["state"][0]
    return client.get(reverse("weixin_callback"), {"code": code, "state": state})


def test_consent_page_is_wechats_own(wechat, settings):
    consent = urlsplit(Client().post(LOGIN).headers["Location"])

    assert (consent.hostname, consent.path, consent.fragment) == (
        "open.weixin.qq.com", "/connect/qrconnect", "wechat_redirect",
    )  # fmt: skip
    assert parse_qs(consent.query)["appid"] == ["wx-test-app"]
    settings.WECHAT_SIGN_IN = "inside"
    inside = urlsplit(Client().post(LOGIN).headers["Location"])
    assert inside.path == "/connect/oauth2/authorize"
    assert parse_qs(inside.query)["scope"] == ["snsapi_userinfo"]


def test_somebody_new_gets_an_account_and_nothing_of_their_profile_is_kept(wechat):
    client = Client()
    response = through_wechat(client)

    assert response.status_code == 302
    account = SocialAccount.objects.get()
    assert (account.uid, account.extra_data) == ("open-1", {"openid": "open-1", "unionid": "union-1"})
    assert (account.user.nickname, account.user.last_name, account.user.phone) == ("", "", "")
    assert client.get(reverse("owners:me")).status_code == 200


def test_the_same_person_comes_back_to_the_same_account(wechat):
    through_wechat(Client())
    through_wechat(Client())

    assert User.objects.count() == 1


def test_without_a_phone_no_home_can_be_claimed(wechat, unit, client_for):
    through_wechat(Client())
    user = User.objects.get()

    with pytest.raises(PhoneNeeded):
        claim_unit(user=user, unit=unit, name="王小明")
    with pytest.raises(PhoneNeeded):
        claim_by_code(user=user, code="ABCD2345")
    page = reverse("owners:claim-details", args=[unit.estate.slug, unit.pk])
    response = client_for(user).post(page, {"name": "王小明", "phone": "13800001599", "role": "owner"})
    assert response.headers["Location"] == reverse("account_change_phone")

    set_phone(user=user, phone="+8613800001599", confirmed=True)
    assert claim_unit(user=user, unit=unit, name="王小明").unit == unit


def test_an_account_binds_and_unbinds(wechat, olga, client_for):
    client = client_for(olga)
    through_wechat(client, process="connect")
    account = SocialAccount.objects.get()
    assert account.user == olga

    response = client.post(CONNECTIONS, {"account": account.pk})

    assert response.headers["Location"] == CONNECTIONS
    assert not SocialAccount.objects.exists()


def test_what_is_bound_elsewhere_is_not_taken(wechat, olga, nina, client_for):
    through_wechat(client_for(olga), process="connect")
    through_wechat(client_for(nina), process="connect")

    assert SocialAccount.objects.get().user == olga


def test_the_last_way_in_is_not_taken_away(wechat):
    client = Client()
    through_wechat(client)
    account = SocialAccount.objects.get()

    client.post(CONNECTIONS, {"account": account.pk})

    assert SocialAccount.objects.count() == 1


def test_staff_need_their_second_factor_all_the_same(wechat, dana, client_for):
    through_wechat(client_for(dana), process="connect")
    client = Client()
    through_wechat(client)

    assert "/me/second-factor" in client.get(reverse("desk:case-list")).headers["Location"]


@pytest.mark.parametrize("params", [{"code": "good", "state": "forged"}, {"state": "forged"}, {}])
def test_a_callback_that_nobody_asked_for_signs_nobody_in(params, wechat):
    client = Client()
    client.get(reverse("weixin_callback"), params)

    assert not User.objects.exists()


def test_a_code_that_wechat_does_not_know_is_said_kindly(wechat):
    response = through_wechat(Client(), code="bad")

    assert response.status_code == 401
    assert "socialaccount/authentication_error.html" in [template.name for template in response.templates]
    assert not User.objects.exists()


def test_button_is_there_where_it_is_configured_and_only_there(settings):
    url = reverse("account_login")
    assert LOGIN in Client().get(url).content.decode()

    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert LOGIN not in Client().get(url).content.decode()


def test_without_its_settings_the_provider_is_not_there():
    code = "import portal.settings.dev as s; print('owners.weixin' in s.INSTALLED_APPS, s.SOCIALACCOUNT_PROVIDERS)"
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LINLI_WECHAT")}
    done = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False {}"


def test_a_service_accounts_consent_is_offered_within_wechat_only(settings):
    settings.WECHAT_SIGN_IN = "inside"
    url = reverse("account_login")

    assert LOGIN not in Client().get(url).content.decode()
    assert LOGIN in Client(headers={"user-agent": "Mozilla/5.0 MicroMessenger/8.0"}).get(url).content.decode()
