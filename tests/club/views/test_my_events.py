from datetime import timedelta

from club import actions
from portal.worktime import at_clock, now


def test_my_events_parts_what_comes_from_what_was(client_for, olga, member, make_event, viewer_of):
    for number, title in enumerate(["年末茶会", "上月茶会"]):
        event = make_event(title=title, starts_at=now() + timedelta(days=60 - 59 * number))
        actions.register(viewer=viewer_of(olga), event=event, key=str(number))

    with at_clock(now() + timedelta(days=30)):
        page = client_for(olga).get("/club/events/mine/")

    assert [line.event.title for line in page.context["coming"]] == ["年末茶会"]
    assert [line.event.title for line in page.context["past"]] == ["上月茶会"]


def test_my_events_are_not_my_neighbours(client_for, nina, olga, member, event, viewer_of):
    actions.register(viewer=viewer_of(olga), event=event, key="k")

    assert client_for(nina).get("/club/events/mine/").context["coming"] == []


def test_my_events_ask_a_visitor_to_sign_in(client_for, db):
    assert client_for(None).get("/club/events/mine/").url.startswith("/accounts/login/")


def test_my_events_ask_the_same_for_one_and_three(client_for, olga, member, make_event, viewer_of, asked):
    client = client_for(olga)
    actions.register(viewer=viewer_of(olga), event=make_event(), key="0")
    one = asked(client, "/club/events/mine/")
    for number in "12":
        actions.register(viewer=viewer_of(olga), event=make_event(), key=number)

    # events, own registrations, covers
    assert asked(client, "/club/events/mine/") == one
    assert one.club == 3
