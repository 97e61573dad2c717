import json
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from notify.models import Notification
from owners import consents, personal, rights
from owners.consents import equip_purposes
from owners.models import (
    Consent,
    DataCopy,
    DataRequest,
    RequestKind,
    RequestState,
    Role,
    SmsMessage,
)
from owners.viewers import staff_key, viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db
PAGE = reverse("owners:my-data")


@pytest.fixture(autouse=True)
def _purposes(db):
    equip_purposes()


@pytest.fixture
def looked_at(olga, dana, estate):
    """Dana's work opened Olga's name and number once; Mona revealed the date of birth."""
    personal.grant(key=staff_key(estate.pk, Role.CASE_OFFICER), subjects=[olga.person], source="case:JSW-2026-000001")
    officer = viewer_for_user(dana, second_factor=True)
    return lambda: personal.open_for(officer, [olga.person], fields=("name", "phone"), where="test")


def test_my_data_says_what_is_held_and_who_looked_without_names(client_for, olga, dana, looked_at):
    looked_at()

    page = client_for(olga).get(PAGE).content.decode()

    with translation.override("zh-hans"):
        assert str(Role.CASE_OFFICER.label) in page
    assert "JSW-2026-000001" in page
    assert dana.nickname not in page
    assert dana.public_id not in page


def test_my_data_is_not_for_visitors(client_for):
    assert client_for(None).get(PAGE).status_code == 302


def test_my_data_of_another_shows_nothing_of_mine(client_for, nina, looked_at):
    looked_at()

    assert "JSW-2026-000001" not in client_for(nina).get(PAGE).content.decode()


def test_my_data_costs_the_same_however_often_somebody_looked(client_for, olga, looked_at):
    client = client_for(olga)
    costs = []
    for times in (1, 2):
        for _ in range(times):
            looked_at()
        client.get(PAGE)
        with CaptureQueriesContext(connection) as queries:
            client.get(PAGE)
        costs.append(len(queries))

    # One bounded count for each holding: a room that registers another one doesn't change this test.
    assert costs[0] == costs[1] <= len(rights.holdings()) + 40


def test_looks_are_paged_by_key(client_for, olga, looked_at):
    for _ in range(23):
        looked_at()
    client = client_for(olga)

    first = client.get(reverse("owners:my-data-looks"))
    second = client.get(reverse("owners:my-data-looks"), {"before": first.context["older"]})

    assert (len(first.context["looks"]), len(second.context["looks"])) == (20, 3)
    assert second.context["older"] is None
    assert client.get(reverse("owners:my-data-looks"), {"before": "x"}).status_code == 200


def test_consent_is_given_and_withdrawn_at_once_and_remembered(client_for, olga):
    client = client_for(olga)
    url = reverse("owners:consent-choose")

    client.post(url, {"purpose": "marketing", "given": "1"})
    given = consents.holds(olga, "marketing")
    client.post(url, {"purpose": "marketing", "given": "0"})

    assert (given, consents.holds(olga, "marketing")) == (True, False)
    assert list(Consent.objects.order_by("pk").values_list("given", "version")) == [(True, 1), (False, 1)]
    assert AuditRow.objects.filter(action="consent.withdrawn", subject=olga.pseudonym).exists()


def test_consent_refuses_what_it_doesnt_know(client_for, olga):
    client = client_for(olga)
    url = reverse("owners:consent-choose")

    assert client.post(url, {"purpose": "spying", "given": "1"}).status_code == 404
    assert client.post(url, {"purpose": "marketing", "given": "perhaps"}).status_code == 400
    assert client_for(None).post(url, {"purpose": "marketing", "given": "1"}).status_code == 302


def test_correction_goes_to_those_who_answer_with_a_clock(client_for, olga, estate, sam, drain):
    sam.staff_roles.create(role=Role.PRIVACY)

    answer = client_for(olga).post(
        reverse("owners:my-data-correct"), {"field": "name", "wish": "我叫奥丽嘉"}, follow=True
    )
    drain()

    request = DataRequest.objects.open().get()
    assert request.wish.open() == "我叫奥丽嘉"
    assert timedelta(days=29) < request.due_at - now() <= timedelta(days=30)
    assert Notification.objects.get(user=sam).kind == "owners.data_request"
    assert "我叫奥丽嘉" not in answer.content.decode()


def test_correction_needs_words(client_for, olga):
    answer = client_for(olga).post(reverse("owners:my-data-correct"), {"field": "shoe size", "wish": ""})

    assert answer.status_code == 422
    assert not DataRequest.objects.exists()


