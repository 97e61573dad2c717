import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crm.actions import dispatch_work_order
from owners.models import SmsMessage
from portal import uploads
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
        due_at=now() + timedelta(days=1),
    )


@pytest.fixture
def phone(order, client_for):
    """A telephone without an account on which the link was opened."""
    text = SmsMessage.objects.get(phone=order.handler_phone.open()).text.open()
    client = client_for(None)
    client.get(re.search(r"/go/\S+", text)[0], follow=True)
    return client


def _url(order):
    return f"/task/workorder/{order.pk}/"


def test_workorder_task_shows_what_is_to_be_done(phone, order):
    assert "换三楼的灯" in phone.get(_url(order)).text


def test_workorder_task_is_accepted_and_done_with_a_photo(phone, order, png):
    phone.post(_url(order), {"do": "accept"})
    photo = SimpleUploadedFile("灯.png", png, "image/png")

    phone.post(_url(order), {"do": "done", "report": "已更换", "photos": [photo]})

    order.refresh_from_db()
    assert (order.state, order.report) == ("done", "已更换")
    assert len(uploads.of(order.scope)) == 1


def test_workorder_task_without_a_report_is_shown_again(phone, order):
    phone.post(_url(order), {"do": "accept"})

    page = phone.post(_url(order), {"do": "done", "report": ""})

    assert page.context["report_form"].errors["report"]
    order.refresh_from_db()
    assert order.state == "accepted"


def test_workorder_task_with_something_that_is_no_photo_says_which(phone, order):
    phone.post(_url(order), {"do": "accept"})
    bad = SimpleUploadedFile("x.exe", b"MZ....", "image/png")

    page = phone.post(_url(order), {"do": "done", "report": "已更换", "photos": [bad]})

    assert "x.exe" in str(page.context["report_form"].errors["photos"])


def test_workorder_task_without_the_link_is_closed(client_for, order):
    assert client_for(None).get(_url(order)).status_code == 410


def test_workorder_task_of_another_order_is_closed(phone, order):
    assert phone.get(f"/task/workorder/{order.pk + 1}/").status_code == 410
