from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

if TYPE_CHECKING:
    from answers.models import KnowledgeArticle, PreparedAnswer, PreparedVersion  # noqa: F401  (named in strings)
    from owners.viewers import Viewer


class PreparedAnswerQuerySet(models.QuerySet["PreparedAnswer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def for_work(self, kind: str, estate_id: int | None = None) -> Self:
        """`kind` is `forum` or `case`; anything else has no answers ready."""
        flags = {"forum": Q(for_forum=True), "case": Q(for_cases=True)}
        fitting = self.filter(flags.get(kind, Q(pk__in=[])))
        return fitting.filter(Q(estate_id=estate_id) | Q(estate_id=None)) if estate_id is not None else fitting

    def usable(self) -> Self:
        """Those with a version that a reviewer approved: `usable_html` is its text, `version_id` the latest such."""
        from answers.models import PreparedVersion

        approved = PreparedVersion.objects.filter(answer=OuterRef("pk"), state="approved").order_by("-number")
        found = self.annotate(
            version_id=Subquery(approved.values("pk")[:1]), usable_html=Subquery(approved.values("html")[:1])
        )
        return found.filter(version_id__isnull=False)


class PreparedVersionQuerySet(models.QuerySet["PreparedVersion"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(answer__audience__in=viewer.keys)

    def approved(self) -> Self:
        return self.filter(state="approved")

    def waiting(self) -> Self:
        """Those that a reviewer should read, the longest waiting first."""
        return self.filter(state="waiting").order_by("written_at", "id")


class KnowledgeArticleQuerySet(models.QuerySet["KnowledgeArticle"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def near(self, estate_id: int | None) -> Self:
        """Articles for all estates and those of the one; without one, all."""
        return self if estate_id is None else self.filter(Q(estate_id=estate_id) | Q(estate_id=None))
