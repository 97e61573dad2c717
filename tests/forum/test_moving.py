"""A topic changes its board: the company is called where it answers, and nothing opens to more people by mistake."""

import pytest
from django.urls import reverse

from forum import actions
from forum.actions.moderating import opens_to_more
from forum.errors import MoveRefused
from forum.models import Board, Topic, Watch


@pytest.fixture
def talk(estate) -> Board:
    """Where neighbours talk among themselves."""
    return Board.objects.create(slug="talk", estate=estate, name="闲聊", audience="public", answer_expected=False)


def test_topic_moved_to_where_the_company_answers_calls_it(olga, talk, public_board, start, sam, viewer_of) -> None:
    topic = start(olga, talk)

    actions.move_topic(viewer=viewer_of(sam), topic=topic, board=public_board, reason="这是给物业的问题")

    watch = Watch.objects.get(topic=topic)
    assert [cause.reason for cause in watch.causes.all()] == ["expected"]
    assert Topic.objects.get(pk=topic.pk).awaits_answer


def test_topic_of_the_company_or_answered_before_calls_nobody(olga, talk, public_board, start, sam, viewer_of) -> None:
    own, answered = start(sam, talk), start(olga, talk, title="停水了吗")
    actions.answer_officially(viewer=viewer_of(sam), topic=answered, html="<p>今晚恢复供水。</p>")

    for topic in (own, answered):
        actions.move_topic(viewer=viewer_of(sam), topic=topic, board=public_board, reason="更合适")

    assert not Topic.objects.filter(awaits_answer=True).exists()


def test_topic_opens_to_more_people_only_if_that_is_meant(
    olga, residents_board, public_board, start, sam, viewer_of, client_for
) -> None:
    topic = start(olga, residents_board)
    url = reverse("forum:topic-moderate", args=[topic.public_id])
    asked = {"act": "move", "board": public_board.pk, "reason": "更多人能帮忙"}

    with pytest.raises(MoveRefused):
        actions.move_topic(viewer=viewer_of(sam), topic=topic, board=public_board, reason="更多人能帮忙")
    refused = client_for(sam).post(url, asked).content.decode()
    still = Topic.objects.get(pk=topic.pk).board
    client_for(sam).post(url, {**asked, "wider": "on"})

    assert "field-error" in refused and still == residents_board
    assert Topic.objects.get(pk=topic.pk).audience == "public"


@pytest.mark.parametrize(
    ("before", "after", "more"),
    [
        ("public", "estate:1", False),
        ("public", "public", False),
        ("signed-in", "estate:1", False),
        ("signed-in", "public", True),
        ("estate:1", "estate:1", False),
        ("estate:1", "estate:2", True),
        ("estate:1", "signed-in", True),
        ("estate:1", "public", True),
    ],
)
def test_audience_has_people_who_are_not_in_the_other(before, after, more) -> None:
    assert opens_to_more(before, after) is more
