"""A second topic about the same matter joins its open case, and shows the same progress to the end."""

import pytest

from crm import actions as crm_actions
from crm.actions.cases import AlreadyACase, NotYours
from crm.models import Case, JoinedTopic
from forum import actions
from forum.models import Board, Topic
from portal.errors import Refused


@pytest.fixture
def board(estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def case(board, olga, dana, viewer_of) -> Case:
    topic = actions.start_topic(viewer=viewer_of(olga), board=board, title="地库积水", html="<p>B区积水。</p>")
    return crm_actions.open_case_from_topic(viewer=viewer_of(dana), topic=topic, kind="complaint")


@pytest.fixture
def second(board, nina, viewer_of) -> Topic:
    return actions.start_topic(viewer=viewer_of(nina), board=board, title="地库又积水了", html="<p>车都泡了。</p>")


def test_spokesperson_joins_by_number_and_both_topics_go_on_together(
    case, second, sam, dana, viewer_of, client_for
) -> None:
    url = f"/desk/cases/from-topic/{second.public_id}/"
    assert case.number in client_for(sam).get(url).content.decode()

    answer = client_for(sam).post(url, {"number": case.number})
    crm_actions.assess(viewer=viewer_of(dana), case=Case.objects.get(), severity="ordinary", kind="complaint")

    assert answer.status_code == 302
    shown = Topic.objects.values_list("case_number", "progress_state")
    assert set(shown) == {(case.number, "in_progress")}
    assert case.number in client_for(None).get(second.get_absolute_url()).content.decode()


def test_author_of_the_joined_topic_can_dispute_the_end(case, second, nina, sam, dana, viewer_of, drain) -> None:
    crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=case.number.lower())
    officer = viewer_of(dana)
    crm_actions.assess(viewer=officer, case=Case.objects.get(), severity="ordinary", kind="complaint")
    crm_actions.answer_customer(viewer=officer, case=Case.objects.get(), html="<p>已疏通。</p>", solves=True)
    crm_actions.close_case(viewer=officer, case=Case.objects.get())

    second.refresh_from_db()
    actions.judge_end(viewer=viewer_of(nina), topic=second, settled=False, said="昨晚又积水了")
    drain()

    assert Case.objects.get().round == 1


def test_topic_joins_once(case, second, sam, viewer_of) -> None:
    crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=case.number)

    with pytest.raises(AlreadyACase):
        crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=case.number)
    with pytest.raises(AlreadyACase):
        crm_actions.open_case_from_topic(viewer=viewer_of(sam), topic=second, kind="repair")


def test_nothing_open_of_that_number_is_said_at_the_field(case, second, sam, client_for) -> None:
    Case.objects.update(state="closed", closed_at=case.opened_at)

    page = client_for(sam).post(f"/desk/cases/from-topic/{second.public_id}/", {"number": case.number})

    assert page.context["joining"].errors["number"]
    assert not JoinedTopic.objects.exists()


def test_case_of_another_estate_is_not_found(case, second, other_estate, sam, viewer_of) -> None:
    Case.objects.update(estate=other_estate)

    with pytest.raises(Refused):
        crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=case.number)


@pytest.mark.parametrize("who", ["olga", "nina", "stella"])
def test_nobody_else_joins(request, who, case, second, viewer_of) -> None:
    with pytest.raises(NotYours):
        crm_actions.join_case(viewer=viewer_of(request.getfixturevalue(who)), topic=second, number=case.number)
