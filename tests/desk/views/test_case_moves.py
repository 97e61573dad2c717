import pytest
from django.urls import reverse

from crm.actions import answer_customer, put_waiting
from crm.models import Case, EntryKind, State, WorkOrder
from portal.worktime import now


def _url(case, name):
    return reverse(f"desk:{name}", args=[case.number])


def test_case_answer_sends_and_returns_to_the_case(client_for, danas_case, dana):
    response = client_for(dana).post(_url(danas_case, "case-answer"), {"html": "<p>明天上门。</p>"})

    assert response.url == _url(danas_case, "case")
    assert danas_case.conversation.messages.filter(direction="out", html__contains="明天上门").count() == 1


def test_case_answer_empty_is_shown_again(client_for, danas_case, dana):
    page = client_for(dana).post(_url(danas_case, "case-answer"), {"html": ""})

    assert page.status_code == 422
    assert page.context["form"].errors["html"]
    assert not danas_case.entries.filter(kind=EntryKind.PUBLIC_ANSWER).exists()


def test_case_answer_with_a_number_asks_to_confirm_and_keeps_the_text(client_for, danas_case, dana):
    client, url = client_for(dana), _url(danas_case, "case-answer")
    html = "<p>请联系 13800007777。</p>"

    page = client.post(url, {"html": html})
    assert page.status_code == 422
    assert "请联系 13800007777" in page.text
    assert 'type="checkbox" name="confirmed"' in page.text

    assert client.post(url, {"html": html, "confirmed": "on"}).status_code == 302


@pytest.mark.parametrize(
    "name", ["case-take", "case-answer", "case-note", "case-close", "case-assess", "case-wait", "work-order-dispatch"]
)
def test_case_moves_are_not_found_for_another_estates_officer(client_for, case, other_officer, name):
    assert client_for(other_officer).post(_url(case, name), {}).status_code == 404


def test_case_take_refused_is_said_on_the_page(client_for, danas_case, dora):
    page = client_for(dora).post(_url(danas_case, "case-take"), follow=True)

    assert "戴娜" in page.text
    assert Case.objects.get(pk=danas_case.pk).handler.last_name == "戴娜"


def test_case_wait_and_resume(client_for, danas_case, dana):
    client = client_for(dana)

    client.post(_url(danas_case, "case-wait"), {"reason": "等配件"})
    danas_case.refresh_from_db()
    assert danas_case.state == State.WAITING

    client.post(_url(danas_case, "case-resume"))
    danas_case.refresh_from_db()
    assert danas_case.state == State.IN_PROGRESS


def test_case_close_before_the_answer_is_not_offered_and_refused(client_for, danas_case, dana):
    page = client_for(dana).post(_url(danas_case, "case-close"), {})

    assert page.status_code == 422
    assert "close" not in page.context["offered"]
    assert page.context["form"].non_field_errors()


def test_case_close_and_reopen(client_for, danas_case, dana, viewer_of):
    answer_customer(viewer=viewer_of(dana), case=danas_case, html="<p>好了。</p>", solves=True)
    client = client_for(dana)

    client.post(_url(danas_case, "case-close"), {"note": "已修好"})
    danas_case.refresh_from_db()
    assert danas_case.state == State.CLOSED

    client.post(_url(danas_case, "case-reopen"), {"reason": "又坏了"})
    danas_case.refresh_from_db()
    assert danas_case.state == State.REOPENED


def test_case_hand_over_names_the_colleague(client_for, danas_case, dana, dora):
    client_for(dana).post(_url(danas_case, "case-hand-over"), {"to": dora.pk, "reason": "休假"})
    client_for(dora).post(_url(danas_case, "case-accept"))

    danas_case.refresh_from_db()
    assert (danas_case.handler, danas_case.first_asked) == (dora, dana)


def test_case_assess_note_and_contact(client_for, danas_case, dana):
    client = client_for(dana)

    client.post(_url(danas_case, "case-assess"), {"kind": "repair", "severity": "hot", "note": "老人"})
    client.post(_url(danas_case, "case-note"), {"html": "内部说明"})
    client.post(_url(danas_case, "case-contact"), {"kind": "call", "html": "已电话告知", "told": "on"})

    danas_case.refresh_from_db()
    assert (danas_case.severity, danas_case.kind, danas_case.state) == ("hot", "repair", "communicated")
    assert danas_case.entries.filter(kind="note", text="内部说明").count() == 1


def test_work_order_dispatch_from_the_desk(client_for, danas_case, dana, engineering):
    form = {
        "department": engineering.pk,
        "handler_name": "王师傅",
        "handler_phone": "137 0000 0001",
        "instructions": "换灯",
        "due_at": f"{now().year + 1}-01-05T12:00",
    }
    client = client_for(dana)

    assert client.post(_url(danas_case, "work-order-dispatch"), {**form, "handler_phone": "12"}).status_code == 422
    client.post(_url(danas_case, "work-order-dispatch"), form)

    order = WorkOrder.objects.get()
    assert (order.handler_phone, order.case) == ("+8613700000001", danas_case)


def test_case_wait_by_a_colleague_is_refused(client_for, danas_case, dora, dana, viewer_of):
    page = client_for(dora).post(_url(danas_case, "case-wait"), {"reason": "x"})

    assert page.status_code == 422
    danas_case.refresh_from_db()
    assert danas_case.state == State.ACKNOWLEDGED
    assert put_waiting(viewer=viewer_of(dana), case=danas_case, reason="等")
