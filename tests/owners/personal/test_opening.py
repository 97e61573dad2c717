"""Masked by default; work in hand opens names and numbers; a reason opens one field; all of it is logged first."""

from datetime import timedelta

import pytest
from django.template import Context, Template

from owners import personal
from owners.models import Grant, Reveal, Role
from owners.personal import FIELDS, NotYoursToSee, find_subject, masked, open_for, reveal
from owners.personal.opening import ReasonMissing
from owners.viewers import VISITOR, staff_key, viewer_for_user
from portal.audit.models import AuditRow
from portal.worktime import at_clock, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(dana):
    return viewer_for_user(dana, second_factor=True)


def granted(olga, estate, until=None):
    personal.grant(
        key=staff_key(estate.pk, Role.CASE_OFFICER), subjects=[olga.person], source="case:JSW-2026-000001", until=until
    )


def test_masks_leave_nobody_recognisable(olga):
    assert [masked(olga.person, name) for name in ("name", "phone", "email")] == [
        "奥**",
        "138 **** 1501",
        "o***@example.com",
    ]
    assert all(field.mask("990102196611049343") != "990102196611049343" for field in FIELDS.values())


def test_open_for_without_a_grant_masks_and_logs_nothing(olga, officer):
    opened = open_for(officer, [olga.person], fields=("name", "phone"), where="test")

    assert opened.text(olga.person, "phone") == "138 **** 1501"
    assert not AuditRow.objects.filter(action="data.opened").exists()


def test_open_for_with_a_grant_opens_and_logs_who_whom_and_why(olga, estate, officer, django_assert_num_queries):
    granted(olga, estate)

    with django_assert_num_queries(2):
        opened = open_for(officer, [olga.person, None, olga.person], fields=("name", "phone"), where="test")

    assert [opened.text(olga.person, name) for name in ("name", "phone")] == ["奥丽佳", "138 0000 1501"]
    row = AuditRow.objects.get(action="data.opened")
    assert (row.actor, row.subject, row.estate_id) == (officer.pseudonym, olga.person.subject, estate.pk)
    assert row.facts == {
        "fields": ["name", "phone"], "why": "case:JSW-2026-000001", "where": "test", "roles": ["case_officer"]
    }  # fmt: skip


def test_a_grant_never_opens_identity(olga, estate, officer):
    granted(olga, estate)

    opened = open_for(officer, [olga.person], fields=("id_number", "born"), where="test")

    assert not opened.shows(olga.person, "id_number")


def test_a_grant_is_for_the_key_that_it_names(olga, estate, sam, dana):
    granted(olga, estate)

    spokesperson = viewer_for_user(sam, second_factor=True)
    without_second_factor = viewer_for_user(dana)

    for viewer in (spokesperson, without_second_factor, VISITOR):
        assert not open_for(viewer, [olga.person], fields=("name",), where="test").shows(olga.person, "name")


def test_a_grant_ends_by_the_clock_and_by_its_source(olga, estate, officer):
    granted(olga, estate, until=now() + timedelta(hours=1))

    with at_clock(now() + timedelta(hours=2)):
        assert not open_for(officer, [olga.person], fields=("name",), where="test").shows(olga.person, "name")
    granted(olga, estate)
    assert personal.end(source="case:JSW-2026-000001") == 1
    assert not Grant.objects.exists()


def test_nothing_is_shown_if_the_log_can_not_be_written(olga, estate, officer, monkeypatch):
    granted(olga, estate)

    def broken(*args, **kwargs):
        raise RuntimeError("disk full")

    monkeypatch.setattr("portal.audit.record_many", broken)
    with pytest.raises(RuntimeError):
        open_for(officer, [olga.person], fields=("name",), where="test")


def test_reveal_shows_one_field_and_keeps_the_reason(olga, officer):
    subject = find_subject(officer, olga.person.subject)

    shown = reveal(viewer=officer, subject=subject, field="phone", reason="safety", note="水管爆裂", where="test")

    assert shown == "138 0000 1501"
    kept = Reveal.objects.get()
    assert (kept.field, kept.reason, kept.note.open()) == ("phone", "safety", "水管爆裂")
    row = AuditRow.objects.get(action="data.revealed")
    assert row.facts["fields"] == ["phone"]
    assert "水管" not in str(row.facts)


@pytest.mark.parametrize("field", ["id_number", "born"])
def test_reveal_of_identity_is_not_for_officers(olga, officer, mona, field):
    subject = find_subject(officer, olga.person.subject)

    with pytest.raises(NotYoursToSee):
        reveal(viewer=officer, subject=subject, field=field, reason="verify")
    reveal(viewer=viewer_for_user(mona, second_factor=True), subject=subject, field=field, reason="verify")


def test_reveal_of_somebody_at_another_estate_is_refused(otto, officer):
    with pytest.raises(NotYoursToSee):
        reveal(viewer=officer, subject=find_subject(officer, otto.person.subject), field="phone", reason="verify")


def test_reveal_for_another_reason_needs_words(olga, officer):
    with pytest.raises(ReasonMissing):
        reveal(viewer=officer, subject=find_subject(officer, olga.person.subject), field="phone", reason="other")


def test_tag_masks_where_the_page_opened_nothing(olga):
    page = Template('{% personal person "name" %} {% personal person "phone" %}').render(
        Context({"person": olga.person})
    )

    assert "奥丽佳" not in page
    assert "0000" not in page


def test_tag_opens_what_the_page_opened(olga, estate, officer):
    granted(olga, estate)
    opened = open_for(officer, [olga.person], fields=("name", "phone"), where="test")

    page = Template('{% personal person "name" %} {% personal person "phone" %}').render(
        Context({"person": olga.person, "opened": opened})
    )

    assert "奥丽佳" in page
    assert 'href="tel:' in page


def test_tag_offers_to_ask_only_to_those_who_may(olga, officer, sam):
    tag = Template('{% personal person "phone" %}')
    officers = tag.render(Context({"person": olga.person, "opened": personal.Opened(officer, where="x")}))
    sams = tag.render(
        Context({"person": olga.person, "opened": personal.Opened(viewer_for_user(sam, second_factor=True))})
    )

    assert "people/reveal" in officers
    assert "people/reveal" not in sams
