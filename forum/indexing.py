"""What the search index holds of the forum: every post that its whole audience may read."""

import search
from forum.addresses import stored_address
from forum.models import Post, Topic, Visibility

KIND = "forum.post"


def index_post(post: Post, topic: Topic) -> None:
    """Puts the post into the index, or takes it out where it, or its topic, is not visible."""
    if post.visibility != Visibility.VISIBLE or topic.visibility != Visibility.VISIBLE:
        search.remove(kind=KIND, ref=str(post.pk))
        return
    post.topic = topic
    search.put(
        kind=KIND,
        ref=str(post.pk),
        audience=topic.audience,
        estate_id=topic.estate_id,
        title=topic.title,
        text=post.text,
        url=stored_address(post),
        when=post.written_at,
    )


def index_topic(topic: Topic) -> None:
    """All posts of a topic anew, after its audience, title or visibility changed."""
    for post in topic.posts.order_by("number").iterator(chunk_size=200):
        index_post(post, topic)
