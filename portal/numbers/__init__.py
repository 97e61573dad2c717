"""One series of numbers per estate and year: a matter has one number for life."""

from portal.numbers.series import next_number

__all__ = ["next_number"]
