from datetime import timedelta

import pytest

from club import actions
from club.codes import card_payload
from club.models import CheckIn
from owners.task_links import make_task_link, revoke_task_link
from portal.worktime import now


@pytest.fixture
def booked(member, olga, event, viewer_of):
    return actions.register(viewer=viewer_of(olga), event=event, seats=2, key="k")


@pytest.fixture
def volunteer(event, client_for):
    """A browser that opened the volunteer's link; and the link."""
    link, url = make_task_link(
        kind="club.door", ref=event.public_id, person_name="小陈", expires_at=now() + timedelta(days=2), actor="user:x"
    )
    client = client_for(None)
    client.get(url[url.index("/go/") :])
    return client, link


def door(event):
    return f"/club/checkin/{event.public_id}/"


def test_steward_lets_in_and_sees_green(client_for, stella, booked, event):
    page = client_for(stella).post(door(event), {"code": booked.grouped_code}, follow=True).content.decode()

    assert "club-light-green" in page
    assert "奥**" in page
    assert "奥丽佳" not in page
    assert '<strong class="number">2</strong>' in page


def test_volunteer_lets_in_by_link_and_is_named_by_it(volunteer, booked, event, member):
    client, link = volunteer

    client.post(door(event), {"code": card_payload(member.cards.get().number)})

    assert CheckIn.objects.get().by == link.pseudonym


def test_second_scan_is_amber_and_says_since_when(volunteer, booked, event):
    client, _link = volunteer
    client.post(door(event), {"code": booked.code})

    page = client.post(door(event), {"code": booked.code}, follow=True).content.decode()

    assert "club-light-amber" in page
    assert "签到时间" in page
    assert CheckIn.objects.count() == 1


def test_result_is_shown_once(volunteer, booked, event):
    client, _link = volunteer
    client.post(door(event), {"code": "nonsense"}, follow=True)

    assert "club-light" not in client.get(door(event)).content.decode()


def test_scan_with_javascript_gets_the_result_alone(volunteer, booked, event):
    client, _link = volunteer

    answer = client.post(door(event), {"code": booked.code}, headers={"HX-Request": "true"})

    assert "club-light-green" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_search_finds_tonights_names_only(volunteer, booked, event, make_event, many_members, viewer_of):
    client, _link = volunteer
    elsewhere = many_members(1)[0]
    actions.register(viewer=viewer_of(elsewhere), event=make_event(), key="other")

    assert booked.code in client.get(door(event), {"q": "奥丽"}).content.decode()
    assert client.get(door(event), {"q": "邻"}).context["found"].count() == 0


def test_empty_code_is_asked_for_again(volunteer, event):
    client, _link = volunteer

    answer = client.post(door(event), {"code": ""})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["code"])


@pytest.mark.parametrize("who", [None, "olga", "nina", "sam"])
def test_door_is_closed_to_everybody_else(client_for, request, booked, event, who):
    client = client_for(request.getfixturevalue(who) if who else None)

    assert client.get(door(event)).status_code == 410
    assert client.post(door(event), {"code": booked.code}).status_code == 410
    assert not CheckIn.objects.exists()


def test_steward_without_the_second_factor_is_sent_to_use_it(client_for, stella, event):
    answer = client_for(stella, second_factor=False).get(door(event))

    assert (answer.status_code, "next=" in answer.url) == (302, True)


def test_link_opens_its_own_door_only(volunteer, make_event):
    client, _link = volunteer

    assert client.get(door(make_event())).status_code == 410


def test_revoked_link_opens_nothing(volunteer, event):
    client, link = volunteer
    revoke_task_link(link=link, actor="user:x")

    assert client.get(door(event)).status_code == 410
