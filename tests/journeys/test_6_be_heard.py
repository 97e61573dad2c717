"""Steps 6 and 7: a complaint by the web form, worked on at the desk, answered, closed and called back."""

import re
from email.message import EmailMessage
from typing import Any

import pytest

from crm.models import Case, Department, Entry, FollowUp, WorkOrder
from mailbox.intake import receive
from mailbox.models import Conversation, Mailbox
from owners.models import Estate, SmsMessage, User
from portal.mailwire.models import OutgoingMail
from tests.journeys.conftest import DESK, PHONE, eventually, hearing, submit, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox(estate: Estate) -> Mailbox:
    return Mailbox.objects.create(
        estate=estate, slug="tousu", name="客户信箱", kinds=["complaint", "repair"], address="tousu@jinshuiwan.example"
    )


def complain(page: Any, *, anonymous: bool, email: str = "") -> Conversation:
    page.goto("/contact/new/complaint/")
    if page.locator("select[name=estate]").count():
        page.select_option("select[name=estate]", index=1)
    elif page.locator("input[name=estate][type=radio]").count():
        page.check("input[name=estate] >> nth=0")
    page.fill("[name=subject]", "地库B区漏水")
    page.locator("input[name=where]").last.check()
    page.fill("[name=text]", "B区117号车位上方一直滴水，请尽快处理。")
    if anonymous:
        page.check("input[name=reach][value=anonymous]")
    if email:
        page.fill("[name=email]", email)
    # Not `submit`: without scripts there is nothing to wait for but the page.
    page.click("form.matter-form button.btn-primary")
    page.wait_for_url("**/receipt/**")
    return Conversation.objects.get()


@pytest.mark.parametrize("device", [PHONE, DESK], ids=["phone", "desk"])
def test_anonymous_complaint_gets_number_code_and_tracking_page(
    enter: Any, accessible: Any, mailbox: Mailbox, device: Any
) -> None:
    page = enter(None, device)
    page.goto("/contact/")
    accessible(page)
    assert page.locator("a[href^='tel:']").count()

    matter = complain(page, anonymous=True)
    accessible(page)
    assert matter.number in page.content()
    assert matter.query_code in page.content().replace("-", "").replace(" ", "")

    page.goto(f"/contact/t/{matter.token}/")
    accessible(page)
    assert matter.user is None


def test_form_works_without_javascript(enter: Any, mailbox: Mailbox) -> None:
    page = enter(None, PHONE, java_script_enabled=False)

    matter = complain(page, anonymous=True)

    assert matter.channel == "web"


def test_complaint_is_worked_on_answered_closed_and_called_back(
    enter: Any, accessible: Any, mailbox: Mailbox, olga: User, dana: User
) -> None:
    customer, desk = enter(olga, PHONE), enter(dana, DESK)
    matter = complain(customer, anonymous=False)
    customer.goto(f"/contact/t/{matter.token}/")
    hearing(customer)
    # The outbox makes the case: the worker runs beside the server.
    number = eventually(desk, Case.objects.first).number

    desk.goto("/desk/cases/?queue=untaken")
    accessible(desk)
    desk.goto(f"/desk/cases/{number}/")
    submit(desk, "form[action$='/take/'] button")
    accessible(desk)

    _send_work_order(desk, number)
    _do_the_work(enter)
    _answer(desk, number)
    customer.wait_for_selector("text=防水已经做好")
    accessible(customer)

    desk.goto(f"/desk/cases/{number}/?do=close#act")
    submit(desk, "#act form button.btn-primary")
    _call_back(desk)

    case = Case.objects.get(number=number)
    assert (case.state, case.first_asked, case.handler) == ("followed_up", dana, dana)
    customer.reload()
    accessible(customer)


def test_answer_comes_by_mail_and_the_reply_by_mail_joins_the_matter(enter: Any, mailbox: Mailbox, dana: User) -> None:
    customer, desk = enter(None, PHONE), enter(dana, DESK)
    matter = complain(customer, anonymous=False, email="zhou@mail.example")
    customer.goto(f"/contact/t/{matter.token}/")
    hearing(customer)
    number = eventually(desk, Case.objects.first).number
    desk.goto(f"/desk/cases/{number}/")
    submit(desk, "form[action$='/take/'] button")
    _answer(desk, number)

    sent = eventually(desk, lambda: next((m for m in OutgoingMail.objects.all() if "防水已经做好" in m.text), None))
    reply = EmailMessage()
    reply["From"], reply["To"], reply["Subject"] = sent.to.open(), mailbox.address, f"Re: {sent.subject}"
    reply["In-Reply-To"], reply["Message-ID"] = sent.message_id, "<r1@mail.example>"
    reply.set_content("周三下雨以后又滴了两滴。\n")
    received = receive(reply.as_bytes(), mailbox, source="journey")

    assert (sent.to, received.outcome, received.conversation) == ("zhou@mail.example", "reply", matter)
    customer.wait_for_selector("text=又滴了两滴")
    # The case learns of it through the outbox, a moment after the conversation.
    eventually(desk, lambda: Entry.objects.filter(case__number=number, message__html__contains="又滴了两滴").first())
    desk.goto(f"/desk/cases/{number}/")
    assert "又滴了两滴" in desk.inner_text("main")


def _send_work_order(desk: Any, number: str) -> None:
    Department.objects.get_or_create(name="工程部")
    desk.goto(f"/desk/cases/{number}/?do=dispatch#act")
    desk.select_option("[name=department]", label="工程部")
    desk.fill("[name=handler_name]", "王师傅")
    desk.fill("[name=handler_phone]", "17090000099")
    desk.fill("[name=instructions]", "查漏点，做防水。")
    submit(desk, "#act form button.btn:not(.btn-quiet)")
    assert WorkOrder.objects.count() == 1


def _do_the_work(enter: Any) -> None:
    """The repairman opens the link from the text message on a phone without an account."""
    phone = enter(None, PHONE)
    text = eventually(phone, SmsMessage.objects.filter(phone="+8617090000099").order_by("-id").first).text.open()
    link = re.search(r"/go/[^\s]+", text)
    assert link, text
    phone.goto(link[0])
    submit(phone, "button[value=accept]")
    phone.fill("[name=report]", "伸缩缝已注浆，闭水无渗漏。")
    submit(phone, "button[value=done]")
    assert "伸缩缝已注浆" in phone.inner_text("main")
    assert WorkOrder.objects.get().state == "done"


def _answer(desk: Any, number: str) -> None:
    desk.goto(f"/desk/cases/{number}/?do=answer#act")
    write(desk, "您好,防水已经做好,下雨后我们再来看一次。")
    desk.check("[name=solves]")
    submit(desk, "#act form button.btn-primary")


def _call_back(desk: Any) -> None:
    follow_up = eventually(desk, FollowUp.objects.first)
    FollowUp.objects.update(planned_for=follow_up.case.opened_at.date())
    desk.goto("/desk/follow-ups/")
    desk.locator("details.follow-up summary").first.click()
    desk.locator("details.follow-up input[type=radio]").first.check(force=True)
    desk.fill("details.follow-up textarea", "客户满意。")
    submit(desk, "details.follow-up form.form button.btn-primary")
    follow_up.refresh_from_db()
    assert follow_up.satisfaction == 5
