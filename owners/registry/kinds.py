"""The three kinds of list: how each is laid out, read and written."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from owners.models import ImportKind, ImportRun
from owners.registry.apply import Chunk
from owners.registry.apply_fees import FeeChunk, PurchaseChunk
from owners.registry.blocks import Blocks
from owners.registry.columns import Layout
from owners.registry.fees import FeeReader
from owners.registry.layouts import LAYOUTS
from owners.registry.lines import LineReader
from owners.registry.purchases import PurchaseReader
from owners.registry.rows import RowReader


class Applying(Protocol):
    def apply(self) -> Counter[str]: ...


@dataclass(frozen=True, slots=True)
class Kind:
    layout: Layout
    reader: type[LineReader[Any]]
    chunk: Callable[[ImportRun, Blocks, Sequence[Any]], Applying]


KINDS: dict[str, Kind] = {
    ImportKind.REGISTER: Kind(LAYOUTS[ImportKind.REGISTER], RowReader, Chunk),
    ImportKind.FEES: Kind(LAYOUTS[ImportKind.FEES], FeeReader, FeeChunk),
    ImportKind.PURCHASES: Kind(LAYOUTS[ImportKind.PURCHASES], PurchaseReader, PurchaseChunk),
}
