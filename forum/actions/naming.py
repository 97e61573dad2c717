"""Whether the company may know who asked anonymously: the author's own word, and nobody else's."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.locking import lock_topic
from forum.errors import NotAllowed
from forum.models import Topic
from forum.permissions import can_name_to_company
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import AuthorNamed


@transaction.atomic
def name_to_company(*, viewer: Viewer, topic: Topic, named: bool) -> Topic:
    """Lets whoever handles the topic for the company know its author, in a case that it has become too; `named=False`
    takes that back. Twice is once.

    Raises NotAllowed: not one's own, not anonymous, or a case knows it already, which can't be undone.
    """
    topic = lock_topic(topic)
    is_own = topic.is_anonymous and viewer.user is not None and topic.author_id == viewer.user.pk
    if is_own and topic.named_to_company == named:
        return topic
    if not can_name_to_company(viewer, topic):
        raise NotAllowed(_("The company knows it in its case already; that can't be undone."))
    topic.named_to_company = named
    topic.save(update_fields=["named_to_company"])
    what = "named" if named else "unnamed"
    audit.record(
        actor=viewer.pseudonym, action=f"forum.topic.{what}", subject=f"topic:{topic.pk}", estate_id=topic.estate_id
    )
    if named:
        outbox.record(AuthorNamed(topic_id=topic.pk), key=f"topic:{topic.pk}")
    return topic
