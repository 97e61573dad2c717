from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.weixin.client import WeixinOAuth2Client
from allauth.socialaccount.providers.weixin.views import WeixinOAuth2Adapter
from django.conf import settings

_CONSENT = {
    "qr": "https://open.weixin.qq.com/connect/qrconnect",
    "inside": "https://open.weixin.qq.com/connect/oauth2/authorize",
}


class WeixinClient(WeixinOAuth2Client):
    def get_redirect_url(self, authorization_url: str, scope: list[str], extra_params: dict[str, str]) -> str:
        # WeChat's own rule; without the fragment some of its programs show an empty page.
        return f"{super().get_redirect_url(authorization_url, scope, extra_params)}#wechat_redirect"


class WeixinAdapter(WeixinOAuth2Adapter):
    client_class = WeixinClient
    authorize_url = property(lambda self: _CONSENT[settings.WECHAT_SIGN_IN])
    access_token_url = property(lambda self: f"{settings.WECHAT_API_URL}/sns/oauth2/access_token")
    profile_url = property(lambda self: f"{settings.WECHAT_API_URL}/sns/userinfo")


oauth2_login = OAuth2LoginView.adapter_view(WeixinAdapter)
oauth2_callback = OAuth2CallbackView.adapter_view(WeixinAdapter)