def test_copy_is_built_told_and_fetched_by_its_owner_alone(client_for, olga, nina, drain):
    client = client_for(olga)
    client.post(reverse("owners:copy-ask"))
    drain()
    copy = DataCopy.objects.get()
    url = reverse("owners:copy-fetch", args=[copy.public_id])

    with zipfile.ZipFile(BytesIO(client.get(url).content)) as archive:
        data = json.loads(archive.read("my-data.json"))
        page = archive.read("my-data.html").decode()

    by_model = {part["model"]: part for part in data["parts"]}
    assert by_model["owners.User"]["rows"][0]["phone"] == "+8613800001501"
    assert by_model["owners.Person"]["rows"][0]["name"] == "奥丽佳"
    assert "奥丽佳" in page and "+8613800001501" in page
    assert client_for(nina).get(url).status_code == 404
    assert Notification.objects.filter(user=olga, kind="owners.data_copy_ready").exists()
    assert AuditRow.objects.filter(action="data_copy.fetched").count() == 1


def test_copy_lies_sealed_and_is_gone_after_a_week(client_for, olga, drain):
    from owners.tasks import remove_data_copies

    client = client_for(olga)
    client.post(reverse("owners:copy-ask"))
    drain()
    copy = DataCopy.objects.get()
    stored = copy.file.read()
    path = copy.file.name

    with at_clock(now() + timedelta(days=7, minutes=1)):
        remove_data_copies()

    assert not stored.startswith(b"PK") and b"PK\x03\x04" not in stored
    assert not copy.file.storage.exists(path)
    assert client.get(reverse("owners:copy-fetch", args=[copy.public_id])).status_code == 410


def test_copy_asks_for_a_code_when_the_sign_in_is_not_fresh(client_for, olga, drain):
    client = client_for(olga)
    client.post(reverse("owners:copy-ask"))
    drain()
    url = reverse("owners:copy-fetch", args=[DataCopy.objects.get().public_id])
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": now().timestamp() - 700}]
    session.save()

    sent_away = client.get(url)
    assert sent_away.status_code == 302 and "/confirm/" in sent_away["Location"]
    client.post(sent_away["Location"], {"action": "send"})
    code = SmsMessage.objects.latest("pk").text.open()
    digits = "".join(c for c in code.replace("10 ", "") if c.isdigit())[:6]

    assert client.post(sent_away["Location"], {"code": "000000" if digits != "000000" else "1"}).status_code == 422
    back = client.post(sent_away["Location"], {"code": digits})
    assert back["Location"] == url
    assert client.get(url).status_code == 200


def test_a_code_is_tried_five_times_at_most(client_for, olga):
    client = client_for(olga)
    url = reverse("owners:confirm")
    client.post(url, {"action": "send"})
    code = SmsMessage.objects.latest("pk").text.open()
    digits = "".join(c for c in code.replace("10 ", "") if c.isdigit())[:6]
    wrong = "111111" if digits != "111111" else "222222"
    for _ in range(5):
        client.post(url, {"code": wrong})

    assert client.post(url, {"code": digits}).status_code == 422


def test_closing_starts_a_clock_and_is_taken_back(client_for, olga, drain):
    client = client_for(olga)
    client.post(reverse("owners:my-data-close"), {"posts": "go", "sure": "on"})
    drain()
    request = DataRequest.objects.get(kind=RequestKind.ERASE)
    page = client.get(PAGE).content.decode()

    client.post(reverse("owners:close-take-back"))

    assert request.acts_at - request.received_at == timedelta(days=15)
    assert request.due_at > request.acts_at
    assert reverse("owners:close-take-back") in page
    assert DataRequest.objects.get().state == RequestState.CANCELLED
    assert Notification.objects.filter(user=olga, kind="owners.account_closing").exists()


def test_closing_needs_a_tick(client_for, olga):
    assert client_for(olga).post(reverse("owners:my-data-close"), {"posts": "go"}).status_code == 422
    assert not DataRequest.objects.exists()


def test_closing_is_not_for_accounts_that_work_here(client_for, dana):
    answer = client_for(dana).post(reverse("owners:my-data-close"), {"posts": "go", "sure": "on"})

    assert answer.status_code == 422
    assert not DataRequest.objects.exists()


def test_nothing_to_take_back_says_so(client_for, olga):
    answer = client_for(olga).post(reverse("owners:close-take-back"), follow=True)

    assert answer.status_code == 200
