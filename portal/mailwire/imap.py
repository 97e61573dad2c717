"""Fetching mail over IMAP: stored and committed first, flagged \\Seen afterwards.

Whoever dies in between fetches the mail again and finds it stored under its source
(`imap:<account>:<uidvalidity>:<uid>`). Nothing is deleted on the server.
"""

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from imaplib import IMAP4

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from portal.mailreader.mime import MAX_BYTES
from portal.mailwire import raw_mail

logger = logging.getLogger(__name__)

TIMEOUT = 30  # seconds for one answer of the server
_CLASSES = {"ssl": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
# 163, 126 and 188 refuse every client that does not say who it is ("Unsafe Login").
_ID = '("name" "linli" "version" "1" "vendor" "linli")'


@dataclass(frozen=True, slots=True)
class ImapAccount:
    """Where a mailbox's mail lies. `key` names the account in sources; `security` ssl, starttls or none."""

    key: str
    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    security: str = "ssl"
    folder: str = "INBOX"


def fetch_unseen(account: ImapAccount) -> int:
    """Stores every unseen mail of the account and marks it seen. Returns how many were stored.

    Raises OSError or IMAP4.error where the server can't be reached or refuses.
    """
    count = 0
    with _signed_in(account) as box:
        validity = box.folder.status(account.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
        for uid in box.uids("UNSEEN"):
            source = f"imap:{account.key}:{validity}:{uid}"
            if not raw_mail.is_kept(source):
                raw_mail.keep(_read(box.client, uid), source=source, account=account.key)
                count += 1
            box.client.uid("STORE", uid, "+FLAGS", "(\\Seen)")
    return count


@contextmanager
def _signed_in(account: ImapAccount) -> Iterator[BaseMailBox]:
    box = _CLASSES[account.security](account.host, port=account.port, timeout=TIMEOUT)
    try:
        box.login(account.user, account.secret, initial_folder=None)
        _introduce(box.client)
        box.folder.set(account.folder)
        yield box
    finally:
        try:
            box.logout()
        except (OSError, IMAP4.error):
            logger.debug("imap: %s hung up before logout", account.key)


def _introduce(client: IMAP4) -> None:
    """The ID command of RFC 2971, right after signing in; a server that doesn't know it says so."""
    imaplib.Commands.setdefault("ID", ("NONAUTH", "AUTH", "SELECTED"))
    try:
        client.xatom("ID", _ID)
    except IMAP4.error:
        logger.info("imap: the server does not know ID")


def _read(client: IMAP4, uid: str) -> bytes:
    """One mail, without marking it, at most a byte over what the parser reads."""
    status, data = client.uid("FETCH", uid, f"(BODY.PEEK[]<0.{MAX_BYTES + 1}>)")
    for piece in data or []:
        if isinstance(piece, tuple) and re.search(rb"BODY\[\]", piece[0]):
            return bytes(piece[1])
    raise IMAP4.error(f"mail {uid} could not be read: {status}")
