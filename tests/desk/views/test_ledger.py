from io import BytesIO

import pytest
from openpyxl import load_workbook

from crm.models import Case
from portal.audit.models import AuditRow

URL = "/desk/ledger/"


def test_ledger_shows_this_months_cases_of_my_estates(client_for, mona, open_matter, other_estate):
    open_matter("电梯异响")
    open_matter("别处的事", at=other_estate)

    page = client_for(mona).get(URL)

    assert [row.subject for row in page.context["rows"]] == ["电梯异响"]


@pytest.mark.parametrize("who", ["stranger", "olga", "stella", "sam"])
def test_ledger_is_closed_to_others(client_for, who, request):
    client = client_for(request.getfixturevalue(who))

    assert client.get(URL).status_code == 403
    assert client.get(f"{URL}export/").status_code == 403


def test_ledger_filters_and_refuses_a_wrong_span(client_for, mona, open_matter):
    open_matter("投诉一件")
    open_matter("报修一件", kind="repair")
    client = client_for(mona)

    assert [row.subject for row in client.get(URL, {"kind": "repair"}).context["rows"]] == ["报修一件"]
    page = client.get(URL, {"since": "2026-05-01", "until": "2026-04-01"})
    assert page.context["form"].errors["until"]
    assert page.context["rows"] == []


def test_ledger_costs_the_same_for_one_and_three(client_for, mona, open_matter, django_assert_num_queries):
    client = client_for(mona)
    for rows in (1, 3):
        while Case.objects.count() < rows:
            open_matter()
        client.get(URL)
        with django_assert_num_queries(6):
            page = client.get(URL)
        assert len(page.context["rows"]) == rows


def test_ledger_export_gives_the_filtered_book_and_is_recorded(client_for, mona, open_matter):
    open_matter("投诉一件")
    open_matter("报修一件", kind="repair")

    response = client_for(mona).get(f"{URL}export/", {"kind": "repair"})

    sheet = load_workbook(BytesIO(response.getvalue())).active
    assert [row[7].value for row in sheet.iter_rows(min_row=4)] == ["报修一件"]
    row = AuditRow.objects.get(action="ledger.exported")
    assert (row.actor, row.facts["cases"], row.facts["chosen"]["kind"]) == (mona.pseudonym, 1, "repair")
