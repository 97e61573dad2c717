"""Texts of Django that we say in words of our own: an error tells the reader what to do.

Named here so that `scripts/messages.py` finds them; our catalogue stands before Django's and Wagtail's.
"""

from django.utils.translation import gettext_noop as _

TEXTS = (
    _("This field is required."),
    _("Enter a valid date."),
    _("Enter a whole number."),
    _("Select a valid choice. That choice is not one of the available choices."),
)
