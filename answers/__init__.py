"""Texts that the company has ready: prepared answers for staff, knowledge articles for everybody.

answers.prepared_for(viewer, kind="forum")
answers.suggest(viewer, "卫生间天花板漏水")
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from answers.models import KnowledgeArticle, PreparedAnswer
    from owners.viewers import Viewer

# The functions import what they need when called: models can't be loaded while Django imports its apps.


def prepared_for(viewer: Viewer, kind: str, estate_id: int | None = None) -> list[PreparedAnswer]:
    """Prepared answers that the viewer may use for a kind of work (`forum`, `case`), in their order.

    With an estate: those of that estate and those for all, its name filled in. Each is the latest version
    that a reviewer approved; `version_id` says which.
    """
    from answers.models import PreparedAnswer
    from answers.variables import fill_estate

    found = list(PreparedAnswer.objects.visible_to(viewer).for_work(kind, estate_id).usable())
    return fill_estate(found, estate_id)


def suggest(viewer: Viewer, text: str, estate_id: int | None = None, limit: int = 3) -> list[KnowledgeArticle]:
    """Articles that may answer what somebody is writing, the closest first; often none."""
    from answers.suggesting import suggestions

    return suggestions(viewer, text, estate_id=estate_id, limit=limit)
