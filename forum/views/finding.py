"""What the forum's views fetch, each through the door: whoever may not see it gets 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from forum.models import Board, Post, Topic
from owners.viewers import Viewer


def find_board(viewer: Viewer, slug: str) -> Board:
    return get_object_or_404(Board.objects.visible_to(viewer), slug=slug)


def find_topic(viewer: Viewer, public_id: str) -> Topic:
    topics = Topic.objects.visible_to(viewer).select_related("board", "board__estate", "author")
    return get_object_or_404(topics, public_id=public_id)


def find_post(viewer: Viewer, public_id: str, number: int) -> Post:
    """A post the viewer may read; not one that is only a placeholder to them."""
    topic = find_topic(viewer, public_id)
    post = Post.objects.on_page(topic, viewer).visible_to(viewer).filter(number=number).first()
    if post is None:
        raise Http404
    post.topic = topic
    return post
