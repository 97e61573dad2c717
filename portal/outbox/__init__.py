"""The transactional outbox: how a floor tells the floors above.

    outbox.record(ConversationOpened(conversation_id=12), key="conversation:12")

writes the event in the caller's transaction, with one delivery row per subscriber. The worker
delivers at least once; subscribers are idempotent and isolated from each other. A subscriber that
asks for order gets the events of one key in the order of their recording; a dead letter parks that
key for that subscriber alone.
"""

from portal.outbox.recording import record
from portal.outbox.subscribers import Subscriber, subscriber, subscribers_of

__all__ = ["Subscriber", "record", "subscriber", "subscribers_of"]
