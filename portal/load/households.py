"""Estates full of households: units, people, numbers, residencies, accounts and claims."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Max

from owners.models import (
    Building,
    Claim,
    ClaimMeans,
    ClaimState,
    ContactKind,
    Entrance,
    Estate,
    LifeStage,
    LifeStep,
    Person,
    PersonContact,
    PersonName,
    Residency,
    ResidencyRole,
    Stage,
    Unit,
    User,
)
from owners.models.people import CONTACT_PURPOSE
from owners.names import suffixes
from portal import sealing
from portal.load.copying import Table
from portal.worktime import now

UNITS_PER_ESTATE = 3000
FLOORS, DOORS, ENTRANCES = 25, 4, 2
UNITS_PER_BUILDING = FLOORS * DOORS * ENTRANCES
# Two of three units have an account: about 500,000 of 780,000.
ACCOUNTS = 0.64
WAITING_PER_ESTATE = 12
# Mobile numbers begin with 13 to 19: ten digits after the 1, a step that shares no factor with their count.
_MOBILES, _STEP = 7_000_000_000, 2_654_435_761

_SURNAMES = (
    "王王王王王李李李李李张张张张刘刘刘陈陈陈杨杨赵赵黄黄周周吴吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐"
    "冯于董萧程曹袁邓许傅沈曾彭吕"
)
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华慧巧美淑惠珠翠雅芝玉萍红娥玲芬燕彩春菊兰凤洁梅琳素云莲真环"
    "雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉娣璧璐娅琦晶妍茜秋珊莎锦黛青倩婷姣婉娴瑾颖露瑶怡婵雁蓓纨仪荷丹蓉眉君琴蕊"
    "薇菁梦岚苑婕馨瑗琰韵融园艺咏卿聪澜纯毓悦昭冰爽琬"
)


@dataclass(slots=True)
class Made:
    """How many of what were written."""

    households: int = 0
    people: int = 0
    accounts: int = 0
    claims: int = 0
    estates: list[int] = field(default_factory=list)


class Households:
    """Fills the database an estate to a transaction; a second run adds estates."""

    def __init__(self, seed: int, say: Callable[[str, int, int], None]) -> None:
        self.chance = random.Random(seed)
        self.say = say
        self.made = Made()
        self._numbers = 0
        self.units = Table(Unit, "estate_id", "entrance_id", "room", "area", "handed_over_on")
        self.people = Table(Person, "public_id")
        self.names = Table(PersonName, "person_id", "name", "key", "key_2", "key_3")
        self.contacts = Table(PersonContact, "person_id", "kind", "value", "value_fp", "main")
        self.residencies = Table(Residency, "unit_id", "person_id", "role", "since", "until")
        self.steps = Table(LifeStep, "person_id", "estate_id", "stage", "on", "source", "residency_id")
        self.stages = Table(LifeStage, "person_id", "estate_id", "stage", "since")
        self.accounts = Table(
            User, "username", "public_id", "password", "nickname", "phone", "phone_fp", "phone_verified_at", "person_id"
        )
        self.claims = Table(
            Claim, "public_id", "user_id", "estate_id", "unit_id", "name", "phone", "state", "means", "person_id",
            "decided_at",
        )  # fmt: skip
        self.tables = (
            self.people, self.names, self.contacts, self.units, self.residencies, self.steps, self.stages,
            self.accounts, self.claims,
        )  # fmt: skip

    def fill(self, households: int) -> Made:
        number = Estate.objects.aggregate(last=Max("id"))["last"] or 0
        self._numbers = self.contacts.next_id * _STEP * 2 % _MOBILES
        while self.made.households < households:
            number += 1
            with transaction.atomic():
                estate = Estate.objects.create(slug=f"load-{number}", code=f"L{number:04d}", name=f"测试楼盘{number}")
                self._estate(estate, min(UNITS_PER_ESTATE, households - self.made.households))
                for table in self.tables:
                    table.flush()
            self.made.estates.append(estate.pk)
            self.say("households", self.made.households, households)
        for table in self.tables:
            table.finish()
        self.made.people, self.made.accounts, self.made.claims = (
            self.people.count, self.accounts.count, self.claims.count,
        )  # fmt: skip
        return self.made

    def _estate(self, estate: Estate, units: int) -> None:
        waiting = WAITING_PER_ESTATE
        for at in range(-(-units // UNITS_PER_BUILDING)):
            building = Building.objects.create(estate=estate, number=str(at + 1), sort=at)
            entrances = [Entrance.objects.create(building=building, number=str(n + 1)) for n in range(ENTRANCES)]
            for flat in range(min(UNITS_PER_BUILDING, units - at * UNITS_PER_BUILDING)):
                storey, door = divmod(flat // ENTRANCES, DOORS)
                waits = waiting > 0 and self.chance.random() < 0.01
                waiting -= waits
                self._household(estate.pk, entrances[flat % ENTRANCES].pk, f"{storey + 1}{door + 1:02}", waits)

    def _household(self, estate_id: int, entrance_id: int, room: str, waits: bool) -> None:
        chance = self.chance
        handed_over = date(2012, 1, 1) + timedelta(days=chance.randrange(4700))
        unit = self.units.add(estate_id, entrance_id, room, f"{chance.randrange(60, 180)}.5", handed_over)
        self.made.households += 1
        owner, name, phone, phone_fp = self._person()
        since = handed_over.isoformat()
        self._owner(estate_id, unit, owner, ResidencyRole.OWNER.value, since, None)
        if chance.random() < 0.6:
            self._owner(estate_id, unit, self._person()[0], ResidencyRole.CO_OWNER.value, since, None)
        if chance.random() < 0.6:
            self.residencies.add(unit, self._person()[0], ResidencyRole.FAMILY.value, since, None)
        if chance.random() < 0.2:
            self.residencies.add(unit, self._person()[0], ResidencyRole.TENANT.value, since, None)
        if chance.random() < 0.15:
            # Somebody who sold: history stays.
            self._owner(estate_id, unit, self._person()[0], ResidencyRole.OWNER.value, "2010-05-01", since)
        if waits:
            stranger = self._account(name[:-1] + "宁", *self._phone(), None)
            self._claim(stranger, estate_id, unit, name, phone, None)
        elif chance.random() < ACCOUNTS:
            self._claim(self._account(name, phone, phone_fp, owner), estate_id, unit, name, phone, owner)

    def _owner(self, estate_id: int, unit: int, person: int, role: str, since: str, until: str | None) -> None:
        home = self.residencies.add(unit, person, role, since, until)
        self.steps.add(person, estate_id, Stage.OWNER.value, since, "load", home)
        self.stages.add(person, estate_id, Stage.OWNER.value, since)

    def _person(self) -> tuple[int, str, str, str]:
        """(id, name, sealed number, its fingerprint)."""
        person = self.people.add(self._public_id("p", self.people))
        name = self.chance.choice(_SURNAMES) + "".join(self.chance.choices(_GIVEN, k=1 + (self.chance.random() < 0.8)))
        self.names.add(person, name, *suffixes(name))
        sealed, print_ = self._phone()
        self.contacts.add(person, ContactKind.PHONE.value, sealed, print_, "t")
        return person, name, sealed, print_

    def _phone(self) -> tuple[str, str]:
        # Steps through all mobile numbers in an order that looks like none: never the same one twice.
        self._numbers = (self._numbers + _STEP) % _MOBILES
        number = f"+861{3_000_000_000 + self._numbers}"
        return sealing.seal(number), sealing.fingerprint(number, purpose=CONTACT_PURPOSE)

    def _account(self, nickname: str, sealed: str, print_: str, person: int | None) -> int:
        public_id = self._public_id("u", self.accounts)
        return self.accounts.add(public_id, public_id, "!", nickname, sealed, print_, now(), person)

    def _claim(self, user: int, estate_id: int, unit: int, name: str, sealed: str, person: int | None) -> None:
        decided = now() if person else None
        state = ClaimState.VERIFIED if person else ClaimState.WAITING
        means = ClaimMeans.REGISTRY.value if person else ""
        self.claims.add(
            self._public_id("c", self.claims), user, estate_id, unit, name, sealed, state.value, means, person, decided
        )

    def _public_id(self, letter: str, table: Table) -> str:
        return f"{letter}{table.next_id:011x}"
