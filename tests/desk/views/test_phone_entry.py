import pytest

from crm.models import Case, State
from portal.audit.models import AuditRow

URL = "/desk/cases/new/"


@pytest.fixture
def call(estate):
    return {
        "channel": "phone",
        "phone": "138 0000 1501",
        "name": "奥女士",
        "estate": estate.pk,
        "address": "3号楼1501",
        "kind": "repair",
        "subject": "厨房漏水",
        "text": "昨晚开始漏",
    }


def test_phone_entry_opens_a_case_that_its_writer_answers_for(client_for, dana, call):
    response = client_for(dana).post(URL, call)

    case = Case.objects.select_related("conversation__contact").get()
    assert response.url == f"/desk/cases/{case.number}/"
    assert (case.first_asked, case.state, case.kind) == (dana, State.ACKNOWLEDGED, "repair")
    assert case.conversation.channel == "phone"
    assert case.conversation.contact.phone == "+8613800001501"


def test_phone_entry_links_the_contact_to_whom_staff_recognised(client_for, dana, call, olga, unit):
    client_for(dana).post(URL, {**call, "person": olga.person.public_id, "unit": unit.pk})

    conversation = Case.objects.get().conversation
    assert (conversation.contact.person, conversation.contact.name) == (olga.person, "奥女士")
    assert (conversation.unit, conversation.user) == (unit, None)


def test_phone_entry_without_a_subject_is_shown_again(client_for, dana, call):
    page = client_for(dana).post(URL, {**call, "subject": ""})

    assert page.status_code == 422
    assert not Case.objects.exists()


def test_phone_entry_for_another_estate_is_refused(client_for, dana, call, other_estate):
    page = client_for(dana).post(URL, {**call, "estate": other_estate.pk})

    assert page.context["form"].errors["estate"]


@pytest.mark.parametrize("who", ["stranger", "sam", "stella"])
def test_phone_entry_is_closed_to_others(client_for, who, request):
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == 403


def test_phone_entry_caller_finds_the_person_by_the_whole_number_and_records_it(client_for, dana, olga):
    client = client_for(dana)

    page = client.post(f"{URL}caller/", {"phone": "13800001501"})

    assert "奥丽佳" in page.text
    assert AuditRow.objects.get(action="data.opened").subject == olga.person.subject
    assert "奥丽佳" not in client.post(f"{URL}caller/", {"phone": "1380000"}).text
