"""E-mail and text messages: after commit, in the background, tried again when a gateway fails."""

from django.tasks import task

from notify.delivering import email_notification, text_notification
from notify.models import Notification
from portal import jobs


@jobs.retried(attempts=5)
@task(queue_name="mail")
def deliver_elsewhere(notification_ids: list[int]) -> None:
    """Each message leaves once, however often this runs: the mark is set with the hand-over."""
    waiting = Notification.objects.filter(pk__in=notification_ids).select_related("user")
    for notification in waiting:
        if notification.wants_email and notification.emailed_at is None:
            email_notification(notification)
        if notification.wants_sms and notification.texted_at is None:
            text_notification(notification)
