"""Files that nobody reads from the storage: sealed before they reach it, opened on the way out.

AES-256-GCM with a key derived from the installation's data key. What was sealed for one file opens as
no other: the file's public id and which of its variants it is are bound into the seal.
"""

import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12


class SealBroken(Exception):
    """The bytes were sealed with another key or for another file, or were changed."""


def seal(data: bytes, *, what: str) -> bytes:
    """Bytes that only this installation can open again, and only as `what`."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.DATA_KEY or settings.SECRET_KEY).encrypt(nonce, data, what.encode())


def unseal(sealed: bytes, *, what: str) -> bytes:
    """The bytes back. Raises SealBroken."""
    cipher = _cipher(settings.DATA_KEY or settings.SECRET_KEY)
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], what.encode())
    except (InvalidTag, ValueError):
        raise SealBroken from None


@lru_cache(maxsize=8)
def _cipher(master: str) -> AESGCM:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"linli uploads").derive(master.encode())
    return AESGCM(key)
