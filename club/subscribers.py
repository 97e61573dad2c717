from django.utils.translation import gettext_noop

from club.actions import award
from club.actions.membership import pause_with_residency
from club.actions.registrations import give_up_seats
from owners.models import User
from owners.querysets import accounts_of
from portal import outbox
from portal.domain_events import PostFoundHelpful, ResidencyEnded


@outbox.subscriber("club.award_helpful_post", PostFoundHelpful)
def award_helpful_post(event: PostFoundHelpful) -> None:
    """Points to the author for each neighbour whom a post helped: once each, capped by the rule."""
    if event.author_id == event.by_user_id:
        return
    author = User.objects.filter(pk=event.author_id, is_active=True).first()
    if author is None:
        return
    award(
        user=author,
        rule="helpful-post",
        source="forum.post",
        source_ref=f"{event.post_id}:{event.by_user_id}",
        cause=gettext_noop("A neighbour found your post helpful"),
    )


@outbox.subscriber("club.residency_ended", ResidencyEnded)
def end_benefits(event: ResidencyEnded) -> None:
    """Card, booked seats and waiting places end with the home that they were for."""
    pause_with_residency(person_id=event.person_id, estate_id=event.estate_id)
    for user in accounts_of(event.person_id):
        give_up_seats(user=user)
