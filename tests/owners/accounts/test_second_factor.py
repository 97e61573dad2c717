"""Staff prove themselves twice; nobody else's proof, and no weaker one, opens the desk."""

import time

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.http import HttpResponse
from django.test import Client, RequestFactory

from owners.actions import register_account
from owners.models import Role, SmsMessage, StaffRole, User
from owners.permissions import staff_only
from owners.viewers import viewer_for, viewer_for_user
from tests.conftest import pledge

pytestmark = pytest.mark.django_db


def totp_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def viewer_in(client: Client, user: User):
    request = RequestFactory().get("/desk/")
    request.session, request.user = client.session, user
    return viewer_for(request)


def open_desk(client: Client, user: User) -> HttpResponse:
    request = RequestFactory().get("/desk/")
    request.session, request.user = client.session, user
    request.viewer = viewer_for(request)
    return staff_only(Role.SPOKESPERSON)(lambda request: HttpResponse("desk"))(request)


@pytest.fixture
def sec(sam: User) -> str:
    """Sam's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(sam, secret)
    return secret


def test_staff_with_code_only_is_sent_to_the_second_factor(sam, client_for):
    client = client_for(sam, second_factor=False)

    response = open_desk(client, sam)

    assert response["Location"] == "/me/second-factor/?next=%2Fdesk%2F"
    assert not viewer_in(client, sam).works_here
    assert "staff" not in viewer_in(client, sam).keys


def test_staff_without_a_device_is_shown_how_to_enrol(sam, client_for):
    response = client_for(sam, second_factor=False).get("/me/second-factor/?next=/desk/")

    assert "/accounts/2fa/totp/activate/" in response.content.decode()
    assert "/accounts/2fa/reauthenticate/" not in response.content.decode()


def test_enrolling_an_app_proves_it_and_leads_back(sam, client_for, django_capture_on_commit_callbacks):
    client = client_for(sam, second_factor=False)
    client.get("/me/second-factor/?next=/me/sessions/")
    page = client.get("/accounts/2fa/totp/activate/")

    with django_capture_on_commit_callbacks() as after_commit:
        response = client.post("/accounts/2fa/totp/activate/", {"code": totp_now(page.context["form"].secret)})
    with request_context(response.wsgi_request):
        for callback in after_commit:
            callback()
    response.wsgi_request.session.save()

    assert response["Location"] == "/accounts/2fa/recovery-codes/"
    assert "recovery-codes" in client.get("/accounts/2fa/recovery-codes/").content.decode()
    assert viewer_in(client, sam).works_here
    assert client.get("/me/second-factor/")["Location"] == "/me/sessions/"


def test_enrolling_with_a_wrong_code_proves_nothing(sam, client_for):
    client = client_for(sam, second_factor=False)
    page = client.get("/accounts/2fa/totp/activate/")
    right = totp_now(page.context["form"].secret)

    client.post("/accounts/2fa/totp/activate/", {"code": "000000" if right != "000000" else "000001"})

    assert not Authenticator.objects.exists()
    assert not viewer_in(client, sam).works_here


def test_using_the_app_later_in_the_session_counts(sam, sec, client_for):
    client = client_for(sam, second_factor=False)
    assert "/accounts/2fa/reauthenticate/?next=" in client.get("/me/second-factor/?next=/me/").content.decode()

    response = client.post(
        "/accounts/2fa/reauthenticate/?next=/me/second-factor/", {"code": totp_now(sec), "next": "/me/second-factor/"}
    )

    assert response["Location"] == "/me/second-factor/"
    assert viewer_in(client, sam).works_here
    assert client.get("/me/second-factor/")["Location"] == "/me/"


def test_an_app_code_opens_only_once(sam, sec, client_for):
    code = totp_now(sec)
    first, second = client_for(sam, second_factor=False), client_for(sam, second_factor=False)

    for client in (first, second):
        client.post("/accounts/2fa/reauthenticate/", {"code": code})

    assert viewer_in(first, sam).works_here
    assert not viewer_in(second, sam).works_here


def test_signing_in_asks_for_the_app_and_then_the_desk_is_open(sam, sec):
    client = Client()
    client.post("/accounts/login/", {"login": sam.phone.open()})
    code = SmsMessage.objects.latest("pk").text.open().split(" ")
    digits = next(word for word in "".join(c if c.isdigit() else " " for c in " ".join(code)).split() if len(word) == 6)

    response = client.post("/accounts/login/code/confirm/", {"code": digits})
    assert response["Location"] == "/accounts/2fa/authenticate/"
    assert "_auth_user_id" not in client.session

    client.post("/accounts/2fa/authenticate/", {"code": totp_now(sec)})

    assert client.session["_auth_user_id"] == str(sam.pk)
    assert viewer_in(client, sam).works_here
    assert client.session.get_expiry_age() <= 12 * 60 * 60


def test_a_password_alone_adds_no_device_where_one_protects(sam, sec, client_for):
    sam.set_password("long enough 42")
    sam.save()
    client = client_for(sam, second_factor=False)

    client.post("/accounts/reauthenticate/", {"password": "long enough 42"})
    response = client.get("/accounts/2fa/webauthn/add/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/2fa/reauthenticate/")


def test_a_proof_that_another_account_left_in_the_session_does_not_count(sam, dana, client_for):
    client = client_for(sam)
    session = client.session
    session["account_authentication_methods_user"] = str(dana.pk)
    session.save()

    assert not viewer_in(client, sam).works_here


def test_owner_with_a_second_factor_is_no_staff(olga, client_for):
    viewer = viewer_in(client_for(olga), olga)

    assert viewer.second_factor
    assert not viewer.works_here


def test_second_factor_page_never_leads_to_a_foreign_site(sam, client_for):
    response = client_for(sam).get("/me/second-factor/?next=https://evil.example/")

    assert response["Location"] == "/me/"


def test_secret_of_the_app_is_not_readable_in_the_database(sam, sec):
    stored = Authenticator.objects.get(user=sam).data["secret"]

    assert sec not in stored
    assert Authenticator.objects.get(user=sam).wrap().validate_code(totp_now(sec))


def test_visitor_at_the_second_factor_is_sent_to_sign_in(client):
    assert client.get("/me/second-factor/")["Location"].startswith("/accounts/login/?next=")


def test_all_estates_role_reaches_every_estate(db, estate, other_estate):
    user = register_account(phone="+8613900000077")
    StaffRole.objects.create(user=user, role=Role.EXECUTIVE)
    pledge(user)

    viewer = viewer_for_user(user, second_factor=True)

    assert viewer.estates_for(Role.EXECUTIVE) == {estate.pk, other_estate.pk}
