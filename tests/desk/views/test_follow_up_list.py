import pytest

from crm.actions import answer_customer, close_case, take_case
from crm.models import FollowUp
from owners.models import Contact

URL = "/desk/follow-ups/"


@pytest.fixture
def close_one(open_matter, dana, viewer_of):
    def make(subject="已修好的灯"):
        viewer = viewer_of(dana)
        case = take_case(viewer=viewer, case=open_matter(subject))
        answer_customer(viewer=viewer, case=case, html="<p>好了</p>", solves=True)
        return close_case(viewer=viewer, case=case).follow_ups.get()

    return make


def test_follow_up_list_shows_planned_calls(client_for, dana, close_one):
    close_one("走廊漏水")

    assert "走廊漏水" in client_for(dana).get(URL).text


def test_follow_up_list_costs_the_same_for_one_and_three(client_for, dana, close_one, django_assert_num_queries):
    client = client_for(dana)
    for rows in (1, 3):
        while FollowUp.objects.count() < rows:
            close_one()
        client.get(URL)
        with django_assert_num_queries(7):
            page = client.get(URL)
        assert len(page.context["rows"]) == rows


@pytest.mark.parametrize(("who", "status"), [("stranger", 403), ("stella", 403), ("sam", 403)])
def test_follow_up_list_is_closed_to_others(client_for, who, status, request):
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == status


def test_follow_up_record_needs_a_rating_and_reopens_on_a_bad_one(client_for, dana, close_one):
    follow_up, client = close_one(), client_for(dana)

    assert client.post(f"{URL}{follow_up.pk}/", {}).status_code == 422
    client.post(f"{URL}{follow_up.pk}/", {f"{follow_up.pk}-satisfaction": "2", f"{follow_up.pk}-note": "不亮"})

    follow_up.case.refresh_from_db()
    assert follow_up.case.state == "reopened"


def test_follow_up_record_of_another_estate_is_not_found(client_for, other_officer, close_one):
    follow_up = close_one()

    assert client_for(other_officer).post(f"{URL}{follow_up.pk}/", {}).status_code == 404


def test_follow_up_missed_counts_the_attempt(client_for, dana, close_one):
    follow_up = close_one()

    client_for(dana).post(f"{URL}{follow_up.pk}/missed/")

    follow_up.refresh_from_db()
    assert (follow_up.attempts, follow_up.state) == (1, "planned")


def test_follow_up_list_says_that_nobody_can_be_called(client_for, dana, close_one):
    close_one()
    Contact.objects.update(phone="")

    assert "No telephone number left" in client_for(dana).get(f"/en{URL}").text
