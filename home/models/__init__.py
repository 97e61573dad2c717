from home.models.images import SiteImage, SiteImageRendition
from home.models.news import NewsCategory, NewsIndexPage, NewsPage, RelatedNews
from home.models.pages import HomePage, StandardPage
from home.models.projects import ProjectIndexPage, ProjectPage
from home.models.site_settings import SiteSettings

__all__ = [
    "HomePage",
    "NewsCategory",
    "NewsIndexPage",
    "NewsPage",
    "ProjectIndexPage",
    "ProjectPage",
    "RelatedNews",
    "SiteImage",
    "SiteImageRendition",
    "SiteSettings",
    "StandardPage",
]
