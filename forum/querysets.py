"""What of the forum can be listed, and by whom.

`visible_to(viewer)` is the door: rows of an audience open to the viewer that are visible to all,
the viewer's own, or in an estate where the viewer keeps order. Lists use `listed_for`, which leaves
out everything held or hidden, so that the partial indexes of the lists serve it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, StringAgg, Subquery, Value
from django.db.models.functions import MD5, Coalesce, Concat
from django.utils.timezone import localtime

from forum.permissions import MODERATORS, SIGHTERS, SPOKESPEOPLE
from portal.worktime import now

if TYPE_CHECKING:
    from forum.models import (  # noqa: F401  (named in strings, which the linter does not read)
        Absence,
        Board,
        Bookmark,
        Burst,
        Draft,
        Flag,
        ModerationRecord,
        OfficialAnswer,
        Post,
        Removal,
        Sanction,
        Shift,
        Sighting,
        Topic,
        Watch,
        WatchedWord,
    )
    from owners.models import Estate, User
    from owners.viewers import Viewer

FRESH = timedelta(days=7)


def _kept_by(viewer: Viewer, to_topic: str = "") -> Q:
    """Topics of estates where the viewer keeps order; `to_topic` is the path there (`topic__`)."""
    estates = viewer.estates_for(*MODERATORS)
    if not estates:
        return Q(pk__in=[])
    return Q(**{f"{to_topic}estate__in": estates}) | Q(**{f"{to_topic}estate__isnull": True})


def _shown_to(viewer: Viewer, to_topic: str = "") -> Q:
    """Topics neither held nor hidden — or the viewer's own, or in the viewer's care."""
    shown = Q(**{f"{to_topic}visibility": "visible"}) | _kept_by(viewer, to_topic)
    if viewer.user is not None:
        shown |= Q(**{f"{to_topic}author": viewer.user}) & ~Q(**{f"{to_topic}visibility": "taken_back"})
    return shown


class BoardQuerySet(models.QuerySet["Board"]):
    def visible_to(self, viewer: Viewer) -> BoardQuerySet:
        return self.filter(audience__in=viewer.keys).select_related("estate")

    def under_headings(self) -> BoardQuerySet:
        """With their sections, for `forum.sections`."""
        return self.select_related("section")

    def startable_by(self, viewer: Viewer) -> BoardQuerySet:
        """Where the viewer may start a topic; none for visitors."""
        if not viewer.signed_in:
            return self.none()
        return self.visible_to(viewer).filter(start_audience__in=viewer.keys)

    def near(self, estate: Estate | None) -> BoardQuerySet:
        """The company's own boards and those of one estate; without one, all."""
        return self if estate is None else self.filter(Q(estate=estate) | Q(estate__isnull=True))


class TopicQuerySet(models.QuerySet["Topic"]):
    def visible_to(self, viewer: Viewer) -> TopicQuerySet:
        return self.filter(_shown_to(viewer), audience__in=viewer.keys).exclude(visibility="merged")

    def listed_for(self, viewer: Viewer) -> TopicQuerySet:
        return self.filter(audience__in=viewer.keys, visibility="visible")

    def reachable_by(self, viewer: Viewer) -> TopicQuerySet:
        """What has an address: also topics hidden or taken back, of which the page says nothing but that, and
        merged ones."""
        away = Q(visibility__in=["hidden", "taken_back", "merged"])
        return self.filter(_shown_to(viewer) | away, audience__in=viewer.keys)

    def unanswered(self) -> TopicQuerySet:
        return self.filter(awaits_answer=True)

    def officially_answered(self) -> TopicQuerySet:
        return self.filter(last_answer_at__isnull=False)

    def with_fresh_official_answer(self, since: datetime | None = None) -> TopicQuerySet:
        """Answered since then (without it: within seven days), the freshest answer first."""
        since = since or now() - FRESH
        return self.filter(visibility="visible", last_answer_at__gte=since).order_by("-last_answer_at", "-id")

    def followed_by(self, user_id: int) -> TopicQuerySet:
        """Topics that this account wrote in or chose to follow."""
        from forum.models import Subscription

        followed = Subscription.objects.filter(user_id=user_id, level="follow").values("topic_id")
        return self.filter(id__in=followed)


