"""Web push: the message encrypted for one browser (RFC 8291), the sender named by VAPID (RFC 8292)."""

import base64
import json
import os
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.worktime import now

_CURVE = ec.SECP256R1()
_RECORD_SIZE = 4096
_TOKEN_LASTS = timedelta(hours=12)


def encode(raw: bytes) -> str:
    """base64url without padding, as all of these standards write bytes."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derive(secret: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(secret)


def encrypt(
    plain: bytes,
    *,
    p256dh: str,
    auth: str,
    sender: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """The body of a push message (aes128gcm). `sender` and `salt` are fresh each time; only a test gives them.

    Raises ValueError for keys that are none.
    """
    sender = sender or ec.generate_private_key(_CURVE)
    salt = salt or os.urandom(16)
    browser = decode(p256dh)
    shared = sender.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, browser))
    own = _point(sender.public_key())
    secret = _derive(shared, salt=decode(auth), info=b"WebPush: info\0" + browser + own, length=32)
    key = _derive(secret, salt=salt, info=b"Content-Encoding: aes128gcm\0", length=16)
    nonce = _derive(secret, salt=salt, info=b"Content-Encoding: nonce\0", length=12)
    head = salt + _RECORD_SIZE.to_bytes(4) + bytes([len(own)]) + own
    return head + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


@dataclass(frozen=True, slots=True)
class Vapid:
    """Who sends: a key pair of ours and where we can be reached."""

    key: ec.EllipticCurvePrivateKey
    subject: str

    @classmethod
    def from_secret(cls, secret: bytes, *, subject: str) -> "Vapid":
        """The key whose number `secret` (32 bytes) is; a number beyond the curve's order is folded into it."""
        order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
        return cls(ec.derive_private_key(int.from_bytes(secret) % (order - 1) + 1, _CURVE), subject)

    @property
    def public(self) -> str:
        """What the browser is given as `applicationServerKey`."""
        return encode(_point(self.key.public_key()))

    def authorization(self, endpoint: str) -> str:
        """The Authorization header for one push service."""
        parts = urlsplit(endpoint)
        claims: dict[str, object] = {
            "aud": f"{parts.scheme}://{parts.netloc}",
            "exp": int((now() + _TOKEN_LASTS).timestamp()),
            "sub": self.subject,
        }
        signed = ".".join(_json_part(part) for part in (dict[str, object](typ="JWT", alg="ES256"), claims))
        r, s = decode_dss_signature(self.key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        return f"vapid t={signed}.{encode(r.to_bytes(32) + s.to_bytes(32))}, k={self.public}"


def _json_part(value: dict[str, object]) -> str:
    return encode(json.dumps(value, separators=(",", ":")).encode())
