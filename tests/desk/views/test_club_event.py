from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from club import actions
from club.models import Event, Registration
from club.tasks import open_attendees_of_today
from owners.models import TaskLink
from portal import uploads
from portal.worktime import at_clock, now
from tests.club.conftest import asked, event, join, make_event, many_members, member

__all__ = ["asked", "event", "join", "make_event", "many_members", "member"]


@pytest.fixture
def facts():
    starts_at = now() + timedelta(days=5)
    return {
        "title": "冬至包饺子",
        "place": "会所",
        "starts_at": f"{starts_at:%Y-%m-%dT%H:%M}",
        "ends_at": f"{starts_at + timedelta(hours=2):%Y-%m-%dT%H:%M}",
        "description": "<p>一起来。</p>",
        "who": "estate",
        "capacity": "20",
        "per_member_limit": "4",
        "cost_points": "0",
    }


def cover():
    drawn = BytesIO()
    Image.new("RGB", (80, 60), "green").save(drawn, "PNG")
    return SimpleUploadedFile("海报.png", drawn.getvalue(), "image/png")


def address(event, verb=""):
    return f"/desk/club/events/{event.public_id}/{verb}"


def test_new_event_is_a_draft_with_its_cover(client_for, stella, estate, facts):
    answer = client_for(stella).post("/desk/club/events/new/", facts | {"cover": cover()})

    event = Event.objects.get()
    assert answer.url == address(event)
    assert (event.state, event.audience) == ("draft", f"estate:{estate.pk}:verified")
    assert uploads.of(event.upload_scope)[0].kind == "image"


def test_cover_that_is_no_picture_keeps_nothing(client_for, stella, facts):
    page = client_for(stella).post(
        "/desk/club/events/new/", facts | {"cover": SimpleUploadedFile("x.exe", b"MZ", "image/png")}
    )

    assert "cover" in page.context["form"].errors
    assert not Event.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [({"title": ""}, "title"), ({"ends_at": "2020-01-01T10:00"}, "ends_at"), ({"who": "all"}, "who")],
)
def test_new_event_with_a_bad_form(client_for, stella, facts, change, field):
    assert field in client_for(stella).post("/desk/club/events/new/", facts | change).context["form"].errors
    assert not Event.objects.exists()


def test_new_event_at_an_estate_of_others_is_not_found(client_for, stella, other_estate, facts):
    answer = client_for(stella).post(f"/desk/club/events/new/?estate={other_estate.slug}", facts)

    assert answer.status_code == 404


def test_edit_keeps_the_seats_that_are_taken(client_for, stella, olga, member, event, viewer_of, facts):
    actions.register(viewer=viewer_of(olga), event=event, seats=2, key="k")
    client = client_for(stella)

    assert client.post(address(event, "edit/"), facts).status_code == 302
    assert client.post(address(event, "edit/"), facts | {"capacity": "1"}).context["form"].non_field_errors()

    event.refresh_from_db()
    assert (event.title, event.capacity, event.taken) == ("冬至包饺子", 20, 2)


def test_publish_and_call_off(client_for, stella, make_event):
    event = make_event(state="draft")
    client = client_for(stella)

    client.post(address(event, "publish/"))
    assert Event.objects.get().state == "published"

    client.post(address(event, "call-off/"), {"reason": ""})
    assert Event.objects.get().state == "published"

    client.post(address(event, "call-off/"), {"reason": "停电"})
    assert (Event.objects.get().state, Event.objects.get().cancelled_reason) == ("cancelled", "停电")


def test_attendees_are_named_on_the_day_and_masked_before_and_afterwards(
    client_for, stella, member, olga, make_event, viewer_of
):
    event = make_event(starts_at=now() + timedelta(days=3))
    actions.register(viewer=viewer_of(olga), event=event, key="k")
    client = client_for(stella)

    def named():
        page = client.get(address(event)).content.decode()
        return ("奥丽佳" in page, "奥**" in page)

    assert named() == (False, True)
    with at_clock(event.starts_at - timedelta(hours=3)):
        open_attendees_of_today()
        assert named() == (True, False)
    with at_clock(event.ends_at + timedelta(hours=7)):
        assert named() == (False, True)


def test_event_asks_the_same_for_one_and_three(client_for, stella, many_members, event, viewer_of, asked):
    first, *others = many_members(3)
    actions.register(viewer=viewer_of(first), event=event, key="0")
    client = client_for(stella)
    one = asked(client, address(event))
    for user in others:
        actions.register(viewer=viewer_of(user), event=event, key=str(user.pk))

    # the event, its registrations, how many people, the cover
    assert asked(client, address(event)) == one
    assert one.club == 4


def test_door_link_is_shown_once_and_ends_with_the_event(client_for, stella, event):
    client = client_for(stella)

    first = client.post(address(event, "door/"), {"person_name": "小陈"}, follow=True).content.decode()
    second = client.get(address(event)).content.decode()

    link = TaskLink.objects.get(kind="club.door", ref=event.public_id)
    assert ("/go/" in first, "/go/" in second) == (True, False)
    assert link.expires_at == event.ends_at + timedelta(hours=6)


def test_door_link_needs_a_name(client_for, stella, event):
    answer = client_for(stella).post(address(event, "door/"), {"person_name": ""})

    assert "person_name" in answer.context["door_form"].errors
    assert not TaskLink.objects.exists()


def test_steward_takes_somebody_off_the_list(client_for, stella, olga, member, event, viewer_of):
    registration = actions.register(viewer=viewer_of(olga), event=event, key="k")

    answer = client_for(stella).post(f"/desk/club/registrations/{registration.code}/cancel/")

    assert answer.url == address(event)
    assert Registration.objects.get().state == "cancelled"


@pytest.mark.parametrize("verb", ["", "edit/", "publish/", "call-off/", "door/"])
def test_event_of_another_estate_is_not_found(client_for, stella, make_event, other_estate, verb):
    event = make_event(estate=other_estate)

    assert client_for(stella).post(address(event, verb), {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("who", ["olga", "sam"])
def test_event_desk_is_for_stewards(client_for, request, event, who):
    client = client_for(request.getfixturevalue(who))

    assert client.get(address(event)).status_code == 403
    assert client.post(address(event, "call-off/"), {"reason": "x"}).status_code == 403
