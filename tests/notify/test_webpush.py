"""The wire of web push against the standard's own example and against a push service in a thread."""

import base64
import json
from collections.abc import Iterator

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.contrib.auth import logout
from django.test import RequestFactory

import notify
from notify.actions import add_push_device
from notify.channels.push import is_push_service, vapid
from notify.models import Delivery, DeliveryState, PushDevice
from notify.tasks import deliver
from notify.wire import webpush
from owners.actions import end_other_sessions
from owners.models import User
from tests.local_server import LocalServer, local_server
from tests.owners.views.test_sessions import noted

# RFC 8291, appendix A.
SENDER = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
OWN_KEY = ec.derive_private_key(0x1234567890ABCDEF, ec.SECP256R1())
OWN_P256DH = webpush.encode(webpush._point(OWN_KEY.public_key()))


def test_message_is_encrypted_as_the_standard_shows():
    sender = ec.derive_private_key(int.from_bytes(webpush.decode(SENDER)), ec.SECP256R1())

    body = webpush.encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh=BROWSER,
        auth=AUTH,
        sender=sender,
        salt=webpush.decode("DGv6ra1nlYgDCS1FRnbzlw"),
    )

    assert webpush.encode(body) == BODY


def test_sender_proves_itself_to_that_service_alone():
    sender = webpush.Vapid.from_secret(b"\x07" * 32, subject="mailto:a@example.com")

    scheme, token, key = sender.authorization("https://push.example.net/send/abc?x=1").replace(",", "").split(" ")

    head, claims, signature = token.removeprefix("t=").split(".")
    raw = webpush.decode(signature)
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), webpush.decode(key.removeprefix("k=")))
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    public.verify(der, f"{head}.{claims}".encode(), ec.ECDSA(hashes.SHA256()))
    said = json.loads(webpush.decode(claims))
    assert scheme == "vapid"
    assert (said["aud"], said["sub"]) == ("https://push.example.net", "mailto:a@example.com")


@pytest.mark.parametrize("secret", [b"\xff" * 32, b"\x00" * 32])
def test_any_32_bytes_make_a_key(secret):
    assert len(webpush.decode(webpush.Vapid.from_secret(secret, subject="mailto:a@b").public)) == 65


@pytest.mark.parametrize(
    ("endpoint", "known"),
    [
        ("https://fcm.googleapis.com/fcm/send/x", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/x", True),
        ("https://web.push.apple.com/x", True),
        ("http://fcm.googleapis.com/x", False),
        ("https://fcm.googleapis.com.evil.example/x", False),
        ("https://evilfcm.googleapis.com.cn/x", False),
        ("https://127.0.0.1/x", False),
        ("https://169.254.169.254/latest/meta-data", False),
        ("https://evil.example/?fcm.googleapis.com", False),
    ],
)
def test_only_known_push_services_are_called(endpoint, known):
    assert is_push_service(endpoint) is known


@pytest.fixture
def service(settings) -> Iterator[LocalServer]:
    with local_server() as server:
        settings.PUSH_SERVICES = ["127.0.0.1"]
        server.answer = lambda request: (201, {}, b"")
        yield server


def device(user: User, service: LocalServer, name: str = "a", *, session_key: str = "s1") -> PushDevice:
    add_push_device(
        user=user, session_key=session_key, name="Chrome · Android",
        endpoint=f"{service.url}/{name}", p256dh=OWN_P256DH, auth=webpush.encode(b"0123456789abcdef"),
    )  # fmt: skip
    return PushDevice.objects.latest("pk")


def send(user: User, kind: str = "test.reply") -> None:
    params = {"who": "倪娜", "topic": "电梯"} if kind == "test.reply" else {}
    notify.send([user], kind=kind, params=params, url="/forum/t/abc/", dedupe="n:1")


def opened(body: bytes) -> dict[str, str]:
    """What the browser reads: decrypted with its own key."""
    salt, sender, cipher = body[:16], body[21:86], body[86:]
    shared = OWN_KEY.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender))

    def derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)

    info = b"WebPush: info\0" + base64.urlsafe_b64decode(OWN_P256DH + "=") + sender
    secret = derive(shared, b"0123456789abcdef", info, 32)
    key = derive(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = derive(secret, salt, b"Content-Encoding: nonce\0", 12)
    return json.loads(AESGCM(key).decrypt(nonce, cipher, None).removesuffix(b"\x02"))


def test_device_gets_title_and_path_and_nobodys_name(olga, service, drain, morning):
    device(olga, service)
    send(olga)
    drain()

    [request] = service.received
    assert opened(request.body) == {"title": "Replies", "url": "/forum/t/abc/", "tag": opened(request.body)["tag"]}
    assert request.headers["content-encoding"] == "aes128gcm"
    assert f"k={vapid().public}" in request.headers["authorization"]
    assert Delivery.objects.get(channel="push").state == DeliveryState.SENT


def test_each_device_is_woken_once_however_often_the_task_runs(olga, service, drain, morning):
    device(olga, service, "a")
    device(olga, service, "b")
    send(olga)
    drain()
    deliver.call(list(Delivery.objects.values_list("pk", flat=True)))

    assert sorted(request.path for request in service.received) == ["/a", "/b"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_device_that_is_gone_is_forgotten(status, olga, service, drain, morning):
    device(olga, service)
    service.answer = lambda request: (status, {}, b"")
    send(olga)
    drain()

    assert not PushDevice.objects.exists()
    assert Delivery.objects.get(channel="push").state == DeliveryState.SKIPPED


def test_a_service_that_stumbles_is_asked_again(olga, service, drain, morning):
    device(olga, service)
    service.answer = lambda request: (503, {}, b"")
    send(olga)
    drain()
    waiting = Delivery.objects.get(channel="push")
    assert (waiting.state, waiting.attempts, waiting.problem) == (DeliveryState.WAITING, 1, "HTTP 503")

    service.answer = lambda request: (201, {}, b"")
    deliver.call([waiting.pk])

    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (DeliveryState.SENT, 2)


def test_after_five_tries_it_is_given_up(olga, service, drain, morning):
    device(olga, service)
    service.answer = lambda request: (503, {}, b"")
    send(olga)
    Delivery.objects.update(attempts=4)
    drain()

    assert Delivery.objects.get(channel="push").state == DeliveryState.FAILED


def test_a_redirect_leads_nowhere(olga, service, drain, morning):
    device(olga, service)
    service.answer = lambda request: (302, {"Location": f"{service.url}/elsewhere"}, b"")
    send(olga)
    drain()

    assert [request.path for request in service.received] == ["/a"]
    assert Delivery.objects.get(channel="push").state == DeliveryState.FAILED


def test_signing_out_ends_it_on_that_browser(olga, service, client_for):
    client = client_for(olga)
    client.get("/me/")
    device(olga, service, session_key=client.session.session_key)
    device(olga, service, "other", session_key="elsewhere")
    request = RequestFactory().get("/")
    request.session, request.user = client.session, olga

    logout(request)

    assert list(PushDevice.objects.values_list("session_key", flat=True)) == ["elsewhere"]


def test_a_session_ended_from_elsewhere_ends_it_too(olga, service, client_for, drain):
    other = client_for(olga)
    noted(other, olga)
    device(olga, service, session_key=other.session.session_key)

    end_other_sessions(user=olga, current_key="here")
    drain()

    assert not PushDevice.objects.exists()
