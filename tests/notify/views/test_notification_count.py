from django.urls import reverse

import notify

URL = reverse("notify:notification-count")


def test_count_for_the_bell_of_an_open_page(olga, client_for):
    notify.send([olga], kind="test.quiet", params={}, url="/me/", dedupe="n:1")

    assert client_for(olga).get(URL).json() == {"count": 1, "shown": "1"}


def test_count_is_not_for_visitors(db, client_for):
    assert client_for(None).get(URL).status_code == 302
