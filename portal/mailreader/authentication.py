"""Authentication-Results (RFC 8601): what our own mail server found out about the sender.

Only fields with the trusted server's name count: anybody can write the field into a mail. The first of
them is ours, for a server writes its field above everything that was there.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from portal.mailreader import charsets, headers

_METHOD = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Authentication:
    """Outcomes as the trusted server wrote them: pass, fail, none, softfail …; "" where it says nothing."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""

    @property
    def passed(self) -> bool:
        """The sender's domain vouches for the From address."""
        return self.dmarc == "pass"

    @property
    def failed(self) -> bool:
        """The From address is not to be believed."""
        return self.dmarc == "fail"


def read(fields: list[bytes], trusted: Collection[str]) -> Authentication:
    names = {name.lower() for name in trusted}
    for value in fields[:20]:
        text = _COMMENT.sub("", charsets.decode(headers.unfold(value)))
        server, _semicolon, results = text.partition(";")
        words = server.split()
        if words and words[0].lower() in names:
            return _outcomes(results)
    return Authentication()


def _outcomes(results: str) -> Authentication:
    """A method that is named several times (two DKIM signatures) passed if one of them did."""
    found: dict[str, str] = {}
    for method, outcome in _METHOD.findall(results):
        name = method.lower()
        if found.get(name) != "pass":
            found[name] = outcome.lower()
    return Authentication(spf=found.get("spf", ""), dkim=found.get("dkim", ""), dmarc=found.get("dmarc", ""))
