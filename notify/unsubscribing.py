"""One click that ends one kind of mail, without signing in: a signed token says whose, what and where."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from notify.wording import page_address
from owners.models import User

_SALT = "notify.unsubscribe"
# The daily mail holds many kinds: its token switches the mail itself.
DIGEST = "digest"


@dataclass(frozen=True, slots=True)
class Off:
    """What a token is for: one kind of one person on one channel."""

    user: User
    kind: str
    channel: str


def off_token(user: User, *, kind: str, channel: str) -> str:
    return signing.dumps([user.public_id, kind, channel], salt=_SALT)


def off_address(user: User, *, kind: str, channel: str) -> str:
    path = reverse("notify:mail-off", args=[off_token(user, kind=kind, channel=channel)])
    return page_address(path, user)


def read_off_token(token: str) -> Off | None:
    """What the token is for; None for one that we did not make, or whose account is closed."""
    try:
        public_id, kind, channel = signing.loads(token, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    user = User.objects.filter(public_id=public_id, is_active=True).first()
    return Off(user, kind, channel) if user else None
