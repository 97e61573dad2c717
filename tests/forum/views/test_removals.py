"""A removal as its author reads it, and as everybody reads of it."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Removal


@pytest.fixture
def removal(olga, nina, sam, public_board, start, viewer_of) -> Removal:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>物业不作为</p>")
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="用词不当", kind="insult")
    return Removal.objects.get()


def test_removal_shows_the_author_their_words_and_takes_an_objection(removal, nina, client_for) -> None:
    client = client_for(nina)

    page = client.get(removal.get_absolute_url()).content.decode()
    client.post(removal.get_absolute_url(), {"text": "这是批评"})

    assert "物业不作为" in page and "用词不当" in page
    assert Removal.objects.get().objection == "这是批评"


def test_removal_with_an_empty_objection_is_refused_at_the_field(removal, nina, client_for) -> None:
    response = client_for(nina).post(removal.get_absolute_url(), {"text": " "})

    assert response.status_code == 422
    assert "field-error" in response.content.decode()


@pytest.mark.parametrize("who", ["olga", "otto", "stranger"])
def test_removal_of_others_does_not_exist(request, removal, client_for, who) -> None:
    assert client_for(request.getfixturevalue(who)).get(removal.get_absolute_url()).status_code == 404


def test_record_and_placeholder_say_kind_reason_and_state(removal, mona, viewer_of, client_for) -> None:
    waiting = client_for(None).get(reverse("forum:record")).content.decode()
    actions.confirm_removal(viewer=viewer_of(mona), removal=removal)
    confirmed = client_for(None).get(reverse("forum:record")).content.decode()
    placeholder = client_for(None).get(removal.topic.get_absolute_url()).content.decode()

    assert "用词不当" in waiting and removal.get_kind_display() in waiting
    assert Removal.objects.get().get_state_display() in confirmed
    assert Removal.objects.get().get_state_display() in placeholder
    assert "物业不作为" not in confirmed + placeholder


def test_record_pages_by_key(removal, sam, viewer_of, client_for, monkeypatch) -> None:
    from forum.views import moderation

    monkeypatch.setattr(moderation, "RECORDS", 1)
    actions.lock_topic_for(viewer=viewer_of(sam), topic=removal.topic, reason="先锁上")

    first = client_for(None).get(reverse("forum:record"))
    second = client_for(None).get(reverse("forum:record"), {"before": first.context["older"]})

    assert "先锁上" in first.content.decode() and "用词不当" not in first.content.decode()
    assert "用词不当" in second.content.decode() and "先锁上" not in second.content.decode()
