"""A board's rules: shown before the first post, agreed to once for each version."""

import pytest
from django.urls import reverse

from forum import actions
from forum.errors import RulesNotAccepted
from forum.models import Board, Post, RulesAcceptance, Topic
from forum.wagtail_hooks import BoardViewSet

RULES = "对事不对人"


@pytest.fixture
def topic(olga, public_board, start) -> Topic:
    """Asked before there were rules."""
    topic = start(olga, public_board)
    public_board.rules, public_board.rules_version = RULES, 1
    public_board.save()
    return topic


def _reply(client, topic: Topic, **data: str):
    return client.post(reverse("forum:topic-reply", args=[topic.public_id]), {"body": "<p>我家也是</p>", **data})


def test_rules_are_shown_until_they_are_agreed_to_with_the_first_post(topic, nina, client_for) -> None:
    client = client_for(nina)
    assert RULES in client.get(topic.get_absolute_url()).content.decode()

    refused = _reply(client, topic).content.decode()

    assert RULES in refused
    assert "我家也是" in refused
    assert not Post.objects.filter(number=2).exists()
    assert _reply(client, topic, accepts_rules="1").status_code == 302
    assert RULES not in client.get(topic.get_absolute_url()).content.decode()
    assert _reply(client, topic, body="<p>第二句</p>").status_code == 302


def test_new_version_asks_once_more(topic, nina, viewer_of) -> None:
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>好</p>", accepts_rules=1)
    Board.objects.update(rules_version=2)

    with pytest.raises(RulesNotAccepted):
        actions.reply(viewer=viewer_of(nina), topic=Topic.objects.get(), html="<p>还有</p>", accepts_rules=1)

    actions.reply(viewer=viewer_of(nina), topic=Topic.objects.get(), html="<p>还有</p>", accepts_rules=2)
    assert RulesAcceptance.objects.get(user=nina).version == 2


def test_start_of_a_topic_asks_too(topic, nina, public_board, client_for) -> None:
    client, url = client_for(nina), reverse("forum:topic-start", args=[public_board.slug])
    written = {"title": "楼下的猫", "body": "<p>谁家的？</p>"}

    assert RULES in client.get(url).content.decode()
    assert RULES in client.post(url, written).content.decode()
    assert client.post(url, {**written, "accepts_rules": "1"}).status_code == 302


def test_agreement_of_a_refused_text_is_not_kept(topic, nina, client_for) -> None:
    page = _reply(client_for(nina), topic, body="", accepts_rules="1").content.decode()

    assert not RulesAcceptance.objects.exists()
    assert "checked" in page.split('name="accepts_rules"')[-1].split(">")[0]


def test_staff_are_not_asked(topic, sam, viewer_of) -> None:
    actions.reply(viewer=viewer_of(sam), topic=topic, html="<p>我们看看</p>")

    assert not RulesAcceptance.objects.exists()


def test_changed_words_make_a_new_version(topic, public_board) -> None:
    form_class = BoardViewSet().get_edit_handler().get_form_class()
    data = form_class(instance=public_board).initial | {"audience": "public", "start_audience": "signed-in"}
    data = {name: value for name, value in data.items() if value is not None}

    changed = form_class({**data, "rules": "不发广告"}, instance=public_board)
    assert changed.is_valid(), changed.errors
    changed.save()

    public_board.refresh_from_db()
    assert (public_board.rules, public_board.rules_version) == ("不发广告", 2)
