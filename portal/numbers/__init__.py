"""One series of numbers per estate and year: a matter has one number for life."""

from portal.numbers.pages import page_of, register_page
from portal.numbers.series import next_number

__all__ = ["next_number", "page_of", "register_page"]
