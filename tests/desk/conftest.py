"""The desk's tests stand on the same matters as the company floor's."""

from tests.crm.conftest import case, danas_case, dora, engineering, open_matter, other_officer, unproved

__all__ = ["case", "danas_case", "dora", "engineering", "open_matter", "other_officer", "unproved"]
