"""The drawn pictures of the demonstration: two of each motif, since each takes a third of a second."""

from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import cache
from multiprocessing import get_context

from home.pictures import MOTIFS, landscape

VARIANTS = 2
_SEEDS = range(7, 7 + VARIANTS)

_begun: dict[tuple[str, int], Future[bytes]] = {}


@contextmanager
def drawing_ahead() -> Iterator[None]:
    """Draws on the second core while the first makes the database ready."""
    with ProcessPoolExecutor(max_workers=1, mp_context=get_context("spawn")) as pool:
        _begun.update({(motif, seed): pool.submit(landscape, seed, motif) for motif in MOTIFS for seed in _SEEDS})
        try:
            yield
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            _begun.clear()


@cache
def picture_of(motif: str, number: int) -> bytes:
    """A JPEG of the motif; numbers differ in one of two ways."""
    seed = _SEEDS[number % VARIANTS]
    begun = _begun.get((motif, seed))
    return begun.result() if begun else landscape(seed, motif)
