"""What follows from an @: rows that say who is meant, and the word to them once the post can be read."""

from forum.actions.watching import call_company
from forum.mentions import Mentioned
from forum.models import Mention, Post, Topic, WatchReason
from forum.permissions import MODERATORS
from owners.models import StaffRole
from portal import outbox
from portal.domain_events import PersonMentioned


def remember_mentions(post: Post, found: Mentioned) -> list[Mention]:
    """The rows of a post as its text is now; answers those that are new. Inside the caller's transaction."""
    had = {mention.user_id: mention for mention in Mention.objects.filter(post=post)} if post.edited_at else {}
    wanted: dict[int | None, Mention] = {user.pk: Mention(post=post, user=user) for user in found.users}
    if found.company:
        wanted[None] = Mention(post=post, company=True)
    if gone := [mention.pk for key, mention in had.items() if key not in wanted]:
        Mention.objects.filter(pk__in=gone).delete()
    new = [mention for key, mention in wanted.items() if key not in had]
    return Mention.objects.bulk_create(new) if new else []


def tell_mentioned(topic: Topic, post: Post, mentions: list[Mention] | None = None) -> None:
    """Tells those meant in a post that can be read now, and puts the topic before the company if it is meant.

    `topic` is locked. Without `mentions`, all of the post's.
    """
    if "data-mention=" not in post.html:
        return
    for mention in Mention.objects.filter(post=post) if mentions is None else mentions:
        if mention.user_id is not None:
            event = PersonMentioned(topic_id=topic.pk, post_id=post.pk, user_id=mention.user_id)
            outbox.record(event, key=f"topic:{topic.pk}")
        elif not topic.awaits_answer and not _speaks_for_the_company(post):
            call_company(topic, WatchReason.MENTIONED)


def _speaks_for_the_company(post: Post) -> bool:
    """The company doesn't ask itself."""
    return post.is_official or StaffRole.objects.filter(user=post.author_id, role__in=MODERATORS).exists()
