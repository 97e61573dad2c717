from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CrmConfig(AppConfig):
    name = "crm"
    verbose_name = _("Case handling")

    def ready(self) -> None:
        from owners.task_links import register_task_kind

        register_task_kind("crm.workorder", view_url_name="crm:workorder-task")
