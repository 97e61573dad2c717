"""What narrows a search does so in the query: a limit never cuts before it."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

import search
from search.actions import Entry
from search.scope import Scope

pytestmark = pytest.mark.django_db


def put(ref, **facts):
    when = facts.pop("when", datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai")))
    search.put_all(
        [Entry(kind="forum.post", ref=ref, audience="public", title="漏水", text="", url="/", when=when, **facts)]
    )


@pytest.fixture
def refs(viewer_of):
    return lambda **scope: sorted(hit.ref for hit in search.hits(viewer_of(None), "漏水", Scope(**scope)))


def test_scope_by_place(refs):
    put("a", place="board:1")
    put("b", place="board:2")
    put("c")

    assert refs(place="board:1") == ["a"]


def test_scope_by_author_goes_by_the_whole_nickname(refs, olga, nina):
    put("a", author_id=olga.pk)
    put("b", author_id=nina.pk)
    put("c")

    assert refs(author=olga.nickname) == ["a"]
    assert refs(author=olga.nickname[:1]) == []


def test_scope_by_author_forgets_who_closed_their_account(refs, olga):
    put("a", author_id=olga.pk)
    olga.is_active = False
    olga.save()

    assert refs(author=olga.nickname) == []


def test_scope_by_day_has_both_days_in_local_time(refs):
    shanghai = ZoneInfo("Asia/Shanghai")
    put("before", when=datetime(2026, 10, 31, 23, 59, tzinfo=shanghai))
    put("first", when=datetime(2026, 11, 1, 0, 0, tzinfo=shanghai))
    put("last", when=datetime(2026, 11, 2, 23, 59, tzinfo=shanghai))
    put("after", when=datetime(2026, 11, 3, 0, 0, tzinfo=shanghai))

    assert refs(since=date(2026, 11, 1), until=date(2026, 11, 2)) == ["first", "last"]
    assert refs(since=date(2026, 11, 3), until=date.max) == ["after"]


def test_scope_of_official_answers(refs):
    put("a", official=True)
    put("b")

    assert refs(official=True) == ["a"]
