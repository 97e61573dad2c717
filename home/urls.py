"""The pages of the site. Wagtail's own names stand outside the namespace, as it looks for them there."""

from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import views as wagtail_views
from wagtail.urls import serve_pattern

from home.views.estate import estate
from home.views.estate_list import estate_list
from home.views.feed import NewsAtom, NewsRss
from home.views.rendition import rendition
from home.views.robots import robots
from home.views.sitemap import sitemap
from home.views.way_in import way_in

pages = [
    path("e/", estate_list, name="estate-list"),
    path("e/<slug:estate>/", estate, name="estate"),
    path("news/feed/", NewsAtom(), name="news-feed"),
    path("news/feed/rss/", NewsRss(), name="news-feed-rss"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
    path("media/images/<path:name>", rendition, name="rendition"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((pages, "home"))),
    # Instead of wagtail.urls: its sign-in page would take passwords without a second factor.
    path("_util/login/", way_in, name="wagtailcore_login"),
    path(
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/",
        wagtail_views.authenticate_with_password,
        name="wagtailcore_authenticate_with_password",
    ),
    re_path(serve_pattern, wagtail_views.serve, name="wagtail_serve"),
]
