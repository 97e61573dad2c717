"""What needs a consent reaches only those who gave it and have not withdrawn it."""

import pytest

import notify
from notify.models import Notification
from owners.actions import choose_consent
from owners.consents import equip_purposes

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    equip_purposes()
    notify.declare("test.offer", label="Offers", title="A new home", purpose="marketing")

    def send(users, dedupe):
        notify.send(users, kind="test.offer", params={}, url="/", dedupe=dedupe)
        return set(Notification.objects.filter(dedupe=dedupe).values_list("user_id", flat=True))

    return send


def test_a_withdrawal_holds_with_the_next_message(offer, olga, nina):
    choose_consent(user=olga, code="marketing", given=True)
    agreed = offer([olga, nina], "first")

    choose_consent(user=olga, code="marketing", given=False)

    assert agreed == {olga.pk}
    assert offer([olga, nina], "second") == set()
