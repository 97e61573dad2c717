import pytest

from club.models import Event, Registration


def book(client, event, **data):
    return client.post(f"/club/events/{event.public_id}/register/", {"seats": "1", "key": "k1"} | data)


def test_register_books_with_companions(client_for, olga, member, event):
    answer = book(client_for(olga), event, seats="3")

    assert answer.url == f"/club/events/{event.public_id}/"
    assert Registration.objects.get().seats == 3
    assert Event.objects.get().taken == 3


def test_register_sent_twice_is_once(client_for, olga, member, event):
    client = client_for(olga)
    book(client, event)

    assert book(client, event).status_code == 302
    assert Registration.objects.count() == 1


@pytest.mark.parametrize("data", [{"seats": "9"}, {"seats": "x"}, {"key": ""}])
def test_register_with_a_bad_form_books_nothing(client_for, olga, member, event, data):
    answer = book(client_for(olga), event, **data)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert not Registration.objects.exists()


def test_register_without_the_points_says_so_in_the_form(client_for, olga, member, make_event):
    answer = book(client_for(olga), make_event(cost_points=101))

    assert answer.status_code == 422
    assert "积分不够" in answer.content.decode()


def test_register_for_what_a_stranger_can_not_see(client_for, stranger, event):
    assert book(client_for(stranger), event).status_code == 404


def test_register_asks_a_visitor_to_sign_in(client_for, event):
    assert book(client_for(None), event).url.startswith("/accounts/login/")
