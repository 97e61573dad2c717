import pytest
from allauth.usersessions.models import UserSession
from django.test import Client, RequestFactory

from owners.models import User
from owners.signed_in import device_name

pytestmark = pytest.mark.django_db

IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"
WECHAT = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile Safari/537.36 MicroMessenger/8.0.49"


def noted(client: Client, user: User, agent: str = WINDOWS) -> UserSession:
    """What signing in notes of a browser."""
    request = RequestFactory(headers={"user-agent": agent}).get("/")
    request.user, request.session = user, client.session
    UserSession.objects.create_from_request(request)
    return UserSession.objects.get(session_key=client.session.session_key)


def is_signed_in(client: Client) -> bool:
    return client.get("/me/").status_code == 200


def test_devices_are_listed_with_this_one_first(olga, client_for):
    here, phone = client_for(olga), client_for(olga)
    noted(here, olga)
    noted(phone, olga, IPHONE)

    response = here.get("/me/sessions/")

    assert [(device.name, device.is_current) for device in response.context["devices"]] == [
        ("Chrome · Windows", True),
        ("Safari · iPhone", False),
    ]


def test_other_device_is_signed_out(olga, client_for):
    here, phone = client_for(olga), client_for(olga)
    noted(here, olga)
    session = noted(phone, olga, IPHONE)

    response = here.post(f"/me/sessions/{session.pk}/end/")

    assert response["Location"] == "/me/sessions/"
    assert not is_signed_in(phone)
    assert is_signed_in(here)


def test_everywhere_else_is_signed_out_at_once(olga, client_for):
    here, *others = [client_for(olga) for _ in range(3)]
    for client in (here, *others):
        noted(client, olga)

    here.post("/me/sessions/end-others/")

    assert [is_signed_in(client) for client in (here, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(olga, nina, client_for):
    hers = client_for(olga)
    session = noted(hers, olga)

    response = client_for(nina).post(f"/me/sessions/{session.pk}/end/")

    assert response.status_code == 404
    assert is_signed_in(hers)


def test_session_is_not_ended_by_following_a_link(olga, client_for):
    session = noted(client_for(olga), olga)

    assert client_for(olga).get(f"/me/sessions/{session.pk}/end/").status_code == 405


def test_ended_session_is_no_longer_listed(olga, client_for):
    here, phone = client_for(olga), client_for(olga)
    noted(here, olga)
    noted(phone, olga)
    phone.session.flush()

    assert len(here.get("/me/sessions/").context["devices"]) == 1


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_does_not_grow_with_devices(olga, client_for, count, django_assert_num_queries):
    clients = [client_for(olga) for _ in range(count)]
    for client in clients:
        noted(client, olga)

    # session, user, keys, residencies, roles; what is noted, and what of it is live; three of the frame
    with django_assert_num_queries(8):
        response = clients[0].get("/me/sessions/")

    assert len(response.context["devices"]) == count


def test_device_is_named_in_words_people_know():
    assert device_name(WECHAT).endswith(" · Android")
    assert not device_name(WECHAT).startswith("Chrome")
    assert device_name("curl/8.0") not in ("", "curl/8.0")
