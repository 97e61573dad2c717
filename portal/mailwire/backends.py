from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from portal.mailwire.models import OutgoingMail, OutgoingState
from portal.mailwire.tokens import new_message_id
from portal.worktime import now


class DemoInboxBackend(BaseEmailBackend):
    """Sends nothing over any wire: mail counts as sent and stays to be read as OutgoingMail.

    Mail that did not come from `mailwire.send` (sign-in codes of the accounts) gets its row here.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # refuses what a real server would refuse
            if "Message-ID" not in message.extra_headers:
                self._keep(message)
        return len(email_messages)

    def _keep(self, message: EmailMessage) -> None:
        sender = message.from_email.rpartition("<")[2].rstrip(">")
        alternatives = getattr(message, "alternatives", [])
        html = next((str(part.content) for part in alternatives if part.mimetype == "text/html"), "")
        for recipient in message.recipients():
            OutgoingMail.objects.create(
                message_id=new_message_id(kind="mail", ref="", host=sender.rpartition("@")[2]),
                to=recipient,
                from_address=sender,
                subject=str(message.subject)[:300],
                text=str(message.body),
                html=html,
                auto=True,
                state=OutgoingState.SENT,
                sent_at=now(),
            )
