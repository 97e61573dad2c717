from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RealtimeConfig(AppConfig):
    name = "portal.realtime"

    def ready(self) -> None:
        autodiscover_modules("realtime")
