"""Corrections to what the company has said under its seal."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum import wording
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.approval import refuse_without_approval
from forum.errors import NotAllowed
from forum.models import Correction, OfficialAnswer, Post
from forum.permissions import APPROVERS, can_answer_officially
from owners.viewers import Viewer
from portal import audit
from portal.worktime import now


@transaction.atomic
def correct_answer(*, viewer: Viewer, answer: OfficialAnswer, html: str) -> Correction:
    """Adds a correction under a sealed answer, with date and name. The answer itself is never changed.

    Raises NotAllowed, NeedsApproval as for an answer, TextRefused.
    """
    topic = lock_topic(answer.topic)
    if viewer.user is None or not can_answer_officially(viewer, topic):
        raise NotAllowed(_("Only the spokesperson of this estate corrects an official answer."))
    if not viewer.has_role(*APPROVERS, estate_id=topic.estate_id):
        refuse_without_approval(topic, html)
    words, moment = wording.read(html), now()
    correction = Correction.objects.create(
        answer=answer, html=words.html, who=viewer.user.get_full_name(), by=viewer.user, at=moment
    )
    OfficialAnswer.objects.filter(pk=answer.pk).update(corrected_at=moment)
    # The post reads differently from now on, wherever it is kept ready.
    Post.objects.filter(pk=answer.post_id).update(edited_at=moment)
    audit.record(
        actor=viewer.pseudonym,
        action="forum.official.corrected",
        subject=f"post:{answer.post_id}",
        estate_id=topic.estate_id,
    )
    tell_change(topic, post=answer.post)
    return correction
