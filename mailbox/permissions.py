from mailbox.models import Conversation, Direction, Message
from owners.viewers import Viewer


def can_read(viewer: Viewer, conversation: Conversation) -> bool:
    """The customer's own account, and staff of the estate."""
    return viewer.can_see(conversation.audience) or is_customer(viewer, conversation)


def is_customer(viewer: Viewer, conversation: Conversation) -> bool:
    return viewer.user is not None and viewer.user.pk == conversation.user_id


def can_fetch_file(viewer: Viewer, ref: str) -> bool:
    """Files of a message: staff of the estate see all, the customer those of the open conversation."""
    message = Message.objects.select_related("conversation").filter(pk=ref).first() if ref.isdigit() else None
    if message is None:
        return False
    if viewer.can_see(message.conversation.audience):
        return True
    return message.direction != Direction.STAFF_ONLY and is_customer(viewer, message.conversation)
