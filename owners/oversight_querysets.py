"""What the privacy officer can list, and what the second person of an export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from portal.worktime import today

if TYPE_CHECKING:
    from owners.viewers import Viewer

# Values of owners.models.Role.
PRIVACY = "privacy"
# Who may be the second person that agrees to a list of people leaving the house.
EXPORT_APPROVERS = ("case_manager", "privacy", "admin")


class PrivacyAlertQuerySet(models.QuerySet[Any, Any]):
    def seen_by(self, viewer: Viewer) -> PrivacyAlertQuerySet:
        """Those of the viewer's estates; what concerns no single estate is for officers of all of them."""
        return self.filter(of_estates_watched_by(viewer))

    def open(self) -> PrivacyAlertQuerySet:
        return self.filter(state="open")


class ImpactNoteQuerySet(models.QuerySet[Any, Any]):
    def due(self) -> ImpactNoteQuerySet:
        return self.filter(next_review__lte=today())


class ExportRequestQuerySet(models.QuerySet[Any, Any]):
    def seen_by(self, viewer: Viewer) -> ExportRequestQuerySet:
        """The viewer's own, and those of the estates at which they may agree to one."""
        own = Q(asked_by=viewer.user) if viewer.user else Q(pk__in=[])
        return self.filter(own | Q(estate_id__in=viewer.estates_for(*EXPORT_APPROVERS)))

    def waiting_for(self, viewer: Viewer) -> ExportRequestQuerySet:
        """Those that this viewer could agree to or refuse."""
        waiting = self.filter(state="asked", estate_id__in=viewer.estates_for(*EXPORT_APPROVERS))
        return waiting.exclude(asked_by=viewer.user)


def of_estates_watched_by(viewer: Viewer) -> Q:
    """The condition on `estate_id` under which a privacy officer sees a record."""
    if viewer.works_here and (PRIVACY, None) in viewer.roles:
        return Q()
    return Q(estate_id__in=viewer.estates_for(PRIVACY))
