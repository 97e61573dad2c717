"""By text message, to a confirmed number."""

from collections.abc import Sequence
from datetime import timedelta

from django.template.loader import render_to_string

from notify.channels.base import TryLater, Unreachable
from notify.models import Delivery
from notify.wording import address_of
from owners import sms
from owners.models import User
from portal.worktime import now


def proven_phone(user: User) -> str:
    return user.phone.open() if user.phone_verified_at else ""


class BySms:
    keeps_quiet = True
    hands_over = True

    def reachable(self, users: Sequence[User]) -> set[int]:
        return {user.pk for user in users if proven_phone(user)}

    def deliver(self, delivery: Delivery) -> None:
        notification = delivery.notification
        phone = proven_phone(notification.user)
        if not phone:
            raise Unreachable("no confirmed number")
        title, address = notification.outside_title, address_of(notification)
        words = render_to_string("notify/sms/notification.txt", {"title": title, "address": address})
        try:
            sms.send(
                phone,
                words.strip(),
                template="notice",
                params={"title": title, "url": address},
                estate=sms.estate_of(notification.user),
            )
        except sms.DailyCeilingReached:
            raise TryLater("daily ceiling of text messages", at=now() + timedelta(hours=6)) from None


BY_SMS = BySms()
