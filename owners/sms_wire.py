"""How requests between us and the SMS gateway prove themselves, in both directions.

`X-Linli-Timestamp` is the Unix time; `X-Linli-Signature` is `sha256=` and the hex HMAC-SHA-256 of
`<timestamp>.<body>` under the shared secret. A request older than five minutes proves nothing.
"""

import hashlib
import hmac
from collections.abc import Mapping

from portal.worktime import now

TIMESTAMP = "X-Linli-Timestamp"
SIGNATURE = "X-Linli-Signature"
_LASTS_SECONDS = 300


def _mac(secret: str, timestamp: str, body: bytes) -> str:
    signed = timestamp.encode() + b"." + body
    return f"sha256={hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()}"


def signed_headers(secret: str, body: bytes) -> dict[str, str]:
    timestamp = str(int(now().timestamp()))
    return {TIMESTAMP: timestamp, SIGNATURE: _mac(secret, timestamp, body)}


def is_signed(secret: str, headers: Mapping[str, str], body: bytes) -> bool:
    """True for a request of the last five minutes that was signed with our secret. Never without a secret."""
    timestamp = headers.get(TIMESTAMP, "")
    if not secret or not timestamp.isdecimal() or len(timestamp) > 12:
        return False
    if abs(now().timestamp() - int(timestamp)) > _LASTS_SECONDS:
        return False
    return hmac.compare_digest(headers.get(SIGNATURE, "").encode(), _mac(secret, timestamp, body).encode())
