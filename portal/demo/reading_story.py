"""What neighbours do with what they read: posts put aside. Last of all, with dice of its own."""

import random

from forum.actions import save_post
from forum.models import Post
from portal.demo.timeline import Timeline
from portal.demo.world import World


def schedule(world: World, timeline: Timeline) -> None:
    chance = random.Random(world.seed + 1)
    for days in (60, 33, 12, 5, 1.5):
        timeline.at(world.days_ago(days), lambda: _save(world, chance))


def _save(world: World, chance: random.Random) -> None:
    """Olga and Nina keep what will be needed again: an official answer, a good tip."""
    for name in ("owner-olga", "owner-nina"):
        viewer = world.viewer(world.known[name])
        seen = Post.objects.visible_to(viewer).filter(number__gt=1).select_related("topic").order_by("-id")[:30]
        if posts := list(seen):
            save_post(viewer=viewer, post=chance.choice(posts))
