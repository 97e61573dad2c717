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
    rows = _still_unread(user, list(ids)) if _wants_mail(user) else {}
    _mark(list(ids.values()), DeliveryState.SKIPPED, "read already, or not wanted any more")
    if rows:
        _mark([ids[pk] for pk in rows], DeliveryState.SENT, "")
        _mail(user, sorted({row.pk: row for row in rows.values()}.values(), key=lambda row: -row.number))


def _wants_mail(user: User) -> bool:
    off = Rhythm.objects.filter(user=user, mail=MailPace.OFF).exists()
    return user.is_active and not off and bool(proven_email(user))


def _still_unread(user: User, ids: list[int]) -> dict[int, Notification]:
    """Through the one door: what the person may still see now, by what waited for it. Where newer ones of its
    bundle came, the one that stands for all. Off the bell only a visit counts as reading."""
    mine = Notification.objects.visible_to(viewer_for_user(user, second_factor=True))
    waiting = list(mine.filter(pk__in=ids))
    unread = {row.pk: row for row in mine.unread().filter(pk__in=ids)}
    folded = {row.bundle for row in waiting if row.folded}
    heads = {row.bundle: row for row in mine.unread().filter(bundle__in=folded)} if folded else {}
    shown: dict[int, Notification] = {}
    for row in waiting:
        found = unread.get(row.pk) or (heads.get(row.bundle) if row.folded else None)
        if found is None and not row.on_bell and not row.visited:
            found = row
        if found is not None:
            found.user = user
            shown[row.pk] = found
    return shown


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
