import pytest

from club import actions


@pytest.fixture
def booked(member, olga, event, viewer_of):
    return actions.register(viewer=viewer_of(olga), event=event, seats=2, key="k")


def test_ticket_shows_code_and_qr(client_for, olga, booked):
    page = client_for(olga).get(f"/club/events/{booked.event.public_id}/ticket/").content.decode()

    assert booked.grouped_code in page
    assert '<svg class="qr"' in page


def test_ticket_of_somebody_else_is_not_found(client_for, nina, booked):
    assert client_for(nina).get(f"/club/events/{booked.event.public_id}/ticket/").status_code == 404


def test_ticket_of_who_waits_is_not_found(client_for, many_members, make_event, viewer_of):
    first, second = many_members(2)
    event = make_event(capacity=1)
    for user in (first, second):
        actions.register(viewer=viewer_of(user), event=event, key=str(user.pk))

    assert client_for(second).get(f"/club/events/{event.public_id}/ticket/").status_code == 404


def test_ticket_scan_leads_each_to_their_place(client_for, olga, stella, join, nina, booked):
    join(nina)
    event_id, address = booked.event.public_id, f"/club/t/{booked.code}/"

    assert client_for(olga).get(address).url == f"/club/events/{event_id}/ticket/"
    assert client_for(stella).get(address).url == f"/club/checkin/{event_id}/?code={booked.code}"
    assert client_for(nina).get(address).url == f"/club/events/{event_id}/"
    assert client_for(None).get(address).status_code == 404


def test_ticket_scan_of_an_unknown_code_is_not_found(client_for, db):
    assert client_for(None).get("/club/t/abcdefgh/").status_code == 404
