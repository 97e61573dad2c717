import pytest
from django.urls import reverse

from crm.disclosure import close_parties
from mailbox.actions import receive_message
from portal.audit.models import AuditRow


def _url(case, name="desk:case"):
    return reverse(name, args=[case.number])


def test_case_in_hand_opens_the_customer_and_logs_it(client_for, dana, case):
    page = client_for(dana).get(_url(case))

    assert "三楼的灯坏了一周。" in page.text
    assert "138 0000 1599" in page.text
    row = AuditRow.objects.get(action="data.opened")
    assert (row.actor, row.facts["why"]) == (dana.pseudonym, f"case:{case.number}")


def test_case_whose_follow_up_is_over_masks_the_customer(client_for, dana, case):
    close_parties(case)

    page = client_for(dana).get(_url(case))

    assert "138 **** 1599" in page.text
    assert "138 0000 1599" not in page.text
    assert "zhou@example.com" not in page.text
    assert not AuditRow.objects.filter(action="data.opened").exists()


@pytest.mark.parametrize("who", ["other_officer"])
def test_case_of_another_estate_is_not_found(client_for, case, who, request):
    assert client_for(request.getfixturevalue(who)).get(_url(case)).status_code == 404


@pytest.mark.parametrize("who", ["stranger", "olga", "stella", "sam"])
def test_case_is_closed_to_others(client_for, case, who, request):
    assert client_for(request.getfixturevalue(who)).get(_url(case)).status_code == 403


def test_case_offers_taking_first_and_answering_after(client_for, dana, case):
    client = client_for(dana)
    assert "answer" not in client.get(_url(case)).context["offered"]

    client.post(_url(case, "desk:case-take"))

    assert "answer" in client.get(_url(case)).context["offered"]


def test_case_shows_an_unproved_message_with_a_warning(client_for, danas_case, dana, drain, unproved):
    unproved(danas_case, "请撤销我的投诉")
    drain()

    page = client_for(dana).get(_url(danas_case))

    assert "请撤销我的投诉" in page.text
    assert "entry-unverified" in page.text


def test_case_costs_the_same_for_one_entry_and_more(client_for, danas_case, dana, drain, django_assert_num_queries):
    client = client_for(dana)
    client.get(_url(danas_case))
    with django_assert_num_queries(19):
        client.get(_url(danas_case))
    for words in ("一", "二", "三"):
        receive_message(conversation=danas_case.conversation, text=f"{words}")
    drain()

    with django_assert_num_queries(19):
        page = client.get(_url(danas_case))

    assert len([row for row in page.context["entries"]["rows"] if row["entry"].kind == "customer"]) == 4
