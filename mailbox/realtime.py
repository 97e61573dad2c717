"""Who may listen, and who may fetch; where a number leads. The tracking token is its own proof: whoever names it
has the link."""

from django.urls import reverse

from mailbox.models import Conversation
from mailbox.permissions import can_fetch_file
from owners.viewers import Viewer
from portal import numbers, realtime, uploads


def may_join(viewer: Viewer, token: str) -> bool:
    return Conversation.objects.filter(token=token).exists()


realtime.register_group("conversation", may_join)
uploads.register_scope("mailbox.message", can_fetch_file)
numbers.register_page(lambda number: reverse("mailbox:mine-one", args=[number]))
