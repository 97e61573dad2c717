from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        from forum import kept_pages
        from forum.indexing import places_of
        from search import places

        places.declare("forum.", places_of)
        kept_pages.declare()
