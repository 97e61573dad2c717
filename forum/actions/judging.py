"""The author's word on the end of their matter."""

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.errors import NotAllowed, TextRefused
from forum.models import Topic, Verdict
from forum.permissions import can_judge_end
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import EndJudged
from portal.worktime import now


@transaction.atomic
def judge_end(*, viewer: Viewer, topic: Topic, settled: bool, said: str = "") -> Verdict:
    """The author confirms that the matter is settled, or says why it isn't: then the case desk takes it up again.

    Raises NotAllowed (not the author, or nothing has ended), TextRefused (disputed without a reason).
    """
    topic = lock_topic(topic)
    if not can_judge_end(viewer, topic):
        raise NotAllowed(_("There is nothing to confirm here now."))
    said = said.strip()[:500]
    if not settled and not said:
        raise TextRefused(_("Please say what is not settled yet."), field="said")
    moment = now()
    verdict = Verdict.objects.create(topic=topic, by=viewer.user, settled=settled, said=said, at=moment)
    topic.end_confirmed_at = moment if settled else None
    topic.save(update_fields=["end_confirmed_at"])
    outbox.record(EndJudged(verdict_id=verdict.pk, topic_id=topic.pk), key=f"topic:{topic.pk}")
    audit.record(
        actor=viewer.pseudonym,
        action="forum.end.confirmed" if settled else "forum.end.disputed",
        subject=f"topic:{topic.pk}",
        estate_id=topic.estate_id,
    )
    tell_change(topic)
    return verdict


@transaction.atomic
def hear_verdict(*, verdict_id: int) -> Verdict | None:
    """The verdict, once: for whoever acts on it. None if it was heard before, or is gone."""
    heard = Verdict.objects.filter(pk=verdict_id, heard_at__isnull=True).update(heard_at=now())
    return Verdict.objects.select_related("topic", "by").get(pk=verdict_id) if heard else None
