from django.urls import reverse

import notify

URL = reverse("notify:notification-count")


def test_count_for_the_bell_of_an_open_page(olga, client_for):
    notify.send([olga], kind="test.quiet", params={}, url="/me/", dedupe="n:1")

    assert client_for(olga).get(URL).json() == {"count": 1, "shown": "1"}


def test_count_of_somebody_signed_out_meanwhile_is_none(db, client_for):
    assert client_for(None).get(URL).json() == {"count": 0, "shown": "0"}


def test_nobody_counts_another_persons(olga, nina, client_for):
    notify.send([olga], kind="test.quiet", params={}, url="/me/", dedupe="n:1")

    assert client_for(nina).get(URL).json()["count"] == 0
