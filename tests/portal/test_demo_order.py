"""The demonstration's stories of order play to their end, and leave what they promise."""

from datetime import date

import pytest
from django.db.models import Count

from crm.models import JoinedTopic
from forum.models import Board, Burst, ModerationRecord, Post, PostRevision, Sanction, Topic, Watch
from owners.models import Person, Residency, Unit, User
from owners.viewers import estate_key
from portal.demo import order_story
from portal.demo.timeline import Timeline
from portal.demo.world import World
from portal.worktime import now

OWNERS = 26


@pytest.fixture
def world(estate, unit, olga, nina, sam, mona, dana) -> World:
    today = now()
    world = World(seed=1, began=today, today=today, estates={"jinshuiwan": estate})
    world.staff = {"sam": sam, "mona": mona, "dana": dana}
    world.known = {"owner-olga": olga, "owner-nina": nina}
    for n in range(OWNERS):
        home = Unit.objects.create(estate=estate, entrance=unit.entrance, room=f"{n + 20}01")
        person = Person.objects.make(f"业主{n}")
        Residency.objects.create(unit=home, person=person, role="owner", since=date(2020, 5, 1))
        world.owners["jinshuiwan"].append(User.objects.create(username=f"o{n}", nickname=f"邻居{n}", person=person))
    for slug, audience in (("service", "public"), ("square", "public"), ("parking", ""), ("market", "")):
        Board.objects.create(
            slug=f"jinshuiwan-{slug}", estate=estate, name=slug, answer_expected=slug == "service",
            audience=audience or estate_key(estate.pk), start_audience=estate_key(estate.pk),
        )  # fmt: skip
    return world


def test_stories_of_order_leave_what_they_promise(world) -> None:
    timeline = Timeline(until=world.today)
    order_story.schedule(world, timeline)

    timeline.run(lambda *_step: None)

    acts = dict(ModerationRecord.objects.values_list("act").annotate(n=Count("pk")).order_by())
    assert acts == {"merge": 1, "split": 1, "warn": 1, "time_out": 2, "lift": 1, "slow": 1}
    assert sorted(Sanction.objects.values_list("appeal_state", flat=True)) == ["", "lifted", "waiting"]
    assert JoinedTopic.objects.count() == 1
    assert not Watch.objects.open().exists()
    assert [topic.pace for topic in Topic.objects.filter(slow_minutes__gt=0)] == [10]
    assert Post.objects.filter(visibility="taken_back").count() == 1
    assert PostRevision.objects.filter(edited_by=world.known["owner-nina"]).count() == 2
    assert Burst.objects.waiting().get().members.count() == order_story.BURST
    assert Post.objects.filter(visibility="held").count() == 3
