"""What looking up people and homes costs at 780,000 households, beside a small registry: `make bench-registry`.

Needs DATABASE_URL of a PostgreSQL server on which databases may be made; works in two of its own and removes
them (KEEP=1 keeps the large one for the next run). HOUSEHOLDS=50000 makes a shorter run. The last line is the
result as one JSON object: per operation the queries, and the median and slowest time in the database.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

ROOT = Path(__file__).resolve().parents[2]
SMALL = 600
TIMES = 60


class Stopwatch:
    """Counts queries and the time that the database takes for them."""

    def __init__(self) -> None:
        self.queries, self.seconds = 0, 0.0

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - started
            self.queries += 1


def staff_client(role: str, estate: Any) -> tuple[Any, Any]:
    """A client signed in as somebody with the role (at all estates for None), second factor used; and the account."""
    from django.test import Client

    from owners.models import StaffRole, User

    name = f"bench-{role}-{estate.pk if estate else 'all'}"
    user, _made = User.objects.get_or_create(username=name, defaults={"last_name": "测试"})
    StaffRole.objects.get_or_create(user=user, role=role, estate=estate)
    _pledge(user)
    client = Client()
    client.force_login(user)
    session = client.session
    moment = time.time()
    session["account_authentication_methods"] = [{"method": "code", "at": moment}, {"method": "mfa", "at": moment}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return client, user


def _pledge(user: Any) -> None:
    """Staff see owner data only once they have accepted the pledge."""
    from owners.actions import accept_pledge
    from owners.pledge import current_text, ensure_first_text

    accept_pledge(user=user, text=current_text() or ensure_first_text(), full_name=user.get_full_name())


def operations(chance: random.Random) -> dict[str, Callable[[], Any]]:
    """Name → one look-up of something picked at random. A steward looks after one estate; what ends in
    `_everywhere` is asked by one of all estates."""
    from owners.models import Estate, Unit

    estates = list(Estate.objects.order_by("pk"))
    own = estates[len(estates) // 2]
    everywhere = at_the_desk(chance, None, Unit.objects.all())
    return {
        **of_the_house(chance),
        **at_the_desk(chance, own, Unit.objects.filter(estate=own)),
        **{f"{name}_everywhere": look_up for name, look_up in everywhere.items()},
    }


def of_the_house(chance: random.Random) -> dict[str, Callable[[], Any]]:
    from django.db.models import Max

    from crm.customers import callers
    from owners.claim_matching import confirmed_contacts, find_match, residents_of
    from owners.models import Claim, PersonContact, User
    from owners.viewers import viewer_for_user

    last_contact = PersonContact.objects.aggregate(last=Max("id"))["last"]
    last_claim = Claim.objects.aggregate(last=Max("id"))["last"]
    last_user = User.objects.filter(person__isnull=False).aggregate(last=Max("id"))["last"]

    def by_phone() -> None:
        number = PersonContact.objects.get(pk=chance.randint(1, last_contact)).value.open()
        assert callers(number)

    def claim_match() -> None:
        claimed = Claim.objects.select_related("user").get(pk=chance.randint(1, last_claim))
        find_match(residents_of(claimed.unit_id), name=claimed.name, contacts=confirmed_contacts(claimed.user))

    return {
        "viewer": lambda: viewer_for_user(User.objects.get(pk=chance.randint(1, last_user))),
        "person_by_phone": by_phone,
        "claim_match": claim_match,
    }


def at_the_desk(chance: random.Random, estate: Any, units: Any) -> dict[str, Callable[[], Any]]:
    """What a steward of the estate (None: of all) asks of their screens."""
    from django.urls import reverse

    from owners.finding import search_people
    from owners.models import Building, PersonName, Role
    from owners.viewers import viewer_for_user

    client, user = staff_client(Role.STEWARD, estate)
    searcher = viewer_for_user(user, second_factor=True)
    homes = list(units.order_by("pk").values_list("pk", flat=True)[:50_000])
    buildings = list(
        Building.objects.filter(entrances__units__in=homes[-3000:]).distinct().values_list("pk", "estate__slug")
    )
    names = list(
        PersonName.objects.filter(person__residencies__unit__in=homes[-3000:]).values_list("name", flat=True)[:5000]
    )
    # 王 is every tenth surname: what the two most frequent characters cost.
    commonest = Counter(name[:2] for name in names).most_common(1)[0][0]

    def page(address: str) -> None:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)

    def by_name(words: str) -> None:
        assert search_people(viewer=searcher, words=words).hits

    return {
        "person_by_name": lambda: by_name(chance.choice(names)[-2:]),
        "person_by_commonest_name": lambda: by_name(commonest),
        "review_queue": lambda: page(reverse("desk:claim-list")),
        "stage_list": lambda: page(
            reverse("desk:registry-stages", args=[chance.choice(buildings)[1]]) + "?stage=owner"
        ),
        "building_grid": lambda: page(reverse("desk:registry-building", args=[chance.choice(buildings)[0]])),
        "unit_page": lambda: page(reverse("desk:registry-unit", args=[chance.choice(homes)])),
    }


def measure() -> dict[str, dict[str, float]]:
    from django.conf import settings
    from django.db import connection

    results = {}
    settings.DEBUG = False  # Django keeps every query in memory otherwise
    for name, look_up in operations(random.Random(7)).items():
        look_up()
        counts, times = set(), []
        for _run in range(TIMES):
            watch = Stopwatch()
            with connection.execute_wrapper(watch):
                look_up()
            counts.add(watch.queries)
            times.append(watch.seconds * 1000)
        results[name] = {
            "queries": max(counts),
            "median_ms": round(statistics.median(times), 2),
            "slowest_ms": round(max(times), 2),
        }
    settings.DEBUG = True
    return results


def fill(name: str, households: int) -> float:
    """Makes (or with KEEP finds) the database of that name with so many households. Seconds it took."""
    from django.core.management import call_command
    from django.db import connection

    from owners.models import Unit

    server(f'CREATE DATABASE "{name}"', name)
    connection.close()
    connection.settings_dict["NAME"] = name
    started = time.monotonic()
    call_command("migrate", verbosity=0)
    if not Unit.objects.exists():
        started = time.monotonic()
        call_command("generate_load", households=households, stdout=sys.stderr)
    return time.monotonic() - started


def server(sql: str, name: str) -> None:
    """Runs one statement on the server itself; a database that is there stays."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as link:
        there = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if sql.startswith("DROP") or not there:
            link.execute(sql)


def main() -> None:
    sys.path.insert(0, str(ROOT))
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith(("postgres://", "postgresql://")):
        sys.exit("bench-registry needs DATABASE_URL of a PostgreSQL server.")
    parts = urlsplit(address)
    os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=parts.path or "/postgres"))
    households = int(os.environ.get("HOUSEHOLDS", "780000"))
    large = f"linli_bench_{households}"
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        os.environ["LINLI_VAR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.dev"
        import django

        django.setup()
        from django.conf import settings
        from django.db import connection

        settings.ALLOWED_HOSTS = ["testserver"]
        try:
            fill("linli_bench_small", SMALL)
            small = measure()
            seconds = fill(large, households)
            big = measure()
        finally:
            connection.close()
            server('DROP DATABASE IF EXISTS "linli_bench_small"', "linli_bench_small")
            if not os.environ.get("KEEP"):
                server(f'DROP DATABASE IF EXISTS "{large}"', large)
    compared = {
        name: {**big[name], "small_median_ms": small[name]["median_ms"], "small_queries": small[name]["queries"]}
        for name in big
    }
    print(json.dumps({"bench": "registry", "households": households, "fill_seconds": round(seconds), **compared}))


if __name__ == "__main__":
    main()
