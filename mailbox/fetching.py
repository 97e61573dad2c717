"""From the mail servers into the mailboxes."""

import logging
from imaplib import IMAP4

from imap_tools import ImapToolsError

from mailbox.intake import account_of, process_waiting
from mailbox.models import Mailbox
from portal.mailwire.imap import ImapAccount, fetch_unseen
from portal.worktime import now

logger = logging.getLogger(__name__)


def fetch_all() -> int:
    """Fetches and settles the mail of every mailbox in use; one that fails doesn't stop the others.

    Returns how many mails were settled. What an earlier run stored and did not settle is settled too.
    """
    for mailbox in Mailbox.objects.fetched_by_imap():
        fetch_one(mailbox)
    return sum(process_waiting(mailbox) for mailbox in Mailbox.objects.select_related("estate"))


def fetch_one(mailbox: Mailbox) -> int:
    """Stores the unseen mail of one mailbox. A problem is kept on the mailbox for whoever looks after it."""
    problem, count = "", 0
    try:
        count = fetch_unseen(_imap_account(mailbox))
    except (OSError, IMAP4.error, ImapToolsError) as failure:
        problem = str(failure)[:200] or type(failure).__name__
        logger.warning("mailbox %s could not be fetched: %s", mailbox.slug, problem)
    Mailbox.objects.filter(pk=mailbox.pk).update(fetched_at=now(), fetch_problem=problem)
    return count


def _imap_account(mailbox: Mailbox) -> ImapAccount:
    return ImapAccount(
        key=account_of(mailbox),
        host=mailbox.imap_host,
        port=mailbox.imap_port,
        user=mailbox.imap_user,
        secret=mailbox.imap_secret,
        security=mailbox.imap_security,
    )
