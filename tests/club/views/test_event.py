from datetime import timedelta

import pytest
from icalendar import Calendar

from owners.viewers import PUBLIC
from portal.worktime import now


def test_event_page_says_what_and_where(client_for, make_event):
    event = make_event(audience=PUBLIC, description="<p>请带水杯</p><script>x</script>")

    page = client_for(None).get(f"/club/events/{event.public_id}/").content.decode()

    assert "邻里茶会" in page
    assert "请带水杯" in page
    assert "<script>x" not in page
    assert "/accounts/login/?next=" in page


@pytest.mark.parametrize("who", [None, "nina"])
def test_event_of_members_is_not_found_for_others(client_for, request, event, who):
    client = client_for(request.getfixturevalue(who) if who else None)

    assert client.get(f"/club/events/{event.public_id}/").status_code == 404
    assert client.get(f"/club/events/{event.public_id}/event.ics").status_code == 404


def test_event_paid_with_points_sends_an_account_to_the_club(client_for, stranger, make_event):
    event = make_event(audience=PUBLIC, cost_points=10)

    page = client_for(stranger).get(f"/club/events/{event.public_id}/").content.decode()

    assert 'href="/club/join/"' in page
    assert 'name="seats"' not in page


def test_event_that_opens_later_says_when(client_for, olga, member, make_event):
    event = make_event(opens_at=now() + timedelta(hours=2))

    assert 'name="key"' not in client_for(olga).get(f"/club/events/{event.public_id}/").content.decode()


def test_event_called_off_says_why(client_for, make_event):
    event = make_event(audience=PUBLIC, state="cancelled", cancelled_reason="台风来了")

    assert "台风来了" in client_for(None).get(f"/club/events/{event.public_id}/").content.decode()


def test_event_ics_can_be_read_by_a_calendar(client_for, make_event):
    event = make_event(audience=PUBLIC)

    answer = client_for(None).get(f"/club/events/{event.public_id}/event.ics")
    entry = Calendar.from_ical(answer.content).walk("VEVENT")[0]

    assert answer["Content-Type"].startswith("text/calendar")
    assert (str(entry["SUMMARY"]), entry["DTSTART"].dt) == ("邻里茶会", event.starts_at.replace(microsecond=0))
    assert str(entry["URL"]).endswith(f"/club/events/{event.public_id}/")
