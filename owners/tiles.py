"""What a person's own page shows from the rooms above: their matters, events, points.

An app above registers a function in its `tiles.py` (loaded by itself):

    @tiles.register
    def matters(viewer: Viewer) -> Tile | None:
        return Tile(title=_("My matters"), url=reverse("mailbox:mine"), icon="speak", text=_("2 in progress"))

None leaves the tile out. A function is asked for signed-in viewers only and makes at most two queries.
"""

from collections.abc import Callable
from dataclasses import dataclass

from owners.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Tile:
    """One way onward. `count` is shown large (things that wait for this person), `text` says it."""

    title: str
    url: str
    icon: str
    text: str = ""
    count: int | None = None
    sort: int = 100


type MakeTile = Callable[[Viewer], Tile | None]

_makers: list[MakeTile] = []


def register(make: MakeTile) -> MakeTile:
    """Adds a tile to everybody's page."""
    if make not in _makers:
        _makers.append(make)
    return make


def tiles_for(viewer: Viewer) -> list[Tile]:
    """The viewer's tiles in order."""
    made = [make(viewer) for make in _makers]
    return sorted((tile for tile in made if tile is not None), key=lambda tile: (tile.sort, tile.title))
