from datetime import timedelta

import pytest

from crm.actions import dispatch_work_order
from crm.models import WorkOrder
from owners.models import Role, StaffRole, User
from portal.worktime import now
from tests.conftest import pledge

URL = "/desk/work-orders/"


@pytest.fixture
def wang(estate):
    """A handler with an account whose telephone is verified."""
    user = User.objects.create(username="wang", last_name="王师傅", phone="+8613700000001", phone_verified_at=now())
    StaffRole.objects.create(user=user, role=Role.HANDLER, estate=estate)
    pledge(user)
    return user


@pytest.fixture
def send(danas_case, dana, engineering, viewer_of):
    def make(phone="+8613700000001", instructions="换灯"):
        return dispatch_work_order(
            viewer=viewer_of(dana),
            case=danas_case,
            department=engineering,
            handler_name="王师傅",
            handler_phone=phone,
            instructions=instructions,
            due_at=now() + timedelta(days=1),
        )

    return make


def test_work_order_list_shows_a_handler_their_own_only(client_for, wang, send):
    send()
    send(phone="+8613700000002", instructions="修门")

    page = client_for(wang).get(URL)

    assert [order.instructions for order in page.context["orders"]] == ["换灯"]


def test_work_order_list_costs_the_same_for_one_and_three(client_for, dana, send, django_assert_num_queries):
    client = client_for(dana)
    for rows in (1, 3):
        while WorkOrder.objects.count() < rows:
            send()
        client.get(URL)
        with django_assert_num_queries(5):
            page = client.get(URL)
        assert len(page.context["orders"]) == rows


def test_work_order_is_done_at_the_desk_by_the_handler(client_for, wang, send):
    order, client = send(), client_for(wang)

    client.post(f"{URL}{order.pk}/", {"do": "accept"})
    client.post(f"{URL}{order.pk}/", {"do": "done", "report": "已换"})

    order.refresh_from_db()
    assert (order.state, order.report) == ("done", "已换")


def test_work_order_is_only_read_by_the_officer(client_for, dana, send):
    order = send()

    client_for(dana).post(f"{URL}{order.pk}/", {"do": "accept"})

    order.refresh_from_db()
    assert order.state == "sent"


@pytest.mark.parametrize(("who", "status"), [("stranger", 403), ("other_officer", 404)])
def test_work_order_is_closed_to_others(client_for, who, status, send, request):
    order = send()

    assert client_for(request.getfixturevalue(who)).get(f"{URL}{order.pk}/").status_code == status
