"""Which pages of the forum are kept for readers without an account, and what each is made of."""

from portal import pagestore

# Told when a board is reconfigured: who reads it may have changed, for every topic in it.
BOARDS = "forum:boards"
KINDS = ("topic", "board", "forum")


def declare() -> None:
    lists = ["topic:", "board:", BOARDS]
    for path in (r"forum/", r"forum/e/[-\w]+/", r"forum/b/[-\w]+/"):
        pagestore.keep(path, params=["show", "before"], of=KINDS, stamps=lambda _found: lists)
    pagestore.keep(
        r"forum/t/(?P<topic>[-\w]+)/",
        params=["from"],
        of=KINDS,
        stamps=lambda found: [f"topic:{found['topic']}", BOARDS],
    )
