from typing import Any

from allauth.socialaccount.providers.weixin.provider import WeixinProvider as AllauthWeixinProvider
from django.conf import settings

from owners.weixin.views import WeixinAdapter


class WeixinProvider(AllauthWeixinProvider):
    """`qr`: a code to scan, for computers. `inside`: a service account's consent page, within WeChat."""

    name = "WeChat"
    oauth2_adapter_class = WeixinAdapter

    def get_default_scope(self) -> list[str]:
        return ["snsapi_userinfo"] if settings.WECHAT_SIGN_IN == "inside" else ["snsapi_login"]

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        # What somebody is called in WeChat is often a real name: neighbours need not see it here.
        return {}

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """The names that WeChat gives the person; no face, no town, no sex."""
        return {name: data[name] for name in ("openid", "unionid") if data.get(name)}


provider_classes = [WeixinProvider]
