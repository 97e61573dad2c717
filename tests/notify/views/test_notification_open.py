from django.urls import reverse

import notify
from notify.models import Notification


def tell(user):
    [sent] = notify.send([user], kind="test.quiet", params={}, url="/forum/", dedupe="n:1")
    return sent


def open_url(notification, prefix=""):
    return prefix + reverse("notify:notification-open", args=[notification.number])


def test_opening_marks_it_read_and_leads_there(olga, client_for):
    sent = tell(olga)

    response = client_for(olga).post(open_url(sent))

    sent.refresh_from_db()
    assert sent.read_at is not None
    assert response.headers["Location"] == "/forum/"


def test_opening_leads_to_the_page_in_the_readers_language(olga, client_for):
    sent = tell(olga)

    response = client_for(olga).post(open_url(sent, prefix="/en"))

    assert response.headers["Location"] == "/en/forum/"


def test_a_stranger_can_not_open_it(olga, stranger, client_for):
    sent = tell(olga)

    assert client_for(stranger).post(open_url(sent)).status_code == 404
    assert Notification.objects.get(pk=sent.pk).read_at is None


def test_a_link_does_not_read_for_people(olga, client_for):
    assert client_for(olga).get(open_url(tell(olga))).status_code == 405
