"""Message-IDs that prove themselves: `<kind.ref.nonce.hash@host>`, the hash keyed with our secret."""

import re
import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

_OURS = re.compile(
    r"^<(?P<kind>[a-z_]{1,30})\.(?P<ref>[A-Za-z0-9_-]{0,60})\.(?P<nonce>[0-9a-f]{8})\.(?P<mac>[0-9a-f]{20})@"
)


def new_message_id(*, kind: str, ref: str, host: str) -> str:
    nonce = secrets.token_hex(4)
    kind = kind or "mail"
    return f"<{kind}.{ref}.{nonce}.{_mac(kind, ref, nonce)}@{host}>"


def read_message_id(message_id: str) -> tuple[str, str] | None:
    """(kind, ref) of a Message-ID that we made; None for any other."""
    found = _OURS.match(message_id)
    if found is None or not constant_time_compare(found["mac"], _mac(found["kind"], found["ref"], found["nonce"])):
        return None
    return found["kind"], found["ref"]


def _mac(kind: str, ref: str, nonce: str) -> str:
    return salted_hmac("portal.mailwire.message-id", f"{kind}.{ref}.{nonce}", algorithm="sha256").hexdigest()[:20]
