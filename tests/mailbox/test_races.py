"""The same mail and the same form, in the same moment: one matter."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from mailbox import actions, intake
from mailbox.models import Conversation, Delivery
from portal.mailwire.models import OutgoingMail
from tests.mailreader.mails import mail

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(work, times: int) -> list:
    def run(number):
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_one_mail_settled_by_many_workers_is_one_matter(mailbox):
    at_once(lambda _n: intake.receive(mail(), mailbox, source="imap:1:1:1"), 6)

    assert (Conversation.objects.count(), Delivery.objects.count(), OutgoingMail.objects.count()) == (1, 1, 1)


def test_one_mail_delivered_by_many_roads_is_one_matter(mailbox):
    outcomes = at_once(lambda n: intake.receive(mail(), mailbox, source=f"imap:1:1:{n}").outcome, 6)

    assert sorted(outcomes) == ["duplicate"] * 5 + ["new"]
    assert (Conversation.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_one_form_sent_many_times_is_one_matter(mailbox):
    def send(_number):
        return actions.open_conversation(
            estate=mailbox.estate, kind="repair", channel="web", subject="漏水", text="滴水", idempotency_key="k1"
        ).number

    numbers = at_once(send, 6)

    assert set(numbers) == {"JSW-2026-000001"}
    assert Conversation.objects.count() == 1
