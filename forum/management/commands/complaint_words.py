"""The list of complaint words that a new house begins with."""

from typing import Any

from django.core.management.base import BaseCommand

from forum.actions import add_complaint_words


class Command(BaseCommand):
    help = "Adds the house's list of complaint words to the watched words; what is there already stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{add_complaint_words()} words added.")
