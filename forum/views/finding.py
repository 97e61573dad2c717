"""What the forum's views fetch, each through the door: whoever may not see it gets 404."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from forum.models import Block, Board, FormerPlace, Post, Topic
from owners.models import User
from owners.viewers import Viewer


def find_board(viewer: Viewer, slug: str) -> Board:
    return get_object_or_404(Board.objects.visible_to(viewer), slug=slug)


def find_topic(viewer: Viewer, public_id: str) -> Topic:
    """A topic the viewer may read; of one that was merged, the one it went into."""
    topics = Topic.objects.visible_to(viewer).select_related("board", "board__estate", "author")
    if found := topics.filter(public_id=public_id).first():
        return found
    merged = Topic.objects.filter(public_id=public_id, visibility="merged", audience__in=viewer.keys)
    return get_object_or_404(topics, pk__in=merged.values("merged_into"))


def find_person(viewer: Viewer, public_id: str) -> User:
    """Somebody of whom the viewer may read a post, or whom they have blocked; nobody else is known here."""
    person = get_object_or_404(User, public_id=public_id)
    written = Post.objects.written_by(person).visible_to(viewer)
    if written.exists() or (viewer.user and Block.objects.filter(user=viewer.user, blocked=person).exists()):
        return person
    raise Http404


def find_post(viewer: Viewer, public_id: str, number: int) -> Post:
    """A post the viewer may read; not one that is only a placeholder to them. One that was moved is found, too."""
    place = FormerPlace.objects.filter(topic__public_id=public_id, number=number).select_related("post__topic")
    try:
        topic = find_topic(viewer, public_id)
    except Http404:
        topic = None
    if topic is None or topic.has_moves:
        moved = place.first()
        if moved is not None:
            number, topic = moved.post.number, find_topic(viewer, moved.post.topic.public_id)
    if topic is None:
        raise Http404
    post = Post.objects.on_page(topic, viewer).visible_to(viewer).filter(number=number).first()
    if post is None:
        raise Http404
    post.topic = topic
    return post


def new_address(viewer: Viewer, topic: Topic, number: int) -> str:
    """Where post `number` of this topic stands now, if it was moved to where the viewer may go; else empty."""
    place = FormerPlace.objects.filter(topic=topic, number=number).select_related("post__topic").first()
    if place is None or not Topic.objects.reachable_by(viewer).filter(pk=place.post.topic_id).exists():
        return ""
    return place.post.get_absolute_url()


def address_after_merge(viewer: Viewer, topic: Topic, number: int) -> str:
    """Where somebody goes who asks for a topic that was merged. `was` lets the page find what `#p5` meant."""
    if number and (address := new_address(viewer, topic, number)):
        return address
    into = get_object_or_404(Topic.objects.reachable_by(viewer), pk=topic.merged_into_id)
    question = FormerPlace.objects.filter(topic=topic, number=1).select_related("post").first()
    at = question.post.number if question and question.post.topic_id == into.pk else 1
    return f"{reverse('forum:topic', args=[into.public_id])}?from={at}&was={topic.public_id}"
