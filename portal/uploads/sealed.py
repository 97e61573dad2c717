"""Files that nobody reads from the storage: sealed before they reach it, opened on the way out.

What was sealed for one file opens as no other: which file and which of its variants it is lies inside
the seal.
"""

from portal.sealing import SealBroken, seal_bytes, unseal_bytes

__all__ = ["SealBroken", "seal", "unseal"]


def seal(data: bytes, *, what: str) -> bytes:
    """Bytes that only this installation can open again, and only as `what`."""
    return seal_bytes(f"{what}\n".encode() + data)


def unseal(sealed: bytes, *, what: str) -> bytes:
    """The bytes back. Raises SealBroken, also for what was sealed as something else."""
    name, _newline, data = unseal_bytes(sealed).partition(b"\n")
    if name != what.encode():
        raise SealBroken
    return data
