"""Makes many rows at once, for measuring pages against a database of the size to be held."""

import json
import random
from argparse import ArgumentParser
from datetime import timedelta
from itertools import batched
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from forum.indexing import index_posts
from forum.models import Board, Post, Topic
from owners.models import Building, Entrance, Estate, Person, PersonName, Residency, ResidencyRole, Unit, User
from owners.models.accounts import new_public_id
from owners.viewers import estate_key
from portal.demo.names import person_name
from portal.load.households import Households
from portal.worktime import now

CHUNK = 2000
_WORDS = (
    "电梯 车库 漏水 暖气 门禁 快递柜 噪音 停车 绿化 物业费 路灯 监控 水压 健身 老人 孩子 白蚁 桂花 会所 公示".split()
)


class Command(BaseCommand):
    help = "Makes an estate with many owners, topics and posts. For measuring; never in production."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--owners", type=int, default=10_000)
        parser.add_argument("--topics", type=int, default=10_000)
        parser.add_argument("--posts", type=int, default=100_000, help="spread over the topics")
        parser.add_argument(
            "--households", type=int, default=0, help="instead: estates of so many households (PostgreSQL only)"
        )
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError("This fills the database with invented rows: it runs under demo or dev settings only.")
        started = monotonic()
        if options["households"]:
            self._households(options["households"], options["seed"], started)
            return
        self.chance = random.Random(options["seed"])
        estate = self._estate()
        users = self._owners(estate, options["owners"])
        topics = self._topics(estate, users, options["topics"])
        self._posts(topics, users, options["posts"])
        made = {name: options[name] for name in ("owners", "topics", "posts")}
        self.stdout.write(json.dumps({"estate": estate.slug, **made, "seconds": round(monotonic() - started, 1)}))

    def _households(self, count: int, seed: int, started: float) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Households are written by COPY: set DATABASE_URL to a PostgreSQL database.")
        made = Households(seed, self._say).fill(count)
        with connection.cursor() as cursor:
            # What is asked of the indexes alone needs to know which pages are old: autovacuum comes too late.
            cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM ANALYZE")
        said = {"households": made.households, "people": made.people, "accounts": made.accounts, "claims": made.claims}
        self.stdout.write(
            json.dumps({**said, "estates": len(made.estates), "seconds": round(monotonic() - started, 1)})
        )

    def _estate(self) -> Estate:
        """A new estate each run: a second run adds, it never mixes."""
        number = Estate.objects.count() + 1
        estate = Estate.objects.create(slug=f"load-{number}", code=f"L{number:04d}", name=f"测试楼盘 {number}")
        key = estate_key(estate.pk)
        Board.objects.create(slug=f"load-{number}", estate=estate, name="业主圈", audience=key, start_audience=key)
        return estate

    def _owners(self, estate: Estate, count: int) -> list[User]:
        users: list[User] = []
        for at, chunk in enumerate(batched(range(count), CHUNK, strict=False)):
            with transaction.atomic():
                entrance = Entrance.objects.create(building=Building.objects.create(estate=estate, number=str(at + 1)))
                units = Unit.objects.bulk_create(
                    Unit(estate=estate, entrance=entrance, room=str(101 + n)) for n in range(len(chunk))
                )
                people = Person.objects.bulk_create(Person() for _ in chunk)
                PersonName.objects.bulk_create(PersonName(person=one, name=person_name(self.chance)) for one in people)
                Residency.objects.bulk_create(
                    Residency(unit=unit, person=person, role=ResidencyRole.OWNER)
                    for unit, person in zip(units, people, strict=True)
                )
                users += User.objects.bulk_create(
                    User(username=f"load-{new_public_id()}", password="!", nickname=person.name, person=person)
                    for person in people
                )
            self._say("owners", len(users), count)
        return users

    def _topics(self, estate: Estate, users: list[User], count: int) -> list[Topic]:
        board = Board.objects.get(estate=estate)
        topics: list[Topic] = []
        for chunk in batched(range(count), CHUNK, strict=False):
            topics += Topic.objects.bulk_create(self._topic(board, users, n, count) for n in chunk)
            self._say("topics", len(topics), count)
        return topics

    def _topic(self, board: Board, users: list[User], at: int, count: int) -> Topic:
        when = now() - timedelta(minutes=(count - at) * 5)
        return Topic(
            board=board,
            estate_id=board.estate_id,
            audience=board.audience,
            author=self.chance.choice(users),
            title=" ".join(self.chance.sample(_WORDS, 3)),
            started_at=when,
            last_post_at=when,
            last_post_number=0,
        )

    def _posts(self, topics: list[Topic], users: list[User], count: int) -> None:
        """Every topic gets its share; one long topic gets a twentieth of all."""
        long_share = count // 20
        rest = max(1, (count - long_share) // max(1, len(topics) - 1))
        made = 0
        for at, topic in enumerate(topics):
            wanted = long_share if at == 0 else min(rest, count - made)
            if wanted <= 0:
                break
            for chunk in batched(range(1, wanted + 1), CHUNK, strict=False):
                posts = Post.objects.bulk_create(self._post(topic, users, number) for number in chunk)
                index_posts(posts, topic)
            Topic.objects.filter(pk=topic.pk).update(last_post_number=wanted, reply_count=wanted - 1)
            made += wanted
            if at % 500 == 0:
                self._say("posts", made, count)

    def _post(self, topic: Topic, users: list[User], number: int) -> Post:
        text = "，".join(self.chance.choices(_WORDS, k=12)) + "。"
        return Post(
            topic=topic,
            number=number,
            author=self.chance.choice(users),
            html=f"<p>{text}</p>",
            text=text,
            written_at=topic.started_at + timedelta(seconds=number * 20),
        )

    def _say(self, what: str, done: int, count: int) -> None:
        self.stderr.write(f"{what}: {done:,} of {count:,}")
