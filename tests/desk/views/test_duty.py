"""The week at the spokesperson's desk, as its pages show and change it."""

from datetime import time

import pytest
from django.urls import reverse

from forum.models import Absence, Shift
from portal.worktime import today

URL = "/desk/watch/duty/"
SHIFT = {"weekday": "0", "starts": "09:00", "ends": "18:00"}


@pytest.mark.parametrize("who, code", [("olga", 403), ("dana", 403), ("adam", 403), ("sam", 200), ("mona", 200)])
def test_duty_is_for_those_who_answer(request, who, code, estate, client_for) -> None:
    assert client_for(request.getfixturevalue(who)).get(URL).status_code == code


@pytest.mark.parametrize("rows", [1, 3])
def test_duty_costs_the_same_for_any_number_of_rows(rows, sam, mona, estate, client_for, django_assert_num_queries):
    for day in range(rows):
        Shift.objects.create(user=sam, estate=estate, weekday=day, starts=time(9), ends=time(9, 1))
        Absence.objects.create(user=sam, since=today(), until=today())
    client = client_for(mona)
    client.get(URL)

    with django_assert_num_queries(11):
        page = client.get(URL)

    assert page.content.decode().count("list-row") == 2 * rows


def test_shift_is_added_and_taken_out(sam, mona, estate, client_for) -> None:
    client = client_for(mona)

    client.post(reverse("desk:shift-add"), SHIFT | {"user": sam.pk, "estate": estate.pk})
    shift = Shift.objects.get()
    client.post(reverse("desk:shift-drop", args=[shift.pk]))

    assert (shift.user, Shift.objects.count()) == (sam, 0)


def test_shift_that_ends_before_it_starts_comes_back_with_what_was_typed(sam, mona, estate, client_for) -> None:
    sent = SHIFT | {"user": sam.pk, "estate": estate.pk, "ends": "08:00"}

    page = client_for(mona).post(reverse("desk:shift-add"), sent)

    assert page.status_code == 422
    assert "ends" in page.context["shift_form"].errors
    assert "08:00" in page.content.decode()


def test_absence_for_oneself_and_never_for_others(sam, mona, estate, client_for) -> None:
    client = client_for(sam)
    day = today().isoformat()

    client.post(reverse("desk:absence-add"), {"user": sam.pk, "since": day, "until": day, "substitute": mona.pk})
    refused = client.post(reverse("desk:absence-add"), {"user": mona.pk, "since": day, "until": day})

    assert (Absence.objects.get().user, refused.status_code) == (sam, 422)
