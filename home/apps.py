from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Site")

    def ready(self) -> None:
        import search
        from home import publishing
        from search import sources

        publishing.connect()
        sources.declare(publishing.ARTICLES)
        sources.declare(publishing.PAGES)
        search.declare_tab("forum.", _("Forum"), "forum")
        search.declare_tab("home.", _("News and pages"), "home")
        search.declare_tab("club.", _("Club and events"), "calendar")
        search.declare_tab("answers.", _("Owners' guide"), "bell")
