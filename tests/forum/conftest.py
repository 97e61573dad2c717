"""Boards, and topics on them, for the forum's tests."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from forum import actions
from forum.models import Board, Topic
from owners.models import Estate, User
from owners.viewers import Viewer, estate_key

# A Monday, ten in the morning in China.
MONDAY = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)


@pytest.fixture
def public_board(estate: Estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public", position=1)


@pytest.fixture
def residents_board(estate: Estate) -> Board:
    """Only verified residents of the estate read here, and write."""
    key = estate_key(estate.pk)
    return Board.objects.create(
        slug="residents", estate=estate, name="业主圈", audience=key, start_audience=key, position=2
    )


@pytest.fixture
def start(viewer_of: Callable[[User | None], Viewer]) -> Callable[..., Topic]:
    """`start(olga, board)` starts a topic as she would."""

    def make(
        user: User, board: Board, title: str = "电梯又停了", html: str = "<p>三号楼左边那部，早上八点起。</p>"
    ) -> Topic:
        return actions.start_topic(viewer=viewer_of(user), board=board, title=title, html=html)

    return make
