"""The numbers of the homes that say "me too" to a matter. Called down by crm, which gives them."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import QuerySet

from forum.actions.telling import tell_change
from forum.models import Post, Reaction, ReactionKind


def me_toos(topics: Collection[str]) -> QuerySet[Reaction]:
    """What homes say to the questions of these topics (public ids), each for a verified home."""
    said = Reaction.objects.filter(kind=ReactionKind.ME_TOO, unit__isnull=False)
    return said.filter(post__topic__public_id__in=topics, post__number=1)


def homes_behind(topics: Collection[str], *, after: int = 0, most: int) -> list[int]:
    """Ids of homes that say "me too" there, in order, from the one behind `after` on."""
    homes = me_toos(topics).filter(unit__gt=after).order_by("unit")
    return list(homes.values_list("unit", flat=True).distinct()[:most])


@transaction.atomic
def show_home_number(*, topics: Collection[str], user_ids: Collection[int], number: str) -> None:
    """Shows their home's own number to these accounts, who say "me too" there. The same call twice is once."""
    me_toos(topics).filter(user__in=user_ids).exclude(number=number).update(number=number)


@transaction.atomic
def tell_of_numbers(*, topics: Collection[str]) -> None:
    """Open pages of these topics show the numbers that were given just now, each reader their own."""
    for post in Post.objects.filter(topic__public_id__in=topics, number=1).select_related("topic").order_by("topic"):
        tell_change(post.topic, post=post)