class PostQuerySet(models.QuerySet["Post"]):
    def visible_to(self, viewer: Viewer) -> PostQuerySet:
        shown = Q(visibility="visible") | _kept_by(viewer, "topic__")
        if viewer.user is not None:
            shown |= Q(author=viewer.user) & ~Q(visibility="taken_back")
        return self.filter(shown, _shown_to(viewer, "topic__"), topic__audience__in=viewer.keys)

    def written_by(self, person: User) -> PostQuerySet:
        """What somebody wrote under their name, for all who read there: not under the seal, nor held or hidden."""
        named = self.filter(author=person, is_official=False, is_anonymous=False)
        return named.filter(visibility="visible", topic__visibility="visible")

    def for_rows(self) -> PostQuerySet:
        return self.select_related("topic__board__estate")

    def on_page(self, topic: Topic, viewer: Viewer) -> PostQuerySet:
        """The posts of a topic the viewer may open, in order. Those out of sight are there, for a line instead."""
        shown = Q(visibility__in=["visible", "hidden", "taken_back"])
        if viewer.has_role(*MODERATORS, estate_id=topic.estate_id):
            shown |= Q(visibility="held")
        elif viewer.user is not None:
            shown |= Q(visibility="held", author=viewer.user)
        return self.filter(shown, topic=topic).select_related("author", "official").order_by("number")

    def held(self) -> PostQuerySet:
        return self.filter(visibility="held").order_by("written_at", "id")

    def in_care_of(self, viewer: Viewer) -> PostQuerySet:
        """Where the viewer keeps order."""
        return self.filter(_kept_by(viewer, "topic__"), topic__audience__in=viewer.keys)

    def to_review(self, viewer: Viewer) -> PostQuerySet:
        """Reported or held, in the viewer's care; `waits_since` the first open report, or since it was written."""
        from forum.models import Flag

        flags = Flag.objects.filter(state="open")
        first = flags.filter(post=OuterRef("pk")).order_by("created_at").values("created_at")[:1]
        found = self.in_care_of(viewer).filter(Q(visibility="held") | Q(pk__in=flags.values("post")))
        return found.annotate(waits_since=Coalesce(Subquery(first), F("written_at")))


class BookmarkQuerySet(models.QuerySet["Bookmark"]):
    def visible_to(self, viewer: Viewer) -> BookmarkQuerySet:
        """The viewer's own, of posts that they may still read."""
        from forum.models import Post

        if viewer.user is None:
            return self.none()
        return self.filter(user=viewer.user, post__in=Post.objects.visible_to(viewer))

    def for_rows(self) -> BookmarkQuerySet:
        return self.select_related("post__topic__board__estate", "post__author", "post__official")


class OfficialAnswerQuerySet(models.QuerySet["OfficialAnswer"]):
    def first_answers(self) -> OfficialAnswerQuerySet:
        return self.filter(is_first=True)

    def shown(self) -> OfficialAnswerQuerySet:
        return self.filter(post__visibility="visible").select_related("post").order_by("id")


class WatchQuerySet(models.QuerySet["Watch"]):
    def visible_to(self, viewer: Viewer) -> WatchQuerySet:
        """The queue of the estates for which the viewer speaks, and of the company's own boards."""
        estates = viewer.estates_for(*SPOKESPEOPLE)
        if not estates:
            return self.none()
        return self.filter(Q(estate__in=estates) | Q(estate__isnull=True), topic__audience__in=viewer.keys)

    def open(self) -> WatchQuerySet:
        return self.filter(state__in=["waiting", "claimed", "drafted", "approval"])

    def for_rows(self) -> WatchQuerySet:
        return self.select_related("topic", "topic__board", "topic__author", "estate", "claimed_by").prefetch_related(
            "causes"
        )


class ShiftQuerySet(models.QuerySet["Shift"]):
    def visible_to(self, viewer: Viewer) -> ShiftQuerySet:
        """The week of the estates whose queue the viewer sees, and of the company's own boards."""
        estates = viewer.estates_for(*SPOKESPEOPLE)
        return self.filter(Q(estate__in=estates) | Q(estate__isnull=True)) if estates else self.none()

    def running(self, moment: datetime) -> ShiftQuerySet:
        """Those on duty by the week's plan at a moment."""
        local = localtime(moment)
        return self.filter(weekday=local.weekday(), starts__lte=local.time(), ends__gt=local.time())


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def visible_to(self, viewer: Viewer) -> AbsenceQuerySet:
        """Of everybody who speaks where the viewer speaks."""
        estates = viewer.estates_for(*SPOKESPEOPLE)
        if not estates:
            return self.none()
        there = Q(user__staff_roles__estate__in=estates) | Q(user__staff_roles__estate__isnull=True)
        return self.filter(there, user__staff_roles__role__in=SPOKESPEOPLE).distinct()

    def on(self, day: date) -> AbsenceQuerySet:
        return self.filter(since__lte=day, until__gte=day)

    def to_come(self, day: date) -> AbsenceQuerySet:
        """Those that run or are still to come."""
        return self.filter(until__gte=day)


class SightingQuerySet(models.QuerySet["Sighting"]):
    def visible_to(self, viewer: Viewer) -> SightingQuerySet:
        return self.filter(estate__in=viewer.estates_for(*SIGHTERS))

    def newest(self, before: int | None = None) -> SightingQuerySet:
        """The newest first; `before` is the id of the last one of the page above."""
        found = self.select_related("estate", "noted_by").order_by("-id")
        return found.filter(pk__lt=before) if before else found


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, viewer: Viewer) -> FlagQuerySet:
        """Flags on posts of estates where the viewer keeps order."""
        return self.filter(_kept_by(viewer, "post__topic__"), post__topic__audience__in=viewer.keys)

    def open(self) -> FlagQuerySet:
        return self.filter(state="open").order_by("created_at", "id")


