"""The drawn pictures of the demonstration: two of each motif, since each takes about a second."""

from functools import cache

from home.pictures import landscape

VARIANTS = 2


@cache
def picture_of(motif: str, number: int) -> bytes:
    """A JPEG of the motif; numbers differ in one of two ways."""
    if number >= VARIANTS:
        return picture_of(motif, number % VARIANTS)
    return landscape(number + 7, motif)
