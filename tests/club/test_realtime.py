import pytest

from owners.viewers import PUBLIC
from portal import realtime, uploads


@pytest.mark.parametrize(("who", "may"), [("olga", True), ("nina", False), (None, False)])
def test_an_events_group_is_for_who_may_see_it(request, viewer_of, member, event, who, may):
    viewer = viewer_of(request.getfixturevalue(who) if who else None)

    assert realtime.may_join(viewer, f"club.event:{event.public_id}") is may


@pytest.mark.parametrize(("who", "may"), [("stella", True), ("olga", False), ("sam", False)])
def test_a_doors_group_is_for_its_stewards(request, viewer_of, member, event, who, may):
    assert realtime.may_join(viewer_of(request.getfixturevalue(who)), f"club.door:{event.public_id}") is may


def test_pictures_go_with_their_event(viewer_of, stella, make_event):
    public, draft = make_event(audience=PUBLIC), make_event(state="draft")

    def may_fetch(user, event):
        upload = uploads.store_bytes(b"%PDF-1.4 plan", name="plan.pdf", owner="user:x", scope=event.upload_scope)
        return uploads.may_fetch(viewer_of(user), upload, owner="user:y")

    assert (may_fetch(None, public), may_fetch(None, draft), may_fetch(stella, draft)) == (True, False, True)
