import pytest
from django.urls import reverse

import notify
from notify.models import Bell

URL = reverse("notify:notification-read-all")


def test_read_all_reads_up_to_what_was_shown(olga, client_for):
    for number in (1, 2):
        notify.send([olga], kind="test.quiet", params={}, url="/me/", dedupe=f"n:{number}")

    response = client_for(olga).post(URL, {"through": "1"})

    assert response.headers["Location"] == reverse("notify:notification-list")
    assert Bell.objects.get(user=olga).read_through == 1


@pytest.mark.parametrize("through", ["", "-3", "x"])
def test_read_all_with_nonsense_changes_nothing(olga, client_for, through):
    notify.send([olga], kind="test.quiet", params={}, url="/me/", dedupe="n:1")

    client_for(olga).post(URL, {"through": through})

    assert Bell.objects.get(user=olga).read_through == 0


def test_read_all_is_not_for_visitors(db, client_for):
    assert client_for(None).post(URL, {"through": "1"}).headers["Location"].startswith("/accounts/login/")
