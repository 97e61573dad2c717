"""The author of a topic confirms or disputes the end of its case, and the case desk hears it once."""

import pytest

from crm import actions as crm_actions
from crm.models import Case, State
from forum import actions
from forum.errors import NotAllowed, TextRefused
from forum.models import Board, Topic, Verdict

URL = "/forum/t/{}/verdict/"


@pytest.fixture
def topic(estate, olga, dana, viewer_of):
    """A topic whose case has been closed."""
    board = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    topic = actions.start_topic(viewer=viewer_of(olga), board=board, title="地库积水", html="<p>B区积水。</p>")
    viewer = viewer_of(dana)
    case = crm_actions.open_case_from_topic(viewer=viewer, topic=topic, kind="complaint")
    crm_actions.assess(viewer=viewer, case=case, severity="ordinary", kind="complaint")
    crm_actions.answer_customer(viewer=viewer, case=case, html="<p>已疏通。</p>", solves=True)
    crm_actions.close_case(viewer=viewer, case=case)
    return Topic.objects.get(pk=topic.pk)


def test_author_confirms_the_end_for_all_to_see(topic, olga, client_for, drain) -> None:
    client_for(olga).post(URL.format(topic.public_id), {"settled": "1"})
    drain()

    case = Case.objects.get()
    page = client_for(None).get(topic.get_absolute_url()).content.decode()
    assert case.state == State.CLOSED
    assert case.entries.filter(step="confirmed").count() == 1
    assert "楼主已于" in page


def test_author_disputes_the_end_and_the_case_is_taken_up_again(topic, olga, client_for, drain) -> None:
    client_for(olga).post(URL.format(topic.public_id), {"said": "昨晚又积水了"})
    drain()

    case = Case.objects.get()
    topic.refresh_from_db()
    assert (case.state, case.round, topic.progress_state) == (State.REOPENED, 1, "in_progress")
    assert case.entries.get(step="disputed").text == "昨晚又积水了"
    assert "昨晚又积水了" not in client_for(None).get(topic.get_absolute_url()).content.decode()


def test_verdict_delivered_twice_is_heard_once(topic, olga, viewer_of) -> None:
    verdict = actions.judge_end(viewer=viewer_of(olga), topic=topic, settled=False, said="又积水了")

    for _ in range(2):
        crm_actions.hear_author(verdict_id=verdict.pk)

    assert Case.objects.get().round == 1


def test_confirmation_falls_when_the_case_is_taken_up_again(topic, olga, dana, viewer_of) -> None:
    actions.judge_end(viewer=viewer_of(olga), topic=topic, settled=True)

    crm_actions.reopen(viewer=viewer_of(dana), case=Case.objects.get(), reason="客户来电")

    assert Topic.objects.get().end_confirmed_at is None


def test_dispute_without_a_reason_comes_back(topic, olga, viewer_of, client_for) -> None:
    page = client_for(olga).post(URL.format(topic.public_id), {"said": " "})

    assert page.status_code == 422
    assert page.context["form"].errors["said"]
    with pytest.raises(TextRefused):
        actions.judge_end(viewer=viewer_of(olga), topic=topic, settled=False)


@pytest.mark.parametrize("who", ["nina", "otto", "sam", "dana"])
def test_nobody_else_judges_the_end(request, who, topic, viewer_of, client_for) -> None:
    user = request.getfixturevalue(who)

    assert client_for(user).post(URL.format(topic.public_id), {"settled": "1"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.judge_end(viewer=viewer_of(user), topic=topic, settled=True)
    assert not Verdict.objects.exists()


def test_nothing_is_judged_before_it_has_ended(olga, estate, viewer_of) -> None:
    board = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    topic = actions.start_topic(viewer=viewer_of(olga), board=board, title="地库积水", html="<p>B区积水。</p>")

    with pytest.raises(NotAllowed):
        actions.judge_end(viewer=viewer_of(olga), topic=topic, settled=True)
