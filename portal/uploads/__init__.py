"""What people send as files: sniffed, capped, re-encoded, private, served only after asking.

Originals of pictures are never kept: each stored variant is drawn anew, so that no position, camera
or hidden payload travels along.
"""

from portal.uploads.scopes import may_fetch, register_scope
from portal.uploads.storing import (
    UploadRefused,
    attach,
    discard,
    keep,
    of,
    of_many,
    remove,
    scopes_older_than,
    share,
    store,
    store_bytes,
    unbound,
)

__all__ = [
    "UploadRefused",
    "attach",
    "discard",
    "keep",
    "may_fetch",
    "of",
    "of_many",
    "register_scope",
    "remove",
    "scopes_older_than",
    "share",
    "store",
    "store_bytes",
    "unbound",
]
