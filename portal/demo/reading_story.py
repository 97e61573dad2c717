"""What neighbours do with what they read: posts put aside. Last of all, with dice of its own."""

import random

from forum.actions import block_person, save_post
from forum.models import Board, Post
from portal.demo.timeline import Timeline
from portal.demo.world import World


def schedule(world: World, timeline: Timeline) -> None:
    chance = random.Random(world.seed + 1)
    for days in (60, 33, 12, 5, 1.5):
        timeline.at(world.days_ago(days), lambda: _save(world, chance))
    timeline.at(world.days_ago(1.2), lambda: _block(world))
    timeline.at(world.days_ago(0.1), _set_rules)


def _save(world: World, chance: random.Random) -> None:
    """Olga and Nina keep what will be needed again: an official answer, a good tip."""
    for name in ("owner-olga", "owner-nina"):
        viewer = world.viewer(world.known[name])
        seen = Post.objects.visible_to(viewer).filter(number__gt=1).select_related("topic").order_by("-id")[:30]
        if posts := list(seen):
            save_post(viewer=viewer, post=chance.choice(posts))


def _block(world: World) -> None:
    """Nina has heard enough of one neighbour: of whoever wrote last in a topic of hers."""
    nina = world.known["owner-nina"]
    viewer = world.viewer(nina)
    theirs = Post.objects.visible_to(viewer).filter(topic__author=nina, number__gt=1, is_official=False)
    others = theirs.exclude(author__in=world.known.values()).exclude(author=None).select_related("author")
    post = others.order_by("-id").first()
    if post is not None and post.author is not None:
        block_person(viewer=viewer, person=post.author)


def _set_rules() -> None:
    """Where neighbours trade and swap, a few words come first. They are new: everybody is asked once."""
    Board.objects.filter(slug__endswith="-market").update(
        rules="对事不对人，不人身攻击。\n不发他人的姓名、电话、门牌和车牌。\n不发广告；东西转让请写明价格和成色。",
        rules_en="Speak about the matter, not about the person.\nNo names, numbers, flats or plates of others.\n"
        "No advertising; say price and condition of what you sell.",
        rules_version=1,
    )
