"""The rules of a board: who still has to agree to them before they write, and that they did."""

from django.db.models import QuerySet

from forum.errors import RulesNotAccepted
from forum.models import Board, RulesAcceptance
from owners.models import User
from owners.viewers import Viewer
from portal.worktime import now


def acceptances(user: User, board: Board) -> QuerySet[RulesAcceptance]:
    """That somebody agreed to the rules as they stand now: a row or none."""
    return RulesAcceptance.objects.filter(user=user, board=board, version=board.rules_version)


def asks_for_rules(viewer: Viewer, board: Board, *, accepted: bool | None = None) -> bool:
    """Whether the composer shows the rules. Staff know them. One query unless `accepted` is known or none are set."""
    if not board.rules or viewer.user is None or viewer.works_here:
        return False
    return not (acceptances(viewer.user, board).exists() if accepted is None else accepted)


def heed_rules(viewer: Viewer, board: Board, accepts: int) -> None:
    """Keeps that the viewer agrees to version `accepts`. Raises RulesNotAccepted where they have not agreed to the
    rules as they stand. Inside the caller's transaction."""
    if viewer.user is None or not asks_for_rules(viewer, board):
        return
    if accepts != board.rules_version:
        raise RulesNotAccepted
    RulesAcceptance.objects.update_or_create(user=viewer.user, board=board, defaults={"version": accepts, "at": now()})
