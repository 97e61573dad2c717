import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

pytestmark = pytest.mark.django_db


def test_page_shows_what_protects_the_account(olga, client_for):
    TOTP.activate(olga, generate_totp_secret())
    RecoveryCodes.activate(olga)

    response = client_for(olga).get("/me/security/")

    assert response.context["has_app"]
    assert response.context["recovery_codes_left"] == 10
    assert "/accounts/2fa/totp/deactivate/" in response.content.decode()


def test_fresh_account_is_offered_everything_and_has_no_password(stranger, client_for):
    response = client_for(stranger).get("/me/security/")
    page = response.content.decode()

    assert not response.context["has_password"]
    assert all(
        address in page
        for address in ("/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/", "/accounts/password/set/")
    )


def test_devices_of_others_are_not_shown(olga, nina, client_for):
    TOTP.activate(nina, generate_totp_secret())

    assert not client_for(olga).get("/me/security/").context["has_app"]
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/email/",
        "/accounts/phone/change/",
        "/accounts/password/set/",
        "/accounts/2fa/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/",
        "/accounts/2fa/webauthn/add/",
        "/accounts/sessions/",
        "/accounts/logout/",
    ],
)
def test_pages_of_allauth_stand_in_our_frame_without_inline_style(stranger, client_for, address):
    page = client_for(stranger).get(address).content.decode()

    assert "bottom-bar" in page
    assert "style=" not in page
    assert "onclick" not in page


def test_visitor_is_sent_to_sign_in(client):
    assert client.get("/me/security/")["Location"].startswith("/accounts/login/")
