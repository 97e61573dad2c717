from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        from forum import kept_pages
        from forum.indexing import SOURCE, places_of
        from search import places, sources

        places.declare("forum.", places_of)
        sources.declare(SOURCE)
        kept_pages.declare()
