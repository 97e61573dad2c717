"""How the company answers, for those who answer and those who lead."""

import pytest

from forum import actions
from forum.models import Board
from owners.models import Role
from tests.conftest import _staff

URL = "/desk/watch/figures/"


@pytest.mark.parametrize("who, code", [("olga", 403), ("dana", 403), ("adam", 403), ("sam", 200), ("mona", 200)])
def test_answering_figures_are_for_those_who_answer(request, who, code, estate, client_for) -> None:
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == code


@pytest.mark.parametrize("people", [1, 3])
def test_answering_figures_cost_the_same_for_any_number_of_people(
    people, olga, mona, estate, viewer_of, client_for, django_assert_num_queries
) -> None:
    board = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    for n in range(people):
        speaker = _staff(f"言{n}", f"+861390000010{n}", Role.SPOKESPERSON, estate)
        topic = actions.start_topic(viewer=viewer_of(olga), board=board, title=f"问题 {n}", html=f"<p>{n}</p>")
        actions.answer_officially(viewer=viewer_of(speaker), topic=topic, html="<p>答</p>")
    client = client_for(mona)
    client.get(URL)

    with django_assert_num_queries(16):
        page = client.get(URL)

    assert [row.name for row in page.context["people"]] == [f"言{n}" for n in range(people)]
