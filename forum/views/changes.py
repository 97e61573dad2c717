"""What an open page of a topic has to show anew."""

from dataclasses import dataclass

from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

import notify
from forum import actions
from forum.markup import draw_posts
from forum.models import Post, Topic
from forum.notices import bundle_of
from forum.pace import next_turn
from forum.thread import PER_PAGE, Page, lines_of
from forum.views.finding import find_topic
from forum.views.topics import head_of
from portal.http import Request


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page says of itself: the last change it shows, its first and last post, whether it grows."""

    change: int
    first: int
    last: int
    grows: bool

    def stands_on(self, topic: Topic) -> Q:
        """Posts of the page that changed after it was made, and those that belong under it."""
        changed = Q(number__gte=self.first, number__lte=self.last, changed__gt=self.change)
        return changed | Q(number__gt=self.last) if self.grows else changed

    def left(self, topic: Topic) -> list[int]:
        """Posts of the page that were moved away. No query where nothing ever was."""
        if not topic.has_moves:
            return []
        places = topic.former_places.filter(number__gte=self.first, number__lte=self.last, changed__gt=self.change)
        return list(places.values_list("number", flat=True))


@require_safe
def topic_changes(request: Request, topic: str) -> HttpResponse:
    """Everything that changed since change `?seen=`, in parts that take the place of older ones; 204 if
    nothing did. `?first=` and `?last=` are the posts of the page, `?grows=1` says that it ends with the topic."""
    found = find_topic(request.viewer, topic)
    if found.public_id != topic:
        # Merged meanwhile: the page goes where its address leads.
        raise Http404
    shown = Shown(
        change=_number(request, "seen"),
        first=_number(request, "first"),
        last=_number(request, "last"),
        grows=request.GET.get("grows") == "1",
    )
    if shown.change == found.changes:
        return HttpResponse(status=204)
    # The topic was read first: what commits from here on has a higher number, and comes once more.
    touched = list(Post.objects.filter(shown.stands_on(found), topic=found).order_by("number").values_list("number"))
    numbers = [number for (number,) in touched]
    new = [number for number in numbers if number > shown.last]
    cut = new[PER_PAGE] if len(new) > PER_PAGE else None
    wanted = [number for number in numbers if cut is None or number < cut]
    lines = lines_of(found, request.viewer, Post.objects.on_page(found, request.viewer).filter(number__in=wanted))
    visible = [line.post.number for line in lines]
    if request.method == "GET" and visible and visible[-1] > shown.last:
        actions.mark_read(viewer=request.viewer, topic=found, number=visible[-1])
        if request.viewer.user is not None:
            notify.visit(request.viewer.user, bundle_of(found.pk))
    context = {
        **head_of(found, request.viewer),
        # Where the page stands among the others now; its posts are in `posts`.
        "page": Page(
            lines=[],
            first=max(shown.first, 1),
            last_number=found.last_post_number,
            around=(shown.first if shown.first > 1 else None, None) if found.has_moves else None,
        ),
        "posts": draw_posts(lines, found, request.viewer),
        "gone": [number for number in wanted if number not in visible] + shown.left(found),
        "last": max([shown.last, *wanted]),
        "more_from": cut,
        "turn": next_turn(found, request.viewer),
    }
    return render(request, "forum/topic_changes.html", context)


def _number(request: Request, name: str) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isdigit() and len(text) < 9 else 0
