from django.urls import reverse

from notify.models import PushDevice
from notify.wire import webpush
from tests.notify.test_webpush import BROWSER

ADD, REMOVE = reverse("notify:push-device-add"), reverse("notify:push-device-remove")
GOOD = {
    "endpoint": "https://fcm.googleapis.com/fcm/send/abc",
    "p256dh": BROWSER,
    "auth": webpush.encode(b"0123456789abcdef"),
}


def test_a_browser_is_kept_once(olga, client_for):
    client = client_for(olga)

    assert client.post(ADD, GOOD).status_code == 204
    assert client.post(ADD, GOOD).status_code == 204

    kept = PushDevice.objects.get()
    assert (kept.user, kept.endpoint) == (olga, GOOD["endpoint"])
    assert kept.session_key == client.session.session_key


def test_whoever_signs_in_there_next_has_it(olga, nina, client_for):
    client_for(olga).post(ADD, GOOD)
    client_for(nina).post(ADD, GOOD)

    assert PushDevice.objects.get().user == nina


def test_what_is_no_subscription_is_refused(olga, client_for):
    client = client_for(olga)

    for broken in ({"endpoint": "https://evil.example/"}, {"p256dh": "AAAA"}, {"p256dh": "…"}, {"auth": ""}):
        assert client.post(ADD, GOOD | broken).status_code == 400

    assert not PushDevice.objects.exists()


def test_only_ones_own_is_removed(olga, nina, client_for):
    client_for(olga).post(ADD, GOOD)

    client_for(nina).post(REMOVE, GOOD)
    assert PushDevice.objects.count() == 1

    client_for(olga).post(REMOVE, GOOD)
    assert PushDevice.objects.count() == 0


def test_a_visitor_is_sent_to_sign_in(db, client_for):
    assert client_for(None).post(ADD, GOOD).status_code == 302
    assert not PushDevice.objects.exists()
