"""A neighbour's reply reaches a phone that lies there: switched on, sent, decrypted, shown, tapped."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from forum.actions import reply, start_topic
from forum.models import Board
from notify.channels.push import vapid
from notify.models import PushDevice, Rhythm
from notify.wire import webpush
from owners.models import Estate, User
from tests.journeys.conftest import PHONE, eventually, settled
from tests.local_server import LocalServer, Received, local_server
from tests.notify.test_webpush import OWN_P256DH, opened

pytestmark = pytest.mark.django_db(transaction=True)

# The push service of the browser's maker is out of reach here: the browser is given one of ours, with keys of ours.
_OWN_SERVICE = """(({endpoint, p256dh, auth}) => {
  const kept = () => sessionStorage.push ? {
    endpoint, toJSON: () => ({endpoint, keys: {p256dh, auth}}), unsubscribe: async () => true } : null;
  PushManager.prototype.getSubscription = async () => kept();
  PushManager.prototype.subscribe = async (options) => {
    sessionStorage.push = JSON.stringify({visible: options.userVisibleOnly, key: [...options.applicationServerKey]});
    return kept();
  };
})(%s)"""
# A tap in the middle of the screen of a phone can't be made here; what the worker does on one can.
_TAP = """async () => {
  let path = null;
  self.clients.openWindow = async (url) => { path = String(url); };
  const [shown] = await self.registration.getNotifications();
  self.dispatchEvent(new NotificationEvent('notificationclick', {notification: shown}));
  for (let turn = 0; path === null && turn < 100; turn += 1) await new Promise((go) => setTimeout(go, 20));
  return [path, (await self.registration.getNotifications()).length];
}"""


@pytest.fixture
def service(settings: Any) -> Iterator[LocalServer]:
    with local_server() as server:
        settings.PUSH_SERVICES = ["127.0.0.1"]
        server.answer = lambda request: (201, {}, b"")
        yield server


def _is_ours(request: Received, service: LocalServer) -> bool:
    """As a push service looks at it: signed by the key that the browser subscribed to, for this service."""
    token, key = request.headers["authorization"].removeprefix("vapid t=").split(", k=")
    head, claims, signature = token.split(".")
    raw = webpush.decode(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.decode(key))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    return json.loads(webpush.decode(claims))["aud"] == service.url and key == vapid().public


def test_reply_wakes_the_phone_and_a_tap_opens_the_topic(
    enter: Any, site: str, service: LocalServer, estate: Estate, olga: User, nina: User, viewer_of: Any
) -> None:
    Rhythm.objects.create(user=olga, quiet=False)
    board = Board.objects.create(slug="talk", estate=estate, name="闲聊", audience="public", answer_expected=False)
    topic = start_topic(viewer=viewer_of(olga), board=board, title="电梯又停了", html="<p>三号楼。</p>")
    keys = {"endpoint": f"{service.url}/phone", "p256dh": OWN_P256DH, "auth": webpush.encode(b"0123456789abcdef")}
    page = enter(olga, PHONE)
    page.context.grant_permissions(["notifications"], origin=site)
    page.add_init_script(_OWN_SERVICE % json.dumps(keys))
    page.goto("/me/notifications/")
    page.click("[data-push]:not([hidden])")
    eventually(page, lambda: PushDevice.objects.filter(user=olga, endpoint=keys["endpoint"]).exists())
    settled(page)
    asked = json.loads(page.evaluate("sessionStorage.push"))
    assert (asked["visible"], webpush.encode(bytes(asked["key"]))) == (True, vapid().public)

    reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")
    [request] = eventually(page, lambda: service.to("/phone"))
    assert _is_ours(request, service)
    message = opened(request.body)

    _deliver(page, site, message)
    shown = "navigator.serviceWorker.ready.then((r) => r.getNotifications()).then((all) => all.map((n) => n.title))"
    assert eventually(page, lambda: page.evaluate(shown)) == ["“电梯又停了”有新回复"]
    address, left = page.context.service_workers[0].evaluate(_TAP)
    assert left == 0
    page.goto(address)
    settled(page)
    assert page.inner_text("#p2 .prose") == "我家也是"
    assert nina.nickname not in message["title"]


def _deliver(page: Any, site: str, message: dict[str, str]) -> None:
    """As the browser's push service does it, by the DevTools protocol."""
    session = page.context.new_cdp_session(page)
    known: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: known.extend(one["registrationId"] for one in told["registrations"]),
    )
    session.send("ServiceWorker.enable")
    registration = eventually(page, lambda: known[-1:])[0]
    data = json.dumps(message)
    session.send("ServiceWorker.deliverPushMessage", {"origin": site, "registrationId": registration, "data": data})
