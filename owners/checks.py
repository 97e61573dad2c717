"""What a deployment must have before people can sign in."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.utils.module_loading import import_string


@register(Tags.security, deploy=True)
def sms_gateway_works(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Owners sign in by code: without a gateway nobody new gets in."""
    try:
        import_string(settings.SMS_GATEWAY)()
    except (ImportError, ImproperlyConfigured) as problem:
        return [
            Error(
                f"Text messages can't be sent: {problem}",
                hint="Set LINLI_SMS_GATEWAY=owners.sms.HttpGateway, LINLI_SMS_GATEWAY_URL and LINLI_SMS_GATEWAY_TOKEN.",
                id="owners.E001",
            )
        ]
    return []
