"""Putting a mail on its way: a row now, the wire after commit."""

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

if TYPE_CHECKING:
    from portal.mailwire.models import OutgoingMail


@transaction.atomic
def send(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    from_address: str | None = None,
    from_name: str | None = None,
    reply_kind: str = "",
    reply_ref: str = "",
    in_reply_to: str = "",
    auto: bool = False,
    unsubscribe_url: str = "",
) -> "OutgoingMail":
    """Stores a mail and has a task send it once the caller's transaction has committed.

    `reply_kind` and `reply_ref` (letters, digits, - and _) say where answers belong; both go into the
    Message-ID. `in_reply_to` is the Message-ID that this mail answers. `auto`: no person wrote it.
    `unsubscribe_url` ends this kind of mail by one POST, for the button that mail programs show.
    """
    from portal.mailwire.models import OutgoingMail
    from portal.mailwire.tasks import send_outgoing
    from portal.mailwire.tokens import new_message_id

    sender = from_address or settings.DEFAULT_FROM_EMAIL
    mail = OutgoingMail.objects.create(
        message_id=new_message_id(kind=reply_kind, ref=reply_ref, host=sender.rpartition("@")[2]),
        to=to,
        from_address=sender,
        from_name=_one_line(from_name or "")[:100],
        subject=_one_line(subject)[:300],
        text=text,
        html=html or "",
        reply_kind=reply_kind,
        reply_ref=reply_ref,
        in_reply_to=_one_line(in_reply_to)[:998],
        auto=auto,
        unsubscribe_url=unsubscribe_url,
    )
    send_outgoing.enqueue(mail.pk)
    return mail


def _one_line(text: str) -> str:
    """Header texts come from people: a line break in one would start a header of theirs."""
    return re.sub(r"[\x00-\x1f\x7f]+", " ", text).strip()
