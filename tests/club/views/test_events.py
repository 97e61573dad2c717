from datetime import UTC, datetime, timedelta

import pytest

from club import actions
from owners.viewers import PUBLIC
from portal.worktime import at_clock, now


def test_events_show_a_visitor_what_is_open_to_all(client_for, make_event):
    make_event(audience=PUBLIC, title="公开讲座")
    make_event(title="会员茶会")
    make_event(audience=PUBLIC, title="还在准备", state="draft")

    page = client_for(None).get("/club/events/").content.decode()

    assert ("公开讲座" in page, "会员茶会" in page, "还在准备" in page) == (True, False, False)


def test_events_show_ones_own_state(client_for, many_members, make_event, viewer_of):
    first, second, third = many_members(3)
    event = make_event(capacity=1)
    for user in (first, second, third):
        actions.register(viewer=viewer_of(user), event=event, key=str(user.pk))

    assert "已报名" in client_for(first).get("/club/events/").content.decode()
    assert "候补第 2 位" in client_for(third).get("/club/events/").content.decode()


def test_events_of_another_estate_stay_there(client_for, otto, make_event, estate):
    make_event(audience=f"estate:{estate.pk}:verified", title="金水湾茶会")

    assert "金水湾茶会" not in client_for(otto).get("/club/events/").content.decode()


def test_past_events_are_listed_apart(client_for, make_event):
    make_event(audience=PUBLIC, title="去年灯会", starts_at=now() - timedelta(days=300))

    assert "去年灯会" not in client_for(None).get("/club/events/").content.decode()
    assert "去年灯会" in client_for(None).get("/club/events/?when=past").content.decode()


@pytest.mark.parametrize("when", ["", "?when=past"])
def test_events_go_on_where_the_page_ended(client_for, make_event, when):
    for number in range(25):
        day = timedelta(days=-1 - number // 2 if when else 1 + number // 2)
        make_event(audience=PUBLIC, starts_at=now().replace(microsecond=0) + day)
    client = client_for(None)

    first = client.get(f"/club/events/{when}")
    second = client.get(f"/club/events/{first.context['more_url']}")

    shown = [line.event.pk for page in (first, second) for line in page.context["lines"]]
    assert len(shown) == len(set(shown)) == 25
    assert second.context["more_url"] == ""


@pytest.mark.parametrize("month", ["2036-13", "x", "0000-01", "2036-02-01"])
def test_month_that_is_none_shows_what_is_coming(client_for, db, month):
    assert client_for(None).get(f"/club/events/?month={month}").context["when"] == "upcoming"


def test_month_puts_events_on_their_day_in_china(client_for, make_event):
    # 23:00 on the 29th in China is still the 29th, though UTC says 15:00.
    make_event(audience=PUBLIC, starts_at=datetime(2036, 2, 29, 15, tzinfo=UTC), title="闰日夜谈")
    make_event(audience=PUBLIC, starts_at=datetime(2036, 2, 29, 16, tzinfo=UTC), title="三月一日")

    with at_clock(datetime(2036, 2, 1, tzinfo=UTC)):
        page = client_for(None).get("/club/events/?month=2036-02")

    days = {cell["day"].day: cell["lines"] for week in page.context["weeks"] for cell in week if cell["lines"]}
    assert [line.event.title for line in days[29]] == ["闰日夜谈"]
    assert page.context["following"] == "2036-03"


def test_events_ask_the_same_for_one_and_three(client_for, member, olga, make_event, viewer_of, asked):
    client = client_for(olga)
    for_month = f"/club/events/?month={make_event().starts_at:%Y-%m}"
    one = [asked(client, url) for url in ("/club/events/", for_month)]
    for number in range(2):
        actions.register(viewer=viewer_of(olga), event=make_event(), key=str(number))

    # events, own registrations, covers
    assert [asked(client, url) for url in ("/club/events/", for_month)] == one
    assert {counted.club for counted in one} == {3}
