from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _prepare(using: str, **kwargs: Any) -> None:
    from club.ledger_guard import install_guards
    from club.seeds import plant

    install_guards(using)
    plant(using)


class ClubConfig(AppConfig):
    name = "club"

    def ready(self) -> None:
        from club.indexing import SOURCE
        from owners.task_links import register_task_kind
        from search import sources

        sources.declare(SOURCE)
        register_task_kind("club.door", view_url_name="club:door")
        # SQLite loses triggers when a later migration rebuilds their table: put back each time.
        post_migrate.connect(_prepare, sender=self, dispatch_uid="club.prepare")
