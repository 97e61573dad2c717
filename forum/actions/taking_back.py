"""What an author takes back of their own words, and brings back of what they said before."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

import notify
from forum.actions.drafts import drop_draft
from forum.actions.keeping import in_house_language, lock_post
from forum.actions.locking import lock_topic
from forum.actions.telling import tell_change
from forum.actions.watching import close_watch
from forum.actions.writing import edit_post
from forum.drafting import post_key
from forum.errors import NotAllowed, StandsWithAnswers
from forum.indexing import index_post, index_topic
from forum.models import FlagState, Post, PostRevision, Topic, Visibility, Watch, WatchState
from forum.permissions import can_take_back, has_been_answered
from owners.viewers import VISITOR, Viewer
from portal import audit, realtime, uploads
from portal.worktime import now

# Until then those who keep order can still read it: what was reported is not undone by taking it back.
KEPT_FOR = timedelta(days=30)
_BY_AUTHOR = gettext_noop("The author has taken the question back.")


@transaction.atomic
def take_back_post(*, viewer: Viewer, post: Post) -> Post:
    """Takes one's own words out of sight; their number and a neutral line stay. Lists, search and counts follow.

    Raises NotAllowed, and StandsWithAnswers for a question that others have joined: they would be left
    talking to nobody. The first post takes its topic with it.
    """
    topic = lock_topic(post.topic)
    post = lock_post(topic, post)
    if not can_take_back(viewer, post):
        raise NotAllowed(_("You can't take this post back."))
    if post.is_question and (has_been_answered(topic) or _has_votes(topic)):
        raise StandsWithAnswers(topic.case_number)
    was_counted = post.visibility == Visibility.VISIBLE
    post.visibility, post.taken_back_at = Visibility.TAKEN_BACK, now()
    post.save(update_fields=["visibility", "taken_back_at"])
    if post.is_question:
        _take_back_topic(topic)
    else:
        index_post(post, topic)
        if was_counted:
            _uncount(topic, post)
    notify.forget([f"forum.post:{post.pk}"])
    if viewer.user is not None:
        drop_draft(viewer.user, post_key(post))
    audit.record(
        actor=viewer.pseudonym, action="forum.post.taken_back", subject=f"post:{post.pk}", estate_id=topic.estate_id
    )
    tell_change(topic, post=post)
    return post


def restore_version(*, viewer: Viewer, post: Post, revision: PostRevision) -> Post:
    """Says again what the post said before; what it says now goes into the history. Raises as edit_post does."""
    if revision.post_id != post.pk:
        raise NotAllowed
    return edit_post(viewer=viewer, post=post, html=revision.html, title=revision.title)


def forget_taken_back(*, most: int = 200) -> int:
    """Erases words that were taken back 30 days ago, with their versions and files; says how many.

    What was reported and not decided about stays until it is.
    """
    old = Post.objects.filter(taken_back_at__lt=now() - KEPT_FOR, visibility=Visibility.TAKEN_BACK)
    old = old.exclude(text="", html="").exclude(flags__state=FlagState.OPEN)
    return sum(_erase(post) for post in old.select_related("topic").order_by("taken_back_at")[:most])


@transaction.atomic
def _erase(post: Post) -> bool:
    topic = lock_topic(post.topic)
    post = lock_post(topic, post)
    post.html = post.text = ""
    post.save(update_fields=["html", "text"])
    post.revisions.all().delete()
    uploads.remove(post.upload_scope)
    if post.is_question:
        topic.title = in_house_language(gettext_noop("(Taken back by the author)"))
        topic.save(update_fields=["title"])
    return True


def _take_back_topic(topic: Topic) -> None:
    topic.visibility, topic.excerpt, topic.awaits_answer = Visibility.TAKEN_BACK, "", False
    topic.save(update_fields=["visibility", "excerpt", "awaits_answer"])
    index_topic(topic)
    watch = Watch.objects.select_for_update(of=("self",)).filter(topic=topic).first()
    if watch is not None and watch.is_open:
        watch.topic = topic
        watch.state, watch.dismissed_reason = WatchState.DISMISSED, in_house_language(_BY_AUTHOR)
        # Nobody of the company closed it.
        close_watch(VISITOR, watch)
    realtime.recheck_group(f"topic:{topic.public_id}")


def _uncount(topic: Topic, post: Post) -> None:
    """The reply and its thanks no longer count, and the topic is as fresh as what is left of it."""
    shown = topic.posts.filter(visibility=Visibility.VISIBLE)
    latest = shown.order_by("-number").values_list("written_at", "author_id").first()
    fresh = {"last_post_at": latest[0], "last_author_id": latest[1]} if latest else {}
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") - 1, helpful_count=F("helpful_count") - post.reaction_count, **fresh
    )


def _has_votes(topic: Topic) -> bool:
    return topic.has_poll and topic.poll.ballot_count > 0
