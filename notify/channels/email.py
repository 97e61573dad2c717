"""By e-mail, to an address that the person has shown to be theirs."""

from collections.abc import Sequence

from allauth.account.models import EmailAddress
from django.template.loader import render_to_string

from notify.channels.base import Unreachable
from notify.models import Delivery
from notify.unsubscribing import off_address
from notify.wording import address_of, page_address
from owners.models import User
from portal import mailwire


def proven_email(user: User) -> str:
    """The address that the person has shown to be theirs, or an empty string."""
    proven = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
    return proven.email if proven else ""


class ByEmail:
    keeps_quiet = False
    hands_over = True

    def reachable(self, users: Sequence[User]) -> set[int]:
        return set(EmailAddress.objects.filter(user__in=users, verified=True).values_list("user_id", flat=True))

    def deliver(self, delivery: Delivery) -> None:
        notification = delivery.notification
        address = proven_email(notification.user)
        if not address:
            raise Unreachable("no confirmed address")
        off = off_address(notification.user, kind=notification.kind, channel="email")
        context = {
            "notification": notification,
            "address": address_of(notification),
            "preferences": page_address("/me/notifications/", notification.user),
            "off": off,
        }
        mailwire.send(
            to=address,
            subject=notification.title,
            text=render_to_string("notify/mail/notification.txt", context),
            html=render_to_string("notify/mail/notification.html", context),
            auto=True,
            unsubscribe_url=off,
        )


BY_EMAIL = ByEmail()
