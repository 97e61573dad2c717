from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete, post_migrate, post_save
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        post_migrate.connect(_reinstall_index, sender=self)
        post_save.connect(_forget_synonyms, sender="search.SearchSynonym")
        post_delete.connect(_forget_synonyms, sender="search.SearchSynonym")


def _reinstall_index(*, using: str, **kwargs: Any) -> None:
    """A migration that alters the table on SQLite makes it anew, without its triggers."""
    from django.db import connections

    from search import index
    from search.models import SearchEntry

    connection = connections[using]
    if SearchEntry._meta.db_table in connection.introspection.table_names():
        index.install(connection)


def _forget_synonyms(**kwargs: Any) -> None:
    from search import synonyms

    synonyms.forget()
