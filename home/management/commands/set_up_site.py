from typing import Any

from django.core.management.base import BaseCommand

from home.setup import ensure_site


class Command(BaseCommand):
    help = "Lays the public site: languages, front pages, editors' permissions, workflow, first pledge. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        site = ensure_site()
        self.stdout.write(f"The site stands at {site.root_url}.")
