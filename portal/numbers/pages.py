"""Where a number leads whoever it belongs to. The room that keeps the matters says so; any floor may link there."""

from collections.abc import Callable

PageOf = Callable[[str], str]
_page_of: PageOf | None = None


def register_page(page_of: PageOf) -> None:
    """`page_of(number)` is an address that asks for an account and tells others nothing."""
    global _page_of
    _page_of = page_of


def page_of(number: str) -> str:
    """The address of a number's own page, in the active language. RuntimeError where no room keeps matters."""
    if _page_of is None:
        raise RuntimeError("no room has said where a number leads")
    return _page_of(number)
