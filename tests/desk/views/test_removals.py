"""The second look at the desk."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Board, Removal, RemovalState

LIST_QUERIES = 5


@pytest.fixture
def remove(olga, nina, sam, estate, viewer_of):
    """`remove()` hides one more reply of Nina's as Sam would."""
    board = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    topic = actions.start_topic(viewer=viewer_of(olga), board=board, title="电梯又停了", html="<p>三号楼</p>")

    def make(text: str = "物业不作为") -> Removal:
        post = actions.reply(viewer=viewer_of(nina), topic=topic, html=f"<p>{text}</p>")
        actions.hide_post(viewer=viewer_of(sam), post=post, reason="用词不当", kind="insult")
        return Removal.objects.latest("pk")

    return make


def test_removal_list_shows_text_clock_and_objection_to_the_second_person(
    remove, nina, mona, viewer_of, client_for
) -> None:
    actions.object_to_removal(viewer=viewer_of(nina), removal=remove(), text="这是批评")

    page = client_for(mona).get(reverse("desk:removal-list")).content.decode()

    assert "物业不作为" in page and "这是批评" in page and "clock-chip" in page
    assert reverse("desk:removal-decide", args=[Removal.objects.get().public_id]) in page


def test_removal_list_offers_no_decision_to_whoever_hid_it(remove, sam, client_for) -> None:
    removal = remove()

    page = client_for(sam).get(reverse("desk:removal-list")).content.decode()

    assert "物业不作为" in page
    assert reverse("desk:removal-decide", args=[removal.public_id]) not in page


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_removal_list_is_for_those_who_keep_order(request, remove, client_for, who) -> None:
    assert client_for(request.getfixturevalue(who)).get(reverse("desk:removal-list")).status_code == 403


def test_removal_decide_confirms_or_undoes(remove, mona, client_for) -> None:
    first, second, client = remove("一"), remove("二"), client_for(mona)

    client.post(reverse("desk:removal-decide", args=[first.public_id]))
    client.post(reverse("desk:removal-decide", args=[second.public_id]), {"undo": "1", "note": "可以留"})

    assert list(Removal.objects.order_by("id").values_list("state", flat=True)) == [
        RemovalState.CONFIRMED,
        RemovalState.UNDONE,
    ]
    decided = client.get(reverse("desk:removal-list"), {"show": "decided"})
    assert [removal for removal, _may in decided.context["rows"]] == [second, first]


def test_removal_decide_by_whoever_hid_it_changes_nothing(remove, sam, client_for) -> None:
    client_for(sam).post(reverse("desk:removal-decide", args=[remove().public_id]))

    assert Removal.objects.get().is_waiting


def test_removal_decide_of_another_estate_does_not_exist(remove, sam, other_estate, client_for) -> None:
    removal = remove()
    sam.staff_roles.update(estate=other_estate)

    assert client_for(sam).post(reverse("desk:removal-decide", args=[removal.public_id])).status_code == 404


def test_removal_list_pages_by_key(remove, mona, client_for, monkeypatch) -> None:
    from desk.views import removals

    monkeypatch.setattr(removals, "PER_PAGE", 1)
    first, second = remove("一"), remove("二")

    page = client_for(mona).get(reverse("desk:removal-list"))
    rest = client_for(mona).get(reverse("desk:removal-list"), {"from": page.context["older"]})

    assert [row[0] for row in page.context["rows"]] == [first]
    assert [row[0] for row in rest.context["rows"]] == [second]


@pytest.mark.parametrize("count", [1, 3])
def test_removal_list_costs_the_same_for_one_and_three(
    remove, mona, client_for, django_assert_num_queries, count
) -> None:
    for n in range(count):
        remove(f"第{n}条")
    client = client_for(mona)
    client.get(reverse("desk:removal-list"))

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("desk:removal-list"))
