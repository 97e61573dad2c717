from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from answers.models import KnowledgeArticle, PreparedAnswer  # noqa: F401  (named in strings)
    from owners.viewers import Viewer


class PreparedAnswerQuerySet(models.QuerySet["PreparedAnswer"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def for_work(self, kind: str, estate_id: int | None = None) -> Self:
        """`kind` is `forum` or `case`; anything else has no answers ready."""
        flags = {"forum": Q(for_forum=True), "case": Q(for_cases=True)}
        fitting = self.filter(flags.get(kind, Q(pk__in=[])))
        return fitting.filter(Q(estate_id=estate_id) | Q(estate_id=None)) if estate_id is not None else fitting


class KnowledgeArticleQuerySet(models.QuerySet["KnowledgeArticle"]):
    def visible_to(self, viewer: Viewer) -> Self:
        return self.filter(audience__in=viewer.keys)

    def near(self, estate_id: int | None) -> Self:
        """Articles for all estates and those of the one; without one, all."""
        return self if estate_id is None else self.filter(Q(estate_id=estate_id) | Q(estate_id=None))
