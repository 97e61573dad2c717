"""The register of consent at the desk, what is written down for somebody, and the words that people agree to."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from notify.models import Notification
from notify.subscribers import tell_consent_recorded
from owners import consents
from owners.actions import choose_consent
from owners.consents import WORDS, equip_purposes
from owners.models import Consent, ConsentPurpose, Estate, Person, User
from portal.audit.models import AuditRow
from portal.domain_events import ConsentRecorded
from portal.outbox.models import OutboxEntry

pytestmark = pytest.mark.django_db

LIST = "/desk/privacy/consents/"
SURVEYS = "/desk/privacy/consents/purposes/surveys/"
# Session, account and roles, what waits in the tabs, then the page: rows with their people, and the purposes.
LIST_QUERIES = 10


@pytest.fixture(autouse=True)
def _purposes(db: None) -> None:
    equip_purposes()


@pytest.fixture
def ola(olga: User) -> User:
    """Olga with a nickname that is not her name."""
    olga.nickname = "三号楼的猫"
    olga.save()
    return olga


@pytest.fixture
def of_one_estate(petra: User, estate: Estate) -> User:
    """The privacy officer of one estate."""
    petra.staff_roles.update(estate=estate)
    return petra


@pytest.fixture
def client(petra: User, client_for: Callable[..., Client]) -> Client:
    return client_for(petra)


def rows(client: Client, url: str = LIST) -> int:
    return client.get(url).content.decode().count("data-desk-row")


def page_of(user: User) -> str:
    return reverse("desk:consent-person", args=[user.public_id])


@pytest.mark.parametrize("codes", [["surveys"], ["surveys", "marketing", "wechat"]])
def test_consent_list_costs_the_same_for_one_and_three(
    codes: list[str], ola: User, client: Client, django_assert_num_queries: Any
) -> None:
    for code in codes:
        choose_consent(user=ola, code=code, given=True)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(LIST).content.decode()

    assert page.count("data-desk-row") == len(codes)
    assert "三号楼的猫" in page
    assert "奥**" in page
    assert "奥丽佳" not in page


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"purpose": "surveys"}, 2),
        ({"given": "0"}, 1),
        ({"purpose": "surveys", "given": "1"}, 1),
        ({"person": "奥丽"}, 2),
        ({"person": "138 0000 1502"}, 1),
        ({"person": "138 0000 9999"}, 1),
        ({"person": "爨爨"}, 0),
    ],
)
def test_consent_list_is_narrowed_without_a_name_in_the_address(
    asked: dict[str, str], found: int, ola: User, nina: User, stranger: User, client: Client
) -> None:
    choose_consent(user=ola, code="surveys", given=True)
    choose_consent(user=ola, code="marketing", given=True)
    choose_consent(user=nina, code="surveys", given=False)
    choose_consent(user=stranger, code="wechat", given=True)

    answer = client.post(LIST, asked)

    assert answer.status_code == 302
    assert not any(word in answer.url for word in ("%E5", "138", "1502"))
    assert rows(client, answer.url) == found


def test_consent_list_finds_a_merged_person_by_either_row(ola: User, otto: User, client: Client) -> None:
    Person.objects.filter(pk=otto.person_id).update(canonical=ola.person)
    choose_consent(user=otto, code="surveys", given=True)

    assert rows(client, client.post(LIST, {"person": "奥丽"}).url) == 1


def test_one_character_is_not_looked_for(client: Client) -> None:
    assert client.post(LIST, {"person": "奥"}).status_code == 422


def test_consent_list_pages_by_key(ola: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.views.consents.PAGE", 2)
    for code in ("surveys", "marketing", "wechat"):
        choose_consent(user=ola, code=code, given=True)
    second = Consent.objects.order_by("-pk")[1].pk

    assert f"older={second}" in client.get(LIST).content.decode()
    assert (rows(client), rows(client, f"{LIST}?older={second}")) == (2, 1)
    assert client.get(f"{LIST}?older=x&given=9&purpose=none").status_code == 200


def test_officer_of_one_estate_sees_its_people_alone(
    ola: User, otto: User, stranger: User, of_one_estate: User, client_for: Callable[..., Client]
) -> None:
    for user in (ola, otto, stranger):
        choose_consent(user=user, code="surveys", given=True)
    client = client_for(of_one_estate)

    page = client.get(LIST).content.decode()

    assert page.count("data-desk-row") == 1
    assert "三号楼的猫" in page
    assert [client.get(page_of(user)).status_code for user in (ola, otto, stranger)] == [200, 404, 404]


@pytest.mark.parametrize("who", ["olga", "sam", "dana", "mona", "stella", "adam", "stranger"])
def test_consent_register_is_closed_to_everybody_else(
    who: str, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    client = client_for(request.getfixturevalue(who))

    assert {client.get(url).status_code for url in (LIST, SURVEYS)} == {403}


@pytest.mark.parametrize(
    ("who", "status"),
    [("petra", 200), ("stella", 200), ("dana", 200), ("adam", 200), ("mona", 403), ("sam", 403), ("nina", 403)],
)
def test_what_somebody_said_is_written_down_at_the_counter(
    who: str, status: int, ola: User, client_for: Callable[..., Client], request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    client = client_for(user)

    page = client.get(page_of(ola))
    client.post(page_of(ola), {"purpose": "marketing", "given": "1", "means": "counter", "read": "marketing:1"})
    given = consents.holds(ola, "marketing")
    client.post(page_of(ola), {"purpose": "marketing", "given": "0", "means": "phone"})

    assert page.status_code == status
    assert "奥丽佳" not in page.content.decode()
    assert given == (status == 200)
    if status == 200:
        assert list(Consent.objects.order_by("pk").values_list("given", "means")) == [
            (True, "counter"), (False, "phone"),
        ]  # fmt: skip
        written = AuditRow.objects.filter(subject=ola.pseudonym, action__startswith="consent.").order_by("pk")
        assert [(row.actor, row.action) for row in written] == [
            (user.pseudonym, "consent.given"), (user.pseudonym, "consent.withdrawn"),
        ]  # fmt: skip


def test_a_yes_to_words_that_changed_meanwhile_is_not_written_down(ola: User, client: Client) -> None:
    ConsentPurpose.objects.filter(code="marketing").update(version=2, text="新的说明文字")
    typed = {"purpose": "marketing", "given": "1", "means": "phone"}

    answer = client.post(page_of(ola), typed | {"read": "community:1 marketing:1"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Consent.objects.exists()
    assert "新的说明文字" in page
    assert "marketing:2" in page
    assert {name: answer.context["form"][name].value() for name in typed} == typed
    client.post(page_of(ola), typed | {"read": "community:1 marketing:2"})
    assert Consent.objects.get().version == 2


def test_whoever_had_something_written_down_by_staff_is_told_once(ola: User, client: Client) -> None:
    client.post(page_of(ola), {"purpose": "marketing", "given": "1", "means": "counter", "read": "marketing:1"})
    event = ConsentRecorded(consent_id=Consent.objects.get().pk)

    tell_consent_recorded(event)
    tell_consent_recorded(event)

    told = Notification.objects.get(kind="owners.consent_recorded")
    assert (told.user_id, told.params) == (ola.pk, {"purpose": "新房与优惠推广"})


def test_nobody_is_told_of_their_own_click(ola: User) -> None:
    choose_consent(user=ola, code="marketing", given=True)

    assert not OutboxEntry.objects.filter(kind="ConsentRecorded").exists()


def test_nobody_says_on_the_page_of_another_that_it_was_their_own_click(ola: User, client: Client) -> None:
    answer = client.post(page_of(ola), {"purpose": "marketing", "given": "1", "means": "page"})

    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_staff_of_another_estate_write_nothing_down(
    otto: User, stella: User, client_for: Callable[..., Client]
) -> None:
    answer = client_for(stella).post(page_of(otto), {"purpose": "marketing", "given": "1", "means": "counter"})

    assert answer.status_code == 404
    assert not Consent.objects.exists()


def test_counter_leads_to_the_consents_of_who_has_an_account(
    ola: User, stella: User, client_for: Callable[..., Client]
) -> None:
    unit = ola.person.residencies.get().unit_id

    assert page_of(ola) in client_for(stella).get(reverse("desk:counter-home", args=[unit])).content.decode()


def new_words(**changed: str) -> dict[str, str]:
    purpose = ConsentPurpose.objects.get(code="surveys")
    return {name: getattr(purpose, name) for name in WORDS} | {"version": str(purpose.version)} | changed


def test_purpose_gets_new_words_and_the_old_ones_stay_readable(
    ola: User, client: Client, client_for: Callable[..., Client]
) -> None:
    choose_consent(user=ola, code="surveys", given=True)
    old = ConsentPurpose.objects.get(code="surveys").text

    answer = client.post(SURVEYS, new_words(text="每月一次。", material="on"))

    newest, former = client.get(SURVEYS), client.get(SURVEYS, {"version": 1})
    mine = client_for(ola).get(reverse("owners:my-data")).content.decode()
    assert answer.status_code == 302
    assert "每月一次。" in newest.content.decode()
    assert old in former.content.decode()
    assert old in mine
    assert "chip-warn" in mine
    assert not consents.holds(ola, "surveys")


@pytest.mark.parametrize("missing", WORDS)
def test_purpose_needs_all_three_languages(missing: str, client: Client) -> None:
    answer = client.post(SURVEYS, new_words(text="每月一次。") | {missing: " "})

    assert answer.status_code == 422
    assert ConsentPurpose.objects.get(code="surveys").version == 1


def test_words_that_somebody_changed_meanwhile_are_not_overwritten(client: Client) -> None:
    stale = new_words(text="每年一次。")
    client.post(SURVEYS, new_words(text="每月一次。"))

    answer = client.post(SURVEYS, stale)

    assert answer.status_code == 422
    assert "每年一次。" in answer.content.decode()
    assert ConsentPurpose.objects.get(code="surveys").text == "每月一次。"


def test_officer_of_one_estate_reads_the_words_and_changes_nothing(
    of_one_estate: User, client_for: Callable[..., Client]
) -> None:
    client = client_for(of_one_estate)

    assert 'name="text_en"' not in client.get(SURVEYS).content.decode()
    assert client.post(SURVEYS, new_words(text="每月一次。")).status_code == 422
    assert ConsentPurpose.objects.get(code="surveys").version == 1
