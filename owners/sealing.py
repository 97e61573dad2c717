"""Identity numbers at rest: sealed with a key, and found again by a keyed fingerprint.

The key comes from `LINLI_DATA_KEY`, or from the secret key where that is empty. Whoever changes it
without sealing again loses the numbers, so it is kept apart from the database and its copies.
"""

import base64
import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """The text was sealed with another key, or was changed."""


@lru_cache(maxsize=8)
def _key(master: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"linli {purpose}".encode()).derive(master.encode())


def _master() -> str:
    return settings.DATA_KEY or settings.SECRET_KEY


@lru_cache(maxsize=8)
def _cipher(master: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(master, "seal")))


def seal(text: str) -> str:
    """A text that only this installation can open again."""
    return _cipher(_master()).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text back. Raises SealBroken."""
    try:
        return _cipher(_master()).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise SealBroken from None


def fingerprint(text: str, *, purpose: str) -> str:
    """64 hex digits: equal for equal texts of one purpose, and not to be guessed without the key."""
    return hmac.new(_key(_master(), f"fingerprint {purpose}"), text.encode(), hashlib.sha256).hexdigest()
