from mailbox.models import Channel, Companion, Conversation, Direction, Message, Progress
from owners.viewers import Viewer


def can_read(viewer: Viewer, conversation: Conversation) -> bool:
    """The customer's own account, and staff of the estate."""
    return viewer.can_see(conversation.audience) or is_customer(viewer, conversation)


def is_customer(viewer: Viewer, conversation: Conversation) -> bool:
    """The account that brought it, or another one of the same home."""
    if viewer.user is None:
        return False
    shares = Companion.objects.filter(conversation=conversation, user=viewer.user)
    return viewer.user.pk == conversation.user_id or shares.exists()


def can_judge_end(conversation: Conversation) -> bool:
    """Once it is said to be settled, whether it is: says a home that stands behind a matter, and an author whose
    matter left the forum; the others say it there."""
    return (
        bool(conversation.stands_behind or conversation.went_private_at)
        and conversation.channel == Channel.FORUM
        and conversation.progress_state in {Progress.CLOSED, Progress.FOLLOWED_UP}
        and conversation.withdrawn_at is None
        and conversation.end_confirmed_at is None
    )


def can_fetch_file(viewer: Viewer, ref: str) -> bool:
    """Files of a message: staff of the estate see all, the customer those of the open conversation."""
    message = Message.objects.select_related("conversation").filter(pk=ref).first() if ref.isdigit() else None
    if message is None:
        return False
    if viewer.can_see(message.conversation.audience):
        return True
    if message.direction == Direction.STAFF_ONLY:
        return False
    if is_customer(viewer, message.conversation):
        return True
    repeats = Message.objects.filter(original=message)
    return Conversation.objects.mine(viewer).filter(pk__in=repeats.values("conversation")).exists()
