from django.utils.translation import gettext_noop

from club.actions import award
from owners.models import User
from portal import outbox
from portal.domain_events import PostFoundHelpful


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
