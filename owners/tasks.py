from datetime import time, timedelta

from django.contrib.sessions.models import Session
from django.tasks import task

from owners.actions.claims import remove_old_evidence
from owners.actions.residencies import end_past_residencies
from owners.models import SmsMessage, SmsState, TaskLink
from owners.sms import HttpGateway
from portal import jobs
from portal.worktime import now

# Text messages and used-up links are kept for as long as somebody may ask what happened.
_KEPT = timedelta(days=180)


@jobs.retried(attempts=4)
@task(queue_name="default")
def deliver_sms(message_id: int) -> None:
    """Hands one waiting message to the gateway; a message that was sent is passed over."""
    message = SmsMessage.objects.filter(pk=message_id).exclude(state=SmsState.SENT).first()
    if message is not None:
        HttpGateway().deliver(message)


@jobs.periodic("owners.end_residencies", every=timedelta(minutes=1))
def end_residencies() -> None:
    """At midnight, and whenever a register ended something: sockets, households, the club hear of it."""
    end_past_residencies()


@jobs.periodic("owners.remove_old_evidence", every=timedelta(hours=1))
def remove_evidence() -> None:
    """Documents for a verification are kept for 30 days at most, decided or not."""
    remove_old_evidence()


@jobs.periodic("owners.tidy", daily_at=time(4, 20))
def tidy() -> None:
    """Forgets what is over: ended sessions, texts that never left, old messages and links."""
    Session.objects.filter(expire_date__lt=now()).delete()
    SmsMessage.objects.filter(state=SmsState.FAILED, created_at__lt=now() - timedelta(days=1)).update(text="")
    SmsMessage.objects.filter(created_at__lt=now() - _KEPT).delete()
    TaskLink.objects.filter(expires_at__lt=now() - _KEPT).delete()
