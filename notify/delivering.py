"""Putting one notification into words on a channel and handing it over, once."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from notify.addresses import in_language
from notify.models import Notification
from owners import sms
from owners.models import User
from portal import mailwire
from portal.worktime import now


def language_of(user: User) -> str:
    return user.language or settings.LANGUAGE_CODE


def address_of(notification: Notification, language: str) -> str:
    """The full address of what it is about, in the reader's language."""
    return f"{settings.CANONICAL_URL}{in_language(notification.url, language)}"


def proven_email(user: User) -> str:
    """The address that the person has shown to be theirs, or an empty string."""
    proven = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary").first()
    return proven.email if proven else ""


def proven_phone(user: User) -> str:
    return user.phone.open() if user.phone_verified_at else ""


@transaction.atomic
def email_notification(notification: Notification) -> None:
    """Stores the mail and marks the notification in one transaction; without a proven address nothing."""
    address = proven_email(notification.user)
    taken = Notification.objects.filter(pk=notification.pk, emailed_at__isnull=True).update(emailed_at=now())
    if not taken or not address:
        return
    language = language_of(notification.user)
    with translation.override(language):
        context = {
            "notification": notification,
            "address": address_of(notification, language),
            "preferences": f"{settings.CANONICAL_URL}{in_language('/me/notifications/', language)}",
        }
        mailwire.send(
            to=address,
            subject=notification.title,
            text=render_to_string("notify/mail/notification.txt", context),
            auto=True,
        )


@transaction.atomic
def text_notification(notification: Notification) -> None:
    phone = proven_phone(notification.user)
    taken = Notification.objects.filter(pk=notification.pk, texted_at__isnull=True).update(texted_at=now())
    if not taken or not phone:
        return
    language = language_of(notification.user)
    with translation.override(language):
        words = render_to_string(
            "notify/sms/notification.txt",
            {"notification": notification, "address": address_of(notification, language)},
        )
    sms.send(phone, words.strip())
