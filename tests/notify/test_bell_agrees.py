"""The bell's number and the list can't disagree, whatever happened before."""

from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import notify
from notify import actions
from notify.context import BellCount
from notify.models import Notification
from owners.models import Residency
from owners.viewers import estate_key
from portal.worktime import today

# Each is something that may happen to a person's bell.
_STEPS = st.one_of(
    st.tuples(st.just("talk"), st.integers(1, 3), st.sampled_from(["倪娜", "欧图", "石黛"])),
    st.tuples(st.just("word"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("plain"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("quiet"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("closed"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("open"), st.integers(0, 30), st.just("")),
    st.tuples(st.just("visit"), st.integers(1, 3), st.just("")),
    st.tuples(st.just("all"), st.integers(0, 30), st.just("")),
    st.tuples(st.just("forget"), st.integers(0, 30), st.just("")),
    st.tuples(st.just("lose"), st.integers(0, 0), st.just("")),
)


def _take(step, olga, key, number) -> None:
    what, which, who = step
    kinds = {
        "talk": "test.talk",
        "word": "test.word",
        "plain": "test.quiet",
        "quiet": "test.off",
        "closed": "test.word",
    }
    if what in kinds:
        bundle = "" if what == "plain" else f"topic:{which}"
        notify.send(
            [olga], kind=kinds[what], params={"who": who}, url="/", dedupe=f"n:{number}", bundle=bundle, actor=who,
            audience=key if what == "closed" else "",
        )  # fmt: skip
    elif what == "open" and (found := Notification.objects.filter(user=olga, number=which).first()):
        actions.mark_read(notification=found)
    elif what == "visit":
        notify.visit(olga, f"topic:{which}")
    elif what == "all":
        actions.mark_all_read(user=olga, through=which)
    elif what == "forget":
        notify.forget([f"n:{which}"])
    elif what == "lose":
        Residency.objects.filter(person=olga.person).update(until=today() - timedelta(days=1))


@pytest.fixture
def key(unit) -> str:
    return estate_key(unit.estate_id)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(_STEPS, max_size=25))
def test_bell_counts_what_the_list_marks_after_anything(steps, olga, key, viewer_of):
    Notification.objects.all().delete()
    Residency.objects.filter(person=olga.person).update(until=None)

    for number, step in enumerate(steps):
        _take(step, olga, key, number)
        viewer = viewer_of(olga)
        listed = list(Notification.objects.visible_to(viewer).marked())
        assert BellCount(viewer).count == sum(row.is_unread for row in listed)


def test_page_marks_as_many_as_its_bell_says(olga, client_for, key):
    for number, what in enumerate(["talk", "word", "plain", "closed", "talk", "plain"]):
        _take((what, number % 3, "倪娜"), olga, key, number)
    actions.mark_read(notification=Notification.objects.get(user=olga, kind="test.quiet", number=3))
    client = client_for(olga)

    page = client.get(reverse("notify:notification-list")).content.decode()

    asked = client.get(reverse("notify:notification-count")).json()
    assert page.count("notification unread") == asked["count"] > 1
    assert f"<span data-bell-number>{asked['count']}</span>" in page