class ModerationRecordQuerySet(models.QuerySet["ModerationRecord"]):
    def visible_to(self, viewer: Viewer) -> ModerationRecordQuerySet:
        return self.filter(audience__in=viewer.keys).order_by("-at", "-id")

    def for_rows(self) -> ModerationRecordQuerySet:
        return self.select_related("topic__board", "post__topic", "removal")

    def of_moves(self, topic: Topic) -> ModerationRecordQuerySet:
        """What was merged into a topic or split off from it, the newest first."""
        moves = self.filter(Q(topic=topic) | Q(other=topic), act__in=["merge", "split"])
        return moves.select_related("topic", "other").order_by("-id")


class RemovalQuerySet(models.QuerySet["Removal"]):
    def visible_to(self, viewer: Viewer) -> RemovalQuerySet:
        """One's own words, and what lies in the viewer's care."""
        if viewer.user is None:
            return self.none()
        return self.filter(Q(author=viewer.user) | _kept_by(viewer, "topic__"), topic__audience__in=viewer.keys)

    def in_care_of(self, viewer: Viewer) -> RemovalQuerySet:
        """Where the viewer keeps order, with what a judge reads."""
        return self.filter(_kept_by(viewer, "topic__"), topic__audience__in=viewer.keys).for_judging()

    def for_judging(self) -> RemovalQuerySet:
        return self.select_related("record", "topic__board__estate", "post__topic", "author", "by", "decided_by")

    def waiting(self) -> RemovalQuerySet:
        """The one due first comes first."""
        return self.filter(state="waiting").order_by("due_at", "id")

    def latest_of(self, posts: Iterable[Post]) -> dict[int, Removal]:
        """The newest removal of each post. No query where there is no post."""
        ids = [post.pk for post in posts]
        found = self.filter(post__in=ids).order_by("id") if ids else []
        return {removal.post_id: removal for removal in found if removal.post_id}

    def decided(self) -> RemovalQuerySet:
        return self.exclude(state="waiting").order_by("-decided_at", "-id")


class SanctionQuerySet(models.QuerySet["Sanction"]):
    def visible_to(self, viewer: Viewer) -> SanctionQuerySet:
        """One's own, and those about posts in the viewer's care."""
        if viewer.user is None:
            return self.none()
        return self.filter(Q(user=viewer.user) | Q(pk__in=self.in_care_of(viewer).values("pk")))

    def in_care_of(self, viewer: Viewer) -> SanctionQuerySet:
        """Because of posts in the viewer's care; because of how accounts came here, whoever keeps order anywhere."""
        of_posts = _kept_by(viewer, "post__topic__") & Q(post__topic__audience__in=viewer.keys)
        return self.filter(of_posts | Q(post=None) if viewer.estates_for(*MODERATORS) else of_posts)

    def for_judging(self) -> SanctionQuerySet:
        return self.select_related("record", "user", "by", "decided_by", "post__topic__board__estate", "estate")

    def running(self) -> SanctionQuerySet:
        """What keeps somebody from writing now."""
        return self.filter(until__gt=now(), withdrawn_at=None).exclude(appeal_state="lifted")

    def appealed(self) -> SanctionQuerySet:
        return self.filter(appeal_state="waiting")


class BurstQuerySet(models.QuerySet["Burst"]):
    def visible_to(self, viewer: Viewer) -> BurstQuerySet:
        """New accounts belong to no estate yet: whoever keeps order at one looks at them."""
        return self.all() if viewer.estates_for(*MODERATORS) else self.none()

    def waiting(self) -> BurstQuerySet:
        """The one due first comes first."""
        return self.filter(closed_at=None).order_by("due_at", "id")

    def closed(self) -> BurstQuerySet:
        return self.exclude(closed_at=None).order_by("-closed_at", "-id")


class DraftQuerySet(models.QuerySet["Draft"]):
    def waiting_for(self, viewer: Viewer) -> DraftQuerySet:
        """The viewer's own, without those whose form has been sent: the sending may have met a late save."""
        if viewer.user is None:
            return self.none()
        from forum.models import Post

        sent = Post.objects.filter(author=viewer.user, send_key=OuterRef("send_key"))
        return self.filter(user=viewer.user).exclude(~Q(send_key=""), Exists(sent))


class WatchedWordQuerySet(models.QuerySet["WatchedWord"]):
    def stamp(self) -> str:
        """Another one after every change of the list, by whatever road; empty while there are no words."""
        row = Concat(*(part for name in ("word", "action", "spellings", "harmless") for part in (F(name), Value("\n"))))
        # In no order: SQLite can't, and rows that change places cost one compilation more.
        rows = StringAgg(row, delimiter=Value("\n"))
        return str(self.order_by().aggregate(stamp=MD5(rows))["stamp"] or "")
