"""Posts about something else get a topic of their own. Where they stood leads to them for ever."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from forum.actions.carrying import carry_followers, carry_marks, carry_posts, in_time, recount
from forum.actions.keeping import lock_to_keep, required, write_record
from forum.actions.telling import tell_change
from forum.actions.watching import by_company, call_company
from forum.actions.writing import checked_title
from forum.errors import SplitRefused
from forum.indexing import index_topic
from forum.models import ModerationAct, Post, Reaction, Topic, Visibility, WatchReason
from owners.viewers import Viewer
from portal import outbox, realtime, richtext
from portal.domain_events import TopicSplit


@transaction.atomic
def split_topic(*, viewer: Viewer, topic: Topic, numbers: Collection[int], title: str, reason: str) -> Topic:
    """A new topic of the posts with these numbers, on the same board, for the same people, at the same pace.

    The first of them asks. The question and official answers stay where they are. Raises NotAllowed, ReasonMissing,
    TextRefused (the title), SplitRefused.
    """
    topic = lock_to_keep(viewer, topic)
    reason, title = required(reason), checked_title(title)
    posts = [post for post in in_time((topic,)) if post.number in set(numbers)]
    _refuse_unfit(topic, posts)
    first = Post.objects.select_related("author").get(pk=posts[0].pk)
    new = Topic.objects.create(
        board=topic.board,
        estate_id=topic.estate_id,
        audience=topic.audience,
        author=first.author,
        is_anonymous=first.is_anonymous,
        named_to_company=topic.named_to_company and topic.author_id == first.author_id,
        title=title,
        excerpt=richtext.excerpt(first.html, 120),
        started_at=first.written_at,
        last_post_at=first.written_at,
        slow_minutes=topic.pace,
        slow_until=topic.slow_until if topic.pace else None,
    )
    before = [post.number for post in posts]
    changes = {topic.pk: tell_change(topic), new.pk: tell_change(new)}
    topic.changes, new.changes = changes[topic.pk], changes[new.pk]
    carry_posts(posts, into=new, first=1, changes=changes)
    # Thanks for a reply are no "me too" to a question.
    Reaction.objects.filter(post=first).delete()
    Post.objects.filter(pk=first.pk).update(reaction_count=0)
    carry_followers(topic, new)
    carry_marks([(was, post.number) for was, post in zip(before, posts, strict=True)], source=topic, into=new)
    recount(new)
    recount(topic)
    index_topic(new)
    write_record(new, ModerationAct.SPLIT, by=viewer, reason=reason, other=topic, posts=len(posts))
    outbox.record(TopicSplit(topic_id=new.pk, from_id=topic.pk), key=f"topic:{new.pk}")
    if new.board.answer_expected and not by_company(first.author_id):
        call_company(new, WatchReason.EXPECTED)
    realtime.tell(f"board:{new.board.slug}", "topic", {"id": new.public_id})
    return new


def _refuse_unfit(topic: Topic, posts: list[Post]) -> None:
    if topic.visibility != Visibility.VISIBLE:
        raise SplitRefused(_("Only topics that everybody can see are split."))
    if not posts:
        raise SplitRefused(_("Please choose the posts."))
    if posts[0].is_question:
        raise SplitRefused(_("The question stays; please choose from the replies."))
    if posts[0].visibility != Visibility.VISIBLE:
        raise SplitRefused(_("The first of the posts becomes the question, so everybody must be able to see it."))
    if Post.objects.filter(pk__in=[post.pk for post in posts], is_official=True).exists():
        raise SplitRefused(_("An official answer stays with its question."))
