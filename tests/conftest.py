"""The cast and the stage that every test shares."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.utils import translation

from owners.models import (
    Building,
    Entrance,
    Estate,
    Person,
    PledgeAcceptance,
    PledgeText,
    Residency,
    ResidencyRole,
    Role,
    StaffRole,
    Unit,
    User,
)
from owners.role_groups import project_roles
from owners.viewers import Viewer, viewer_for_user
from portal.appendonly import flush_allowed
from portal.remembered import forget_all
from portal.worktime import at_clock, now


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Races need real concurrent transactions: on the embedded database those tests are left out."""
    from django.conf import settings

    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        return
    races = [item for item in items if item.get_closest_marker("postgres")]
    if races:
        config.hook.pytest_deselected(items=races)
        items[:] = [item for item in items if item not in races]


@pytest.fixture(scope="session", autouse=True)
def _flush_through_the_gate() -> Iterator[None]:
    """Lets the test runner empty append-only tables between transactional tests."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with flush_allowed(self.connection):
            original(self, sql_list)

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush  # type: ignore[method-assign]
    yield
    BaseDatabaseOperations.execute_sql_flush = original  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _clean_stage(tmp_path, settings) -> Iterator[None]:
    """Each test has its own files, an empty cache, and the language of the house: a page read before in another
    one leaves it behind in the thread."""
    translation.activate(settings.LANGUAGE_CODE)
    settings.MEDIA_ROOT = tmp_path / "media"
    storages = {name: dict(config) for name, config in settings.STORAGES.items()}
    storages["private"]["OPTIONS"] = {"location": tmp_path / "private"}
    settings.STORAGES = storages
    _forget_everything()
    yield
    _forget_everything()


def _forget_everything() -> None:
    for kept in caches.all(initialized_only=True):
        kept.clear()
    forget_all()


# ── the estates ─────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def estate(db: None) -> Estate:
    return Estate.objects.create(
        slug="jinshuiwan",
        code="JSW",
        name="金水湾",
        name_zh_hant="金水灣",
        name_en="Jinshui Bay",
        phone_24h="0931-8880000",
    )


@pytest.fixture
def other_estate(db: None) -> Estate:
    return Estate.objects.create(
        slug="yunqitai",
        code="YQT",
        name="云栖台",
        name_zh_hant="雲棲臺",
        name_en="Yunqi Terrace",
        phone_24h="0931-8880001",
    )


@pytest.fixture
def building(estate: Estate) -> Building:
    return Building.objects.create(estate=estate, number="3")


@pytest.fixture
def unit(building: Building) -> Unit:
    return _unit(building, "1501")


# ── the cast ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def olga(unit: Unit) -> User:
    """A verified owner at the estate."""
    return _owner("奥丽佳", "+8613800001501", unit, email="olga@example.com")


@pytest.fixture
def nina(building: Building) -> User:
    """A neighbour of Olga's, verified at the same estate."""
    return _owner("倪娜", "+8613800001502", _unit(building, "1502"), email="nina@example.com")


@pytest.fixture
def otto(other_estate: Estate) -> User:
    """A verified owner at the other estate."""
    building = Building.objects.create(estate=other_estate, number="1")
    return _owner("欧图", "+8613800000101", _unit(building, "101"), email="otto@example.com")


@pytest.fixture
def stranger(db: None) -> User:
    """An account without a unit."""
    return _account("陌生人", "+8613800009999", email="stranger@example.com")


@pytest.fixture
def sam(estate: Estate) -> User:
    return _staff("沈言", "+8613900000001", Role.SPOKESPERSON, estate)


@pytest.fixture
def dana(estate: Estate) -> User:
    return _staff("戴娜", "+8613900000002", Role.CASE_OFFICER, estate)


@pytest.fixture
def mona(estate: Estate) -> User:
    return _staff("莫娜", "+8613900000003", Role.CASE_MANAGER, estate)


@pytest.fixture
def stella(estate: Estate) -> User:
    return _staff("石黛", "+8613900000004", Role.STEWARD, estate)


@pytest.fixture
def eddy(estate: Estate) -> User:
    return _staff("艾迪", "+8613900000005", Role.EDITOR, None)


@pytest.fixture
def adam(estate: Estate) -> User:
    """An administrator of all estates."""
    return _staff("安达明", "+8613900000006", Role.ADMIN, None)


@pytest.fixture
def abby(estate: Estate) -> User:
    """The second administrator."""
    return _staff("安碧", "+8613900000007", Role.ADMIN, None)


@pytest.fixture
def petra(estate: Estate) -> User:
    return _staff("裴然", "+8613900000008", Role.PRIVACY, None)


def _unit(building: Building, room: str) -> Unit:
    entrance, _ = Entrance.objects.get_or_create(building=building, number="1")
    return Unit.objects.create(estate=building.estate, entrance=entrance, room=room)


def _account(name: str, phone: str, *, email: str = "", person: Person | None = None) -> User:
    return User.objects.create(
        username=f"u{phone[-11:]}",
        nickname=name,
        phone=phone,
        phone_verified_at=now(),
        email=email,
        person=person,
        last_name=name,
    )


def _owner(name: str, phone: str, unit: Unit, *, email: str) -> User:
    person = Person.objects.make(name, phone=phone, email=email)
    Residency.objects.create(unit=unit, person=person, role=ResidencyRole.OWNER, since=date(2020, 5, 1))
    return _account(name, phone, email=email, person=person)


def _staff(name: str, phone: str, role: Role, estate: Estate | None) -> User:
    user = _account(name, phone, email=f"{role}@linli.example")
    StaffRole.objects.create(user=user, role=role, estate=estate)
    project_roles(user)
    pledge(user)
    return user


def pledge(user: User) -> PledgeAcceptance:
    """Puts the account's pledge in force, under a text as old as the house."""
    text = PledgeText.objects.first() or PledgeText.objects.create(
        text="我保密。", text_zh_hant="我保密。", text_en="I keep it.", valid_from=datetime(2020, 1, 1, tzinfo=UTC)
    )
    return PledgeAcceptance.objects.create(user=user, text=text, full_name=user.get_full_name())


# ── doors ───────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def viewer_of() -> Callable[[User | None], Viewer]:
    """The Viewer of an account, its second factor used."""
    return lambda user: viewer_for_user(user, second_factor=True)


@pytest.fixture
def client_for() -> Callable[..., Client]:
    """A client signed in as the account, with its second factor unless told otherwise."""

    def make(user: User | None, *, second_factor: bool = True) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
            session = client.session
            methods = [{"method": "code", "at": now().timestamp()}]
            if second_factor:
                methods.append({"method": "mfa", "type": "totp", "at": now().timestamp()})
            session["account_authentication_methods"] = methods
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    return make


# ── time and background work ────────────────────────────────────────────────────────────────
@pytest.fixture
def clock() -> Callable[[datetime], AbstractContextManager[None]]:
    """`with clock(moment):` sets now()."""
    return at_clock


@pytest.fixture
def drain() -> Callable[[], int]:
    """Does all background work that is due, until nothing is left. Returns how much it was."""
    from portal.jobs.running import Rounds

    def run() -> int:
        rounds, total = Rounds("test"), 0
        while done := rounds.round():
            total += done
            assert total < 5000, "background work never ends"
        return total

    return run


@pytest.fixture
def on_postgres() -> bool:
    return connection.vendor == "postgresql"
