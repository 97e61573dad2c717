from email import policy as policies
from email.message import EmailMessage as WireMessage
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import F
from django.tasks import task

from portal.jobs import retried
from portal.mailwire.models import OutgoingMail, OutgoingState
from portal.worktime import now

ATTEMPTS = 5


@retried(attempts=ATTEMPTS)
@task(queue_name="mail")
def send_outgoing(mail_id: int) -> None:
    """Sends one stored mail. Sent ones are passed over, so a second run sends nothing twice.

    A refused recipient is final; any other failure is raised for the next attempt, the last one marks
    the mail as failed.
    """
    OutgoingMail.objects.filter(pk=mail_id).update(attempts=F("attempts") + 1)
    mail = OutgoingMail.objects.filter(pk=mail_id, state=OutgoingState.QUEUED).first()
    if mail is None:
        return
    try:
        as_message(mail).send(using="default")
    except SMTPRecipientsRefused as refusal:
        _finish(mail, OutgoingState.BOUNCED, problem=str(refusal))
    except Exception as failure:
        if mail.attempts >= ATTEMPTS:
            _finish(mail, OutgoingState.FAILED, problem=str(failure))
        raise
    else:
        _finish(mail, OutgoingState.SENT)


class ThreadedMessage(EmailMultiAlternatives):
    """Keeps a Message-ID on the line of its name: some programs lose one that is folded."""

    def message(self, *, policy: Any = policies.default) -> WireMessage:
        return super().message(policy=policy.clone(max_line_length=240))


def as_message(mail: OutgoingMail) -> ThreadedMessage:
    """The mail as Django sends it, threaded, and marked so that robots leave it alone."""
    headers = {
        "Message-ID": mail.message_id,
        "X-Linli-Loop": mail.from_address,
        "X-Auto-Response-Suppress": "All",
    }
    if mail.auto:
        headers["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe_url:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if mail.in_reply_to:
        headers["In-Reply-To"] = mail.in_reply_to
        headers["References"] = mail.in_reply_to
    name = mail.from_name.replace('"', "'")
    message = ThreadedMessage(
        subject=mail.subject,
        body=mail.text,
        from_email=f'"{name}" <{mail.from_address}>' if name else mail.from_address,
        to=[mail.to.open()],
        reply_to=[mail.from_address],
        headers=headers,
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _finish(mail: OutgoingMail, state: OutgoingState, *, problem: str = "") -> None:
    mail.state, mail.problem = state, problem[:200]
    mail.sent_at = now() if state == OutgoingState.SENT else None
    mail.save(update_fields=["state", "problem", "sent_at"])
