"""What the QR codes of the club say, and how what a door reads or types is understood.

A card says `LC` + its number + `.` + a signature: static, 31 characters, and whoever holds the key
can check it without asking the database. A ticket says its page's address, so that any telephone's
own camera opens it; its eight-character code also works typed by hand.
"""

import re
import secrets
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer

from club import damm

_TICKET = re.compile(r"(?:^|/club/t/)([2-9a-hjkmnp-z]{8})/?$")
_PREFIX = "LC"


class CardSigner(Signer):
    """Signs card numbers by 96 bits: short enough for a large QR, too many to try."""

    def __init__(self) -> None:
        super().__init__(sep=".", salt="club.card")

    def signature(self, value: str | bytes, key: str | bytes | None = None) -> str:
        return super().signature(value, key)[:16]


@dataclass(frozen=True, slots=True)
class ScannedCard:
    """A card that we signed. Whether it is still valid, the database knows."""

    number: str


@dataclass(frozen=True, slots=True)
class ScannedTicket:
    code: str


def new_card_number() -> str:
    """Twelve digits: eleven by chance, not starting with 0, and their check digit."""
    body = str(secrets.randbelow(9 * 10**10) + 10**10)
    return body + damm.check_digit(body)


def card_payload(number: str) -> str:
    return _PREFIX + CardSigner().sign(number)


def read(text: str) -> ScannedCard | ScannedTicket | None:
    """Understands a scanned or typed code: card QR, ticket address, ticket code. None for anything else.

    A card number typed by hand is not a card: it proves nothing.
    """
    text = text.strip()
    if text.startswith(_PREFIX):
        try:
            number = CardSigner().unsign(text.removeprefix(_PREFIX))
        except BadSignature:
            number = ""
        if damm.is_valid(number):
            return ScannedCard(number)
    found = _TICKET.search(text.lower().replace("-", "").replace(" ", "") if "/" not in text else text.lower())
    return ScannedTicket(found.group(1)) if found else None
