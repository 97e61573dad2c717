from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="site")
class SiteSettings(BaseSiteSetting):
    """What stands in the frame of every page: who we are, how to reach us, under which registration."""

    company_name = models.CharField(_("company's name"), max_length=60, blank=True)
    company_name_zh_hant = models.CharField(_("company's name (Traditional Chinese)"), max_length=60, blank=True)
    company_name_en = models.CharField(_("company's name (English)"), max_length=100, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    phone_24h = models.CharField(
        _("24-hour telephone"), max_length=30, blank=True, help_text=_("Where an estate has none of its own.")
    )
    icp_number = models.CharField(_("ICP registration"), max_length=60, blank=True)
    police_number = models.CharField(_("public security registration"), max_length=60, blank=True)
    report_phone = models.CharField(_("telephone for reporting illegal content"), max_length=30, blank=True)
    report_url = models.URLField(_("page for reporting illegal content"), blank=True)

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("company_name"),
                FieldPanel("company_name_zh_hant"),
                FieldPanel("company_name_en"),
                FieldPanel("address"),
            ],
            heading=_("Company"),
        ),
        FieldPanel("phone_24h"),
        MultiFieldPanel(
            [
                FieldPanel("icp_number"),
                FieldPanel("police_number"),
                FieldPanel("report_phone"),
                FieldPanel("report_url"),
            ],
            heading=_("Registration"),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return self.company_name or str(_("site settings"))
