"""The daily mail: what came since the last one and was not read on the bell."""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notify.channels.email import proven_email
from notify.models import Delivery, DeliveryState, MailPace, Notification, Rhythm
from notify.unsubscribing import DIGEST, off_address
from notify.wording import address_of, language_of, page_address
from owners.models import User
from owners.viewers import viewer_for_user
from portal import mailwire
from portal.worktime import now

LISTED = 40


def users_due(limit: int = 1000) -> list[int]:
    """Ids of those whose daily mail is due."""
    due = Delivery.objects.filter(state=DeliveryState.DIGEST, due_at__lte=now())
    return list(due.order_by().values_list("user_id", flat=True).distinct()[:limit])


@transaction.atomic
def send_digest(user_id: int) -> None:
    """One mail with everything that waits for it and is still unread; none if nothing is left.

    The rows are locked and marked in the transaction that stores the mail, so a second run finds none.
    """
    waiting = Delivery.objects.select_for_update().filter(user=user_id, state=DeliveryState.DIGEST)
    ids = dict(waiting.values_list("notification_id", "pk"))
    user = User.objects.filter(pk=user_id).first()
    if not ids or user is None:
        return
    rows = _still_unread(user, list(ids)) if _wants_mail(user) else []
    _mark(list(ids.values()), DeliveryState.SKIPPED, "read already, or not wanted any more")
    if rows:
        _mark([ids[row.pk] for row in rows], DeliveryState.SENT, "")
        _mail(user, rows)


def _wants_mail(user: User) -> bool:
    off = Rhythm.objects.filter(user=user, mail=MailPace.OFF).exists()
    return user.is_active and not off and bool(proven_email(user))


def _still_unread(user: User, ids: list[int]) -> list[Notification]:
    """Through the one door: what the person may still see now, newest first. Off the bell nothing counts as read."""
    mine = Notification.objects.visible_to(viewer_for_user(user, second_factor=True)).filter(pk__in=ids)
    unread = set(mine.unread().values_list("pk", flat=True))
    rows = list(mine.order_by("-number"))
    for row in rows:
        row.user = user
    return [row for row in rows if row.pk in unread or not row.on_bell]


def _mark(ids: list[int], state: DeliveryState, problem: str) -> None:
    sent_at = now() if state == DeliveryState.SENT else None
    Delivery.objects.filter(pk__in=ids).update(state=state, problem=problem, sent_at=sent_at)


def _mail(user: User, rows: list[Notification]) -> None:
    off = off_address(user, kind=DIGEST, channel="email")
    with translation.override(language_of(user)):
        subject = ngettext("%(count)d new thing for you", "%(count)d new things for you", len(rows))
        context = {
            "entries": [(row, address_of(row)) for row in rows[:LISTED]],
            "more": max(0, len(rows) - LISTED),
            "name": user.display_name,
            "all": page_address("/notifications/", user),
            "preferences": page_address("/me/notifications/", user),
            "off": off,
        }
        mailwire.send(
            to=proven_email(user),
            subject=_("Linli: %(news)s") % {"news": subject % {"count": len(rows)}},
            text=render_to_string("notify/mail/digest.txt", context),
            html=render_to_string("notify/mail/digest.html", context),
            auto=True,
            unsubscribe_url=off,
        )
