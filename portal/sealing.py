"""Personal data at rest: sealed with a key, and found again by a keyed fingerprint.

The current key is `LINLI_DATA_KEY` (the secret key where that is empty); `LINLI_DATA_KEYS_OLD` names
former ones, which still open what they sealed until `manage.py rotate_data_keys` has sealed it anew.
A sealed text says which key it needs: `s1.<key id>.<nonce and ciphertext>` (AES-256-GCM). Keys are
kept apart from the database and its copies.
"""

import base64
import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_FORM = "s1"
_NONCE = 12
_BYTES_MARK = b"LS1"
_ID_BYTES = 6
# How many bytes of a sealed file say that it is one, and which key it needs: the mark, and the key's id in base64.
BYTES_HEAD = len(_BYTES_MARK) + _ID_BYTES // 3 * 4


class SealBroken(Exception):
    """The text was sealed with a key that is not here, or was changed."""


@lru_cache(maxsize=64)
def _key(master: str, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"linli {purpose}".encode()).derive(master.encode())


@lru_cache(maxsize=16)
def _key_id(master: str) -> str:
    return base64.urlsafe_b64encode(_key(master, "key id")[:_ID_BYTES]).decode()


@lru_cache(maxsize=16)
def _cipher(master: str) -> AESGCM:
    return AESGCM(_key(master, "seal"))


def _masters() -> list[str]:
    """The current key first, then those that may still open what they sealed."""
    return [settings.DATA_KEY or settings.SECRET_KEY, *settings.DATA_KEYS_OLD]


def _cipher_for(key_id: str) -> AESGCM:
    for master in _masters():
        if _key_id(master) == key_id:
            return _cipher(master)
    raise SealBroken


def current_prefix() -> str:
    """What every text sealed with the current key begins with."""
    return f"{_FORM}.{_key_id(_masters()[0])}."


def seal(text: str) -> str:
    """A text that only this installation can open again."""
    nonce = os.urandom(_NONCE)
    body = nonce + _cipher(_masters()[0]).encrypt(nonce, text.encode(), None)
    return current_prefix() + base64.urlsafe_b64encode(body).decode().rstrip("=")


def unseal(sealed: str) -> str:
    """The text back. Raises SealBroken."""
    form, _dot, rest = sealed.partition(".")
    key_id, _dot, encoded = rest.partition(".")
    if form != _FORM or not encoded:
        raise SealBroken
    try:
        body = base64.urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        return _cipher_for(key_id).decrypt(body[:_NONCE], body[_NONCE:], None).decode()
    except (InvalidTag, ValueError):
        raise SealBroken from None


def seal_bytes(data: bytes) -> bytes:
    """The same for files: a mark, the key's id, nonce and ciphertext."""
    nonce = os.urandom(_NONCE)
    key_id = _key_id(_masters()[0]).encode()
    return _BYTES_MARK + key_id + nonce + _cipher(_masters()[0]).encrypt(nonce, data, None)


def is_sealed_bytes(data: bytes) -> bool:
    """By how it begins: the head of a file is enough."""
    return data.startswith(_BYTES_MARK)


def is_sealed_now(data: bytes) -> bool:
    """Sealed with the current key. The head of a file is enough."""
    return data.startswith(_BYTES_MARK + _key_id(_masters()[0]).encode())


def unseal_bytes(sealed: bytes) -> bytes:
    """The bytes back. Raises SealBroken."""
    head = BYTES_HEAD
    if not is_sealed_bytes(sealed) or len(sealed) < head + _NONCE:
        raise SealBroken
    cipher = _cipher_for(sealed[len(_BYTES_MARK) : head].decode("ascii", "replace"))
    try:
        return cipher.decrypt(sealed[head : head + _NONCE], sealed[head + _NONCE :], None)
    except InvalidTag:
        raise SealBroken from None


def fingerprint(text: str, *, purpose: str) -> str:
    """64 hex digits: equal for equal texts of one purpose, and not to be guessed without the current key."""
    return _fingerprint(_masters()[0], text, purpose)


def fingerprints(text: str, *, purpose: str) -> list[str]:
    """What to look for: the fingerprint under each key that may have been in use."""
    return [_fingerprint(master, text, purpose) for master in _masters()]


def _fingerprint(master: str, text: str, purpose: str) -> str:
    return hmac.new(_key(master, f"fingerprint {purpose}"), text.encode(), hashlib.sha256).hexdigest()
