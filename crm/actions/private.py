"""A matter from the forum goes on in private, with its author's consent and under the number it has."""

from django.db import transaction
from django.utils.translation import gettext as _

from crm.actions.cases import NotYours, case_of_topic, conversation_of_topic, lock, open_case
from crm.actions.entries import push_progress, write_step
from crm.models import Case, CaseKind, Step
from forum import actions as forum_actions
from forum.models import OfferState, PrivateOffer, Topic
from mailbox import actions as mailbox_actions
from owners.viewers import Viewer, viewer_for_user
from portal import audit
from portal.errors import Refused


@transaction.atomic
def offer_privacy(*, viewer: Viewer, topic: Topic, note: str) -> PrivateOffer:
    """Asks the author whether the matter may go on in private. Raises Refused where it isn't theirs alone."""
    if not (topic.estate_id or topic.board.estate_id):
        raise NotYours(_("This topic belongs to no estate."))
    found = case_of_topic(topic)
    if found is not None and found.topic_public_id != topic.public_id:
        raise Refused(_("This topic belongs to somebody else’s matter (%(number)s).") % {"number": found.number})
    return forum_actions.offer_privacy(viewer=viewer, topic=topic, note=note)


@transaction.atomic
def go_private(*, offer_id: int) -> Case | None:
    """Does what the author agreed to: a case if there is none yet, and from now on nothing of it in public. Once."""
    offer = PrivateOffer.objects.select_related("by").get(pk=offer_id)
    if offer.state != OfferState.AGREED:
        return None
    topics = Topic.objects.select_for_update(of=("self",)).select_related("board__estate", "estate", "author")
    topic = topics.get(pk=offer.topic_id)
    found = case_of_topic(topic) or _open(topic, offer)
    case = lock(found.pk)
    if case.is_private:
        return case
    case.is_private = True
    case.save(update_fields=["is_private"])
    mailbox_actions.go_private(conversation=case.conversation)
    write_step(case, Step.WENT_PRIVATE)
    push_progress(case)
    audit.record(actor="system", action="case.went_private", subject=f"case:{case.number}", estate_id=case.estate_id)
    return case


def _open(topic: Topic, offer: PrivateOffer) -> Case:
    estate = topic.estate or topic.board.estate
    assert estate is not None, "offered only where a topic belongs to an estate"
    conversation = conversation_of_topic(viewer_for_user(offer.by), topic, estate, CaseKind.COMPLAINT)
    case = open_case(conversation_id=conversation.pk)
    case.topic_public_id = topic.public_id
    case.save(update_fields=["topic_public_id"])
    return case
