from datetime import timedelta

import pytest

from crm.actions import (
    OrderIsOver,
    accept_work_order,
    close_case,
    complete_work_order,
    dispatch_work_order,
    note_contact,
    refuse_work_order,
)
from crm.models import OrderState, State
from owners.models import SmsMessage
from portal import uploads
from portal.errors import Refused
from portal.worktime import now


@pytest.fixture
def order(danas_case, dana, engineering, viewer_of):
    return dispatch_work_order(
        viewer=viewer_of(dana),
        case=danas_case,
        department=engineering,
        handler_name="王师傅",
        handler_phone="+8613700000001",
        instructions="换三楼的灯",
        place="3号楼1单元",
        due_at=now() + timedelta(days=1),
    )


def test_dispatch_sends_the_named_person_a_link(order, danas_case):
    message = SmsMessage.objects.get(phone="+8613700000001")

    danas_case.refresh_from_db()
    assert "/go/" in message.text.open()
    assert danas_case.number in message.text.open()
    assert danas_case.state == State.IN_PROGRESS


def test_dispatch_into_the_past_is_refused(danas_case, dana, engineering, viewer_of):
    with pytest.raises(Refused):
        dispatch_work_order(
            viewer=viewer_of(dana),
            case=danas_case,
            department=engineering,
            handler_name="王师傅",
            handler_phone="+8613700000001",
            instructions="换灯",
            due_at=now() - timedelta(minutes=1),
        )

    assert not SmsMessage.objects.filter(phone="+8613700000001").exists()


def test_complete_brings_report_and_photos_back(order, png):
    upload = uploads.store_bytes(png, name="灯.png", owner="task-link:1")

    complete_work_order(order=order, actor="task-link:1", report="已更换", upload_ids=[upload.public_id])

    order.refresh_from_db()
    assert (order.state, order.report) == (OrderState.DONE, "已更换")
    assert [photo.name for photo in uploads.of(order.scope)] == ["灯.png"]


def test_complete_twice_is_refused(order):
    complete_work_order(order=order, actor="task-link:1", report="已更换")

    with pytest.raises(OrderIsOver):
        complete_work_order(order=order, actor="task-link:1", report="又更换")

    order.refresh_from_db()
    assert order.report == "已更换"


def test_refuse_after_accepting_hands_back(order):
    accept_work_order(order=order, actor="task-link:1")

    refuse_work_order(order=order, actor="task-link:1", reason="缺配件")

    order.refresh_from_db()
    assert order.state == OrderState.HANDED_BACK


def test_close_waits_for_open_work(order, danas_case, dana, viewer_of):
    note_contact(viewer=viewer_of(dana), case=danas_case, kind="call", html="<p>已告知</p>", told=True)

    with pytest.raises(Refused):
        close_case(viewer=viewer_of(dana), case=danas_case)

    complete_work_order(order=order, actor="task-link:1", report="已更换")
    assert close_case(viewer=viewer_of(dana), case=danas_case).state == State.CLOSED
