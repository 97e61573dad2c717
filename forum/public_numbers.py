"""Numbers that the house itself publishes: to name one in a post tells of nobody."""

from owners.models import Estate, Organisation


def public_numbers() -> frozenset[str]:
    """Digits only. Two queries."""
    written = [
        *Estate.objects.values_list("phone_24h", flat=True),
        *Organisation.objects.values_list("phone", flat=True),
    ]
    return frozenset("".join(sign for sign in number if sign.isdigit())[-11:] for number in written if number)
