"""A poll on its topic's page, and voting with and without scripts."""

import pytest
from django.urls import reverse

from forum.models import Ballot, Topic

FORM = {"title": "停水", "body": "<p>请选</p>", "poll_question": "几点", "poll_options": "上午\n下午", "poll_days": "3"}


@pytest.fixture
def topic(olga, residents_board, client_for) -> Topic:
    client_for(olga).post(reverse("forum:topic-start", args=[residents_board.slug]), FORM)
    return Topic.objects.get()


def _vote(client, topic: Topic, place: int, **more):
    option = topic.poll.options.get(position=place).pk
    return client.post(reverse("forum:topic-vote", args=[topic.public_id]), {"option": option}, **more)


def test_topic_vote_shows_the_result_to_who_has_voted(topic, nina, client_for) -> None:
    client = client_for(nina)
    before = client.get(topic.get_absolute_url()).content.decode()

    _vote(client, topic, 2)

    after = client.get(topic.get_absolute_url()).content.decode()
    assert 'type="radio"' in before and "<meter" not in before
    assert "1 · 100%" in after and Ballot.objects.get().user == nina


def test_topic_vote_answers_htmx_with_the_poll(topic, nina, client_for) -> None:
    page = _vote(client_for(nina), topic, 1, headers={"HX-Request": "true"}).content.decode()

    assert page.lstrip().startswith('<section class="card poll')
    assert "live:poll" in page


def test_topic_vote_without_an_answer_says_so(topic, nina, client_for) -> None:
    url = reverse("forum:topic-vote", args=[topic.public_id])

    assert "notice-error" in client_for(nina).post(url, headers={"HX-Request": "true"}).content.decode()
    assert not Ballot.objects.exists()


def test_topic_vote_of_a_stranger_finds_nothing(topic, otto, client_for) -> None:
    assert _vote(client_for(otto), topic, 1).status_code == 404
    assert client_for(otto).get(reverse("forum:topic-poll", args=[topic.public_id])).status_code == 404


def test_topic_start_with_half_a_poll_keeps_everything(olga, public_board, client_for) -> None:
    response = client_for(olga).post(
        reverse("forum:topic-start", args=[public_board.slug]), {**FORM, "poll_options": "只有一个"}
    )

    page = response.content.decode()
    assert list(response.context["form"].errors) == ["poll_options"]
    assert "只有一个" in page and "请选" in page and 'class="more poll-new" open' in page
    assert not Topic.objects.exists()
