"""The index through its public functions, on whatever database the suite runs."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

import search
from search.actions import LONGEST_TITLE, set_synonyms
from search.models import SearchEntry

NOON = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
pytestmark = pytest.mark.django_db


def put(ref, title, text="", *, audience="public", minutes=0, kind="forum.post", estate_id=None, language=""):
    search.put(
        kind=kind,
        ref=str(ref),
        audience=audience,
        title=title,
        text=text,
        url=f"/forum/t/{ref}/",
        when=NOON + timedelta(minutes=minutes),
        estate_id=estate_id,
        language=language,
    )


def refs(viewer, query, **options):
    return [entry.ref for entry in search.find(viewer, query, **options)]


@pytest.fixture
def visitor(viewer_of):
    return viewer_of(None)


@pytest.mark.parametrize(
    "query",
    [
        "漏水",
        "漏",
        "水",
        "卫生间漏水",
        "衛生間",
        "漏水 3号楼",
        "3号楼",
        "3",
        "WiFi",
        "ｗｉｆｉ",
        "wi",
        "fi密码",
        "号楼卫",
        "密碼",
        "wifi密码",
        "码",
    ],
)
def test_find_recalls_what_the_text_says(visitor, query):
    put(1, "3号楼卫生间漏水", "楼上的水管坏了，WIFI密码也改了")

    assert refs(visitor, query) == ["1"]


@pytest.mark.parametrize("query", ["水漏", "漏管", "电梯", "fw", "漏水 电梯", "密码wifi"])
def test_find_leaves_out_what_the_text_does_not_say(visitor, query):
    put(1, "3号楼卫生间漏水", "楼上的水管坏了，WIFI密码也改了")

    assert refs(visitor, query) == []


def test_find_simplified_in_traditional_text_and_the_other_way_round(visitor):
    put(1, "電梯又壞了")
    put(2, "电梯修好了", minutes=1)

    assert refs(visitor, "电梯") == refs(visitor, "電梯") == ["2", "1"]


def test_find_rechecks_the_phrase_that_pairs_alone_would_allow(visitor):
    put(1, "停水了", "水管坏了")

    assert refs(visitor, "停水管") == []


def test_find_shows_only_open_audiences(visitor, viewer_of, olga, otto, estate):
    put(1, "只给业主看的漏水", audience=f"estate:{estate.pk}:verified")

    assert refs(visitor, "漏水") == []
    assert refs(viewer_of(otto), "漏水") == []
    assert refs(viewer_of(olga), "漏水") == ["1"]


def test_find_filters_before_it_limits(visitor):
    put("open", "漏水")
    for n in range(30):
        put(n, "漏水", audience="staff", minutes=n + 1)

    assert refs(visitor, "漏水", limit=5) == ["open"]


def test_find_turns_pages_without_gap_or_repeat(visitor):
    for n in range(7):
        put(n, "漏水", minutes=n // 3)

    first = search.find(visitor, "漏水", limit=3)
    second = search.find(visitor, "漏水", limit=3, before=first[-1].cursor)
    third = search.find(visitor, "漏水", limit=3, before=second[-1].cursor)

    assert [entry.ref for entry in first + second + third] == ["6", "5", "4", "3", "2", "1", "0"]


@pytest.mark.parametrize("cursor", ["", "x", "1-", "-1", "1-2-3", "9" * 40 + "-1"])
def test_find_ignores_a_broken_cursor(visitor, cursor):
    put(1, "漏水")

    assert refs(visitor, "漏水", before=cursor) == ["1"]


def test_find_by_kind_room_and_estate(visitor, estate):
    put(1, "漏水", kind="forum.post")
    put(2, "漏水", kind="forum.topic", minutes=1)
    put(3, "漏水", kind="home.page", minutes=2, estate_id=estate.pk)

    assert refs(visitor, "漏水", kinds=["forum."]) == ["2", "1"]
    assert refs(visitor, "漏水", kinds=["forum.post", "home.page"]) == ["3", "1"]
    assert refs(visitor, "漏水", kinds=[]) == []
    assert refs(visitor, "漏水", estate_id=estate.pk) == ["3"]


def test_find_by_language_keeps_what_has_none(visitor):
    put(1, "lift", language="en")
    put(2, "lift", minutes=1)
    put(3, "lift", language="zh-hans", minutes=2)

    assert refs(visitor, "lift", languages=["en"]) == ["2", "1"]


def test_find_by_a_synonym(visitor):
    put(1, "升降機停了")
    put(2, "客梯停了", minutes=1)
    set_synonyms(words="电梯 升降机")
    search_forgets()

    assert refs(visitor, "电梯") == ["1"]
    assert refs(visitor, "电梯停了") == ["1"]


def test_put_again_replaces_text_and_audience(visitor):
    put(1, "漏水")
    put(1, "停电", audience="staff")

    assert refs(visitor, "漏水") == []
    assert refs(visitor, "停电") == []
    assert SearchEntry.objects.count() == 1


def test_remove_forgets(visitor):
    put(1, "漏水")

    search.remove(kind="forum.post", ref="1")
    search.remove(kind="forum.post", ref="1")

    assert refs(visitor, "漏水") == []


def test_rows_changed_behind_our_back_stay_in_step(visitor):
    """Bulk deletes and cascades go past `remove`; the database keeps its own index."""
    put(1, "漏水")
    put(2, "漏水", minutes=1)

    SearchEntry.objects.filter(ref="1").delete()
    SearchEntry.objects.filter(ref="2").update(grams="停电", folded="停电")

    assert refs(visitor, "漏水") == []
    assert refs(visitor, "停电") == ["2"]


def test_put_caps_titles_and_drops_zero_bytes(visitor):
    put(1, "漏" * 500, "a\x00b")

    entry = SearchEntry.objects.get()
    assert (len(entry.title), entry.text) == (LONGEST_TITLE, "ab")


def test_find_takes_three_queries_however_many_rows(visitor, django_assert_num_queries):
    for n in range(3):
        put(n, "漏水")
    search_forgets()

    with django_assert_num_queries(3):  # synonyms, where to begin, entries
        found = search.find(visitor, "漏水管 电")
        assert found == []


def test_find_uses_the_index(visitor):
    """A scan of all rows would be right and useless."""
    for n in range(200):
        put(n, f"题目{n}", "漏水" if n == 7 else "别的事情")

    plan = SearchEntry.objects.holding("漏水").explain()

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # On a few rows the planner may walk any index: asked is whether it could use this one at all.
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_indexscan = off")
        assert "search_by_tokens" in SearchEntry.objects.holding("漏水").explain()
    else:
        assert "VIRTUAL TABLE INDEX" in plan


def search_forgets():
    from search import synonyms

    synonyms.forget()


@pytest.mark.postgres
def test_the_planner_is_told_of_rare_words_too(visitor):
    """Otherwise it walks the whole table by age for a word that stands nowhere."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT attstattarget FROM pg_attribute WHERE attrelid = 'search_by_tokens'::regclass")
        assert cursor.fetchall() == [(1000,)]
