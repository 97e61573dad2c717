from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from mailbox.models import Conversation, Delivery, Mailbox, Message
    from owners.models import User
    from owners.viewers import Viewer
else:
    Conversation = Delivery = Mailbox = Message = models.Model


class MailboxQuerySet(models.QuerySet["Mailbox"]):
    def in_use(self) -> Self:
        return self.filter(active=True)

    def fetched_by_imap(self) -> Self:
        return self.in_use().exclude(imap_host="").exclude(imap_secret_sealed="")


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, viewer: "Viewer") -> Self:
        """Of one's own and, for staff, of one's estates. A tracking link opens by its token, not here."""
        visible = Q(audience__in=viewer.keys)
        if viewer.user is not None:
            visible |= _of(viewer.user)
        return self.filter(visible)

    def mine(self, viewer: "Viewer") -> Self:
        """The account's own, and those of its home."""
        return self.filter(_of(viewer.user)) if viewer.user is not None else self.none()

    def newest(self, *, before: int | None = None) -> Self:
        rows = self.order_by("-id")
        return rows.filter(id__lt=before) if before else rows


def _of(user: "User") -> Q:
    from mailbox.models import Companion

    return Q(user=user) | Q(pk__in=Companion.objects.filter(user=user).values("conversation"))


class MessageQuerySet(models.QuerySet["Message"]):
    def for_customer(self) -> Self:
        return self.exclude(direction="staff_only")


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def visible_to(self, viewer: "Viewer") -> Self:
        return self.filter(audience__in=viewer.keys)
