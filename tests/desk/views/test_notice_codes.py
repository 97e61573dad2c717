import io
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from owners.actions.claims import CodeNotAccepted, claim_by_code
from owners.actions.notice_codes import make_batch, make_notice_codes
from owners.models import NoticeBatch, NoticeCode, StaffRole, Unit
from owners.notice_sheets import PER_PAGE, Sheet, slips_pdf
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now, today
from tests.owners.claims.conftest import owner

__all__ = ["owner"]

pytestmark = pytest.mark.django_db

URL = "/desk/notice-codes/"
QUERIES = 7


def form(of, **more) -> dict:
    return {"estate": of.pk, "building": "", "days": "60", "kind": "xlsx"} | more


def rows_of(response) -> list[tuple]:
    return list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))


def test_notice_codes_as_xlsx_work_once(owner, unit, nina, estate, stella, stranger, otto, client_for):
    answer = client_for(stella).post(URL, form(estate))

    _head, first, second = rows_of(answer)
    assert first[:3] == ("3", "1", "1501")
    assert second[2] == "1502"
    assert first[4].endswith(f"/me/claim/code/?code={first[3]}")
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "no-store"
    claim_by_code(user=stranger, code=first[3])
    with pytest.raises(CodeNotAccepted):
        claim_by_code(user=otto, code=first[3])


def test_notice_codes_lie_nowhere_in_clear(owner, estate, stella, client_for):
    answer = client_for(stella).post(URL, form(estate))

    code = rows_of(answer)[1][3]
    kept = str([NoticeCode.objects.values(), NoticeBatch.objects.values(), AuditRow.objects.values()])
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert code not in client_for(stella).get(URL).content.decode()


def test_notice_codes_as_pdf(owner, estate, stella, client_for):
    answer = client_for(stella).post(URL, form(estate, kind="pdf"))

    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_slips_are_eight_to_a_page(unit, estate):
    more = [Unit.objects.create(estate=estate, entrance=unit.entrance, room=f"7{number}") for number in range(PER_PAGE)]
    printed = make_notice_codes(units=[unit, *more], actor="test")

    pdf = slips_pdf(Sheet(estate.name, "物业服务中心", today()), printed)

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 2


def test_slips_carry_their_font_and_can_be_read_back(unit, estate):
    printed = make_notice_codes(units=[unit], actor="test")

    page = PdfReader(io.BytesIO(slips_pdf(Sheet("金水湾", "物业服务中心", today()), printed))).pages[0]

    fonts = page["/Resources"]["/Font"].values()
    assert fonts
    assert all(font["/FontDescriptor"]["/FontFile2"] for font in fonts)
    text = page.extract_text()
    assert [line for line in text.splitlines() if line][:4] == [
        "金水湾",
        str(unit),
        "您的一次性验证码",
        printed[0].code,
    ]
    assert "物业服务中心" in text


def test_slips_of_two_files_have_the_characters_of_each(unit, estate):
    [one] = make_notice_codes(units=[unit], actor="test")

    for name in ("金水湾", "雲棲臺"):
        pdf = slips_pdf(Sheet(name, "物业服务中心", today()), [one])
        assert PdfReader(io.BytesIO(pdf)).pages[0].extract_text().startswith(name)


def test_notice_codes_of_one_building(owner, unit, nina, estate, stella, client_for):
    answer = client_for(stella).post(URL, form(estate, building="3号楼"))

    assert len(rows_of(answer)) == 3
    assert NoticeBatch.objects.get().building.number == "3"


@pytest.mark.parametrize("wrong", [{"building": "99"}, {"days": "4000"}, {"kind": "exe"}, {"estate": "0"}])
def test_notice_codes_with_a_bad_form_say_so(wrong, owner, estate, stella, client_for):
    page = client_for(stella).post(URL, form(estate, **wrong)).content.decode()

    assert "error-summary" in page
    assert not NoticeCode.objects.exists()


def test_notice_codes_of_an_empty_estate_say_so(other_estate, stella, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)

    assert "error-summary" in client_for(stella).post(URL, form(other_estate)).content.decode()


def test_notice_codes_that_can_not_be_printed_are_not_made(owner, estate, stella, client_for, monkeypatch):
    def broken(*args):
        raise OSError("no paper")

    monkeypatch.setattr("desk.views.notice_codes.codes_xlsx", broken)

    with pytest.raises(OSError, match="no paper"):
        client_for(stella).post(URL, form(estate))
    assert not NoticeCode.objects.exists()


@pytest.mark.parametrize("who", ["olga", "sam", "dana", "mona", "eddy"])
def test_notice_codes_are_closed_to_everybody_else(who, owner, estate, client_for, request):
    assert client_for(request.getfixturevalue(who)).post(URL, form(estate)).status_code == 403
    assert not NoticeCode.objects.exists()


def test_notice_codes_of_another_estate_are_not_offered(owner, estate, other_estate, stella, client_for):
    StaffRole.objects.filter(user=stella).update(estate=other_estate)
    client = client_for(stella)

    assert "error-summary" in client.post(URL, form(estate)).content.decode()
    assert not NoticeCode.objects.exists()


def test_notice_codes_count_what_became_of_them(owner, unit, nina, estate, stella, stranger, client_for):
    client = client_for(stella)
    code = rows_of(client.post(URL, form(estate)))[1][3]
    claim_by_code(user=stranger, code=code)
    client.post(URL, form(estate))

    newest, first = NoticeBatch.objects.order_by("-id")
    assert (first.count, first.used, first.replaced, first.unused) == (2, 1, 1, 0)
    assert (newest.count, newest.used, newest.replaced) == (2, 0, 0)


def test_notice_codes_revoke_ends_a_batch(owner, unit, estate, stella, stranger, client_for):
    client = client_for(stella)
    code = rows_of(client.post(URL, form(estate)))[1][3]
    url = reverse("desk:notice-codes-revoke", args=[NoticeBatch.objects.get().public_id])

    assert client.get(url).status_code == 405
    client.post(url)

    with pytest.raises(CodeNotAccepted):
        claim_by_code(user=stranger, code=code)
    assert AuditRow.objects.filter(action="notice_codes.revoked").count() == 1
    assert "已收回" in client.get(URL).content.decode()


def test_notice_codes_expire_with_their_batch(owner, unit, estate, stella, stranger, client_for):
    code = rows_of(client_for(stella).post(URL, form(estate, days="30")))[1][3]

    with at_clock(now() + timedelta(days=31)), pytest.raises(CodeNotAccepted):
        claim_by_code(user=stranger, code=code)


@pytest.mark.parametrize("count", [1, 3])
def test_notice_codes_list_costs_the_same_for_one_and_three(
    count, owner, unit, estate, stella, client_for, django_assert_num_queries
):
    for _batch in range(count):
        make_batch(estate=estate, units=[unit], actor="test")
    client = client_for(stella)
    client.get(URL)

    with django_assert_num_queries(QUERIES):
        page = client.get(URL).content.decode()

    assert page.count("data-batch") == count


def test_notice_codes_list_pages_by_key(owner, unit, estate, stella, client_for, monkeypatch):
    monkeypatch.setattr("desk.views.notice_codes.PAGE", 2)
    for _batch in range(3):
        make_batch(estate=estate, units=[unit], actor="test")

    first = client_for(stella).get(URL).content.decode()
    second = client_for(stella).get(URL, {"before": NoticeBatch.objects.order_by("-id")[1].pk}).content.decode()

    assert (first.count("data-batch"), second.count("data-batch")) == (2, 1)
    assert "before=" in first
