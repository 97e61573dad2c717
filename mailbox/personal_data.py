"""How a contact of a conversation is found by its name in the audit trail, to be revealed for a reason."""

from mailbox.models import Conversation
from owners.personal import register_subjects
from owners.personal.subjects import Subject
from owners.viewers import Viewer


def _contact(viewer: Viewer, ref: str) -> Subject | None:
    if not ref.isdecimal():
        return None
    conversation = Conversation.objects.visible_to(viewer).select_related("contact").filter(contact_id=int(ref)).first()
    return Subject(conversation.contact, frozenset({conversation.estate_id})) if conversation else None


register_subjects("contact", _contact)
