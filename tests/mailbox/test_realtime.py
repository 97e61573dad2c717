import pytest

from mailbox import actions
from owners.tiles import tiles_for
from owners.viewers import VISITOR
from portal import realtime

pytestmark = pytest.mark.django_db


def test_whoever_has_the_link_may_listen(matter):
    conversation = matter()

    assert realtime.may_join(VISITOR, f"conversation:{conversation.token}")
    assert not realtime.may_join(VISITOR, f"conversation:{conversation.number}")
    assert not realtime.may_join(VISITOR, "conversation:")


def test_open_pages_are_told_of_messages_and_progress_but_not_of_what_staff_alone_see(matter, monkeypatch, mailbox):
    told = []
    conversation = matter(email="olga@example.com", mailed="<x@y>")
    monkeypatch.setattr(realtime, "tell", lambda group, kind, *_data: told.append((group, kind)))

    actions.receive_message(conversation=conversation, text="补充")
    actions.set_progress(conversation_id=conversation.pk, state="in_progress", who="戴娜")
    from mailbox import intake
    from tests.mailreader.mails import mail

    intake.receive(mail(From="stranger@example.com", In_Reply_To="<x@y>"), mailbox, source="a")

    group = f"conversation:{conversation.token}"
    assert told == [(group, "message"), (group, "progress")]


def test_own_page_counts_open_matters(matter, viewer_of, olga):
    matter(user=olga)
    actions.set_progress(conversation_id=matter(user=olga).pk, state="closed")

    tile = next(tile for tile in tiles_for(viewer_of(olga)) if tile.url == "/contact/mine/")

    assert tile.count == 1
