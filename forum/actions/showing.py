"""Bringing back what was hidden: the words, the counters, the search. Inside the caller's transaction."""

from django.db.models import F

from forum.actions.keeping import write_record
from forum.actions.writing import announce_post, announce_topic
from forum.indexing import index_post, index_topic
from forum.models import ModerationAct, Post, Topic, Visibility
from owners.viewers import Viewer
from portal import richtext
from portal.worktime import now


def show_post_again(topic: Topic, post: Post, *, by: Viewer | None, reason: str) -> None:
    """`topic` and `post` are locked, the post is hidden."""
    post.visibility, post.hidden_reason = Visibility.VISIBLE, ""
    post.save(update_fields=["visibility", "hidden_reason"])
    if not post.is_question:
        Topic.objects.filter(pk=topic.pk).update(reply_count=F("reply_count") + 1)
    else:
        topic.excerpt = richtext.excerpt(post.html, 120)
        topic.save(update_fields=["excerpt"])
        if topic.is_held:
            # Hidden before anybody had seen it: this is when it comes out.
            release(topic, post)
    index_post(post, topic)
    write_record(topic, ModerationAct.SHOW_POST, by=by, reason=reason, post=post)


def show_topic_again(topic: Topic, *, by: Viewer | None, reason: str) -> None:
    """`topic` is locked and hidden. Where its question still waits to be read, it goes on waiting."""
    waits = topic.posts.filter(number=1, visibility=Visibility.HELD).exists()
    topic.visibility, topic.hidden_reason = Visibility.HELD if waits else Visibility.VISIBLE, ""
    topic.save(update_fields=["visibility", "hidden_reason"])
    index_topic(topic)
    write_record(topic, ModerationAct.SHOW_TOPIC, by=by, reason=reason)


def release(topic: Topic, post: Post) -> None:
    """A held post, and with the question its topic, is published."""
    post.visibility = Visibility.VISIBLE
    post.save(update_fields=["visibility"])
    if post.is_question:
        topic.visibility = Visibility.VISIBLE
        topic.save(update_fields=["visibility"])
        announce_topic(topic, post)
        return
    Topic.objects.filter(pk=topic.pk).update(
        reply_count=F("reply_count") + 1, last_post_at=now(), last_author=post.author_id
    )
    announce_post(topic, post)
