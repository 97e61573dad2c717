"""What a spokesperson should know before answering: who asks, and what was said of it elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

import rjieba
from django.db.models import Q

import search
from crm.models import Case
from forum.indexing import KIND
from forum.models import Topic
from owners.models import Residency, User
from owners.models.registry import ResidencyRole
from owners.viewers import Viewer

ASKED_BEFORE = 5
RELATED = 5
# Words of the title that are looked up one by one if all of them together find too little.
_WORDS = 3


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """Who asks, within the data classes: no name, no telephone, no flat.

    `shown_as` and `seed` as neighbours see them, `since` when they came; of somebody anonymous nothing but whether they
    live there. `post_id` is then by what their account can be asked for, for a reason; else 0.
    `resident` says as what they were verified at the topic's estate; empty if they weren't.
    `has_more` says that they started more topics than the list shows.
    """

    shown_as: str
    seed: str
    since: datetime | None
    post_id: int
    resident: str
    topics: list[Topic]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Related:
    """A topic about the same, and its case as far as the viewer may open it."""

    topic: Topic
    case: Case | None


def author_card(topic: Topic, viewer: Viewer) -> AuthorCard:
    author = topic.author
    assert author is not None
    if topic.is_nameless:
        return _nameless_card(author, topic)
    asked = Topic.objects.visible_to(viewer).filter(author=author, is_anonymous=False).exclude(pk=topic.pk)
    topics = list(asked.order_by("-started_at")[: ASKED_BEFORE + 1])
    return AuthorCard(
        shown_as=author.display_name,
        seed=author.public_id,
        since=author.date_joined,
        post_id=0,
        resident=_resident_as(author, topic),
        topics=topics[:ASKED_BEFORE],
        has_more=len(topics) > ASKED_BEFORE,
    )


def _nameless_card(author: User, topic: Topic) -> AuthorCard:
    question = topic.posts.filter(is_anonymous=True).order_by("number").values_list("pk", flat=True).first()
    return AuthorCard(
        shown_as=topic.by_name,
        seed="",
        since=None,
        post_id=question or 0,
        resident=_resident_as(author, topic),
        topics=[],
        has_more=False,
    )


def related_to(topic: Topic, viewer: Viewer) -> list[Related]:
    """Topics of the same estate that say the words of this title, the newest first, as the viewer may read them."""
    refs: list[str] = []
    looked_up = _looked_up(topic.title)
    for words in looked_up:
        entries = search.find(viewer, words, kinds=[KIND], estate_id=topic.estate_id, limit=4 * RELATED)
        refs += [entry.ref for entry in entries]
        found = _topics(refs, looked_up, topic, viewer)
        if len(found) >= RELATED:
            break
    else:
        found = _topics(refs, looked_up, topic, viewer)
    numbers = [other.case_number for other in found if other.case_number]
    cases = (
        {case.number: case for case in Case.objects.visible_to(viewer).filter(number__in=numbers)} if numbers else {}
    )
    return [Related(other, cases.get(other.case_number)) for other in found]


def waiting(related: list[Related]) -> list[Topic]:
    """Those of them that wait for the company's word, and could have the same."""
    return [other.topic for other in related if other.topic.awaits_answer]


def waiting_alike(topic: Topic, viewer: Viewer) -> list[Topic]:
    return waiting(related_to(topic, viewer))


def _topics(refs: list[str], words: list[str], topic: Topic, viewer: Viewer) -> list[Topic]:
    """Those whose title says one of the words: in a reply it may stand by the way."""
    if not refs:
        return []
    titled = reduce(or_, (Q(title__icontains=word) for word in words))
    found = Topic.objects.visible_to(viewer).filter(titled, posts__in=[int(ref) for ref in refs]).exclude(pk=topic.pk)
    return list(found.order_by("-last_post_at", "-id").distinct()[:RELATED])


def _looked_up(title: str) -> list[str]:
    """The title's words together, then each by itself, the longest first."""
    words = sorted({word for word in rjieba.cut(title) if len(word) > 1 and word.isalnum()}, key=lambda w: (-len(w), w))
    longest = words[:_WORDS]
    return [" ".join(longest), *longest] if len(longest) > 1 else longest


def _resident_as(author: User, topic: Topic) -> str:
    """The strongest of their roles there: owner before family before tenant."""
    if topic.estate_id is None or author.person_id is None:
        return ""
    here = Residency.objects.open().of_estate(topic.estate_id).of_person(author.person_id)
    roles = set(here.values_list("role", flat=True))
    return next((str(role.label) for role in ResidencyRole if role.value in roles), "")
