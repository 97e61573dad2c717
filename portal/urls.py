"""Every address of the house. What is not for people's eyes stands outside the languages."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from notify.views import wechat_event
from owners.views import sms_status
from portal import health, preferences, pwa, styleguide
from portal.origin import from_own_page
from portal.uploads import views as files

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("files/", files.file_upload, name="file-upload"),
    path("files/<str:public_id>/", files.file_show, name="file"),
    path("files/<str:public_id>/thumb/", files.file_thumb, name="file-thumb"),
    path("sw.js", pwa.service_worker, name="service-worker"),
    path("preferences/large-type/", preferences.large_type, name="large-type"),
    path("hooks/sms/status/", sms_status.sms_status, name="sms-status"),
    path("hooks/wechat/", wechat_event.wechat_event, name="wechat-event"),
    path("i18n/setlang/", from_own_page(set_language), name="set_language"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]

if settings.DEMO:
    from portal.demo import door

    urlpatterns += i18n_patterns(
        path("demo/", door.demo_door, name="demo-door"),
        path("demo/enter/<str:username>/", door.demo_enter, name="demo-enter"),
        path("demo/confirm/", door.demo_confirm, name="demo-confirm"),
        prefix_default_language=False,
    )

urlpatterns += i18n_patterns(
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("offline/", pwa.offline, name="offline"),
    path("styleguide/", styleguide.styleguide, name="styleguide"),
    path("accounts/", include("allauth.urls")),
    path("forum/", include("forum.urls")),
    path("club/", include("club.urls")),
    path("contact/", include("mailbox.urls")),
    path("search/", include("search.urls")),
    path("help/", include("answers.urls")),
    path("desk/", include("desk.urls")),
    path("", include("owners.urls")),
    path("", include("notify.urls")),
    path("", include("crm.urls")),
    # The pages of the site take every address that is left.
    path("", include("home.urls")),
    prefix_default_language=False,
)
