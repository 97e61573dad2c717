from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NotifyConfig(AppConfig):
    name = "notify"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_out

        from notify.sessions import on_signed_out

        user_logged_out.connect(on_signed_out, dispatch_uid="notify.signed_out")
        autodiscover_modules("notifications")
