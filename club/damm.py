"""The Damm check digit: catches every single wrong digit and every swap of neighbours."""

_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def check_digit(digits: str) -> str:
    """The digit to put behind `digits` (ASCII digits only, else ValueError)."""
    return str(_interim(digits))


def is_valid(number: str) -> bool:
    """True if `number` is all ASCII digits and its last one checks the others."""
    return number.isascii() and number.isdigit() and _interim(number) == 0


def _interim(digits: str) -> int:
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError("a Damm digit is made from digits only")
    interim = 0
    for digit in digits:
        interim = _TABLE[interim][int(digit)]
    return interim
