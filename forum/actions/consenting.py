"""Going on in private: asked by staff, decided by the author alone."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from forum.actions.keeping import in_house_language
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.actions.watching import close_watch
from forum.errors import NotAllowed, ReasonMissing
from forum.models import OfferState, Privacy, PrivateOffer, Topic, Visibility, Watch, WatchState
from forum.permissions import can_offer_privacy
from owners.viewers import Viewer
from portal import audit, outbox
from portal.domain_events import PrivacyAnswered, PrivacyAsked
from portal.worktime import now

_WENT_PRIVATE = gettext_noop("Goes on in private, as the author agreed.")


@transaction.atomic
def offer_privacy(*, viewer: Viewer, topic: Topic, note: str) -> PrivateOffer:
    """Asks the author whether the matter may go on in private, and says why. Nobody else sees that it was asked.

    Raises NotAllowed (not one's topic, nobody to ask, private already, or asked and not answered), ReasonMissing.
    """
    topic = lock_topic(topic)
    if not can_offer_privacy(viewer, topic):
        raise NotAllowed
    if (
        topic.author is None
        or not topic.author.is_active
        or topic.is_anonymous
        or topic.visibility != Visibility.VISIBLE
    ):
        raise NotAllowed(_("There is nobody who could agree to it."))
    if topic.privacy in {Privacy.ASKED, Privacy.PRIVATE}:
        raise NotAllowed(_("The author has been asked already."))
    if not note.strip():
        raise ReasonMissing
    offer = PrivateOffer.objects.create(topic=topic, by=viewer.user, note=note.strip()[:300], asked_at=now())
    _set(topic, Privacy.ASKED)
    outbox.record(PrivacyAsked(offer_id=offer.pk), key=f"topic:{topic.pk}")
    _audit(viewer, topic, "asked")
    return offer


@transaction.atomic
def answer_privacy(*, viewer: Viewer, topic: Topic, agrees: bool) -> PrivateOffer:
    """The author's word. With a yes the topic says that the matter goes on in private, and under which number; with
    a no everything stays as it is. Raises NotAllowed for anybody else, and where nothing was asked."""
    topic = lock_topic(topic)
    offer = PrivateOffer.objects.filter(topic=topic, state=OfferState.OPEN).first()
    if offer is None or viewer.user is None or topic.author_id != viewer.user.pk:
        raise NotAllowed(_("There is nothing to decide here now."))
    offer.state, offer.answered_at = (OfferState.AGREED if agrees else OfferState.DECLINED), now()
    offer.save(update_fields=["state", "answered_at"])
    if agrees:
        _go_private(topic, offer, viewer)
    else:
        _set(topic, Privacy.DECLINED)
    outbox.record(PrivacyAnswered(offer_id=offer.pk, topic_id=topic.pk), key=f"topic:{topic.pk}")
    _audit(viewer, topic, str(offer.state))
    return offer


def _go_private(topic: Topic, offer: PrivateOffer, viewer: Viewer) -> None:
    """The number stays in sight; how it goes on is the author's from now on."""
    topic.progress_state, topic.progress_who, topic.progress_promise_at = "", "", None
    topic.end_confirmed_at, topic.awaits_answer = None, False
    topic.save(
        update_fields=["progress_state", "progress_who", "progress_promise_at", "end_confirmed_at", "awaits_answer"]
    )
    watch = Watch.objects.select_for_update(of=("self",)).select_related("topic").filter(topic=topic).first()
    if watch is not None and watch.is_open:
        watch.state, watch.dismissed_reason = WatchState.DISMISSED, in_house_language(_WENT_PRIVATE)
        close_watch(viewer, watch)
    _set(topic, Privacy.PRIVATE)


def _set(topic: Topic, privacy: Privacy) -> None:
    topic.privacy = privacy
    topic.save(update_fields=["privacy"])
    tell_change(topic)


def _audit(viewer: Viewer, topic: Topic, what: str) -> None:
    audit.record(
        actor=viewer.pseudonym, action=f"forum.private.{what}", subject=f"topic:{topic.pk}", estate_id=topic.estate_id
    )
