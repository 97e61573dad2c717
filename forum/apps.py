from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        from forum import kept_pages
        from forum.blocking import blocked_by
        from forum.indexing import SOURCE, places_of
        from search import places, shutting, sources

        places.declare("forum.", places_of)
        sources.declare(SOURCE)
        shutting.declare(blocked_by)
        kept_pages.declare()
