"""The official HTTP API of a WeChat service account: tokens, and messages to one reader."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache

from notify.wire.http import NoAnswer, post

_TOKEN_GONE = {40001, 40014, 42001}
# The token is fetched anew this long before it ends.
_MARGIN_SECONDS = 300


class WeChatError(Exception):
    """WeChat's answer was no. `code` 0: there was no answer that could be understood."""

    def __init__(self, code: int, said: str = "") -> None:
        super().__init__(f"errcode {code}" if code else said)
        self.code = code


@dataclass(frozen=True, slots=True)
class WeChatApi:
    base_url: str
    app_id: str
    secret: str

    def send_template(self, openid: str, *, template_id: str, data: Mapping[str, str], url: str, once: str) -> None:
        """A template message (模板消息). `once`: WeChat drops a second one of the same name within ten minutes."""
        self.call(
            "/cgi-bin/message/template/send",
            {
                "touser": openid,
                "template_id": template_id,
                "url": url,
                "client_msg_id": once,
                "data": {name: {"value": value} for name, value in data.items()},
            },
        )

    def send_subscribed(self, openid: str, *, template_id: str, data: Mapping[str, str], url: str) -> None:
        """A notice that the reader has subscribed to (订阅通知)."""
        self.call(
            "/cgi-bin/message/subscribe/bizsend",
            {
                "touser": openid,
                "template_id": template_id,
                "page": url,
                "data": {name: {"value": value} for name, value in data.items()},
            },
        )

    def unionid_of(self, openid: str) -> str:
        """The reader's name in all apps of the company; empty where the account is bound to no platform."""
        return str(self.call("/cgi-bin/user/info", {}, openid=openid).get("unionid", ""))

    def call(self, path: str, body: Mapping[str, Any], **query: str) -> dict[str, Any]:
        """One call. A token that WeChat no longer knows is fetched anew, once. Raises WeChatError."""
        try:
            return self._ask(path, body, access_token=self._token(), **query)
        except WeChatError as problem:
            if problem.code not in _TOKEN_GONE:
                raise
        return self._ask(path, body, access_token=self._token(fresh=True), **query)

    def _token(self, *, fresh: bool = False) -> str:
        """Shared by all processes through the cache, and by WeChat's own rule stable between calls."""
        key = f"notify:wechat-token:{self.app_id}"
        kept = None if fresh else cache.get(key)
        if kept:
            return str(kept)
        wish = {
            "grant_type": "client_credential",
            "appid": self.app_id,
            "secret": self.secret,
            "force_refresh": fresh,
        }
        said = self._ask("/cgi-bin/stable_token", wish)
        token = str(said.get("access_token", ""))
        if not token:
            raise WeChatError(0, "no token")
        cache.set(key, token, max(60, int(said.get("expires_in", 7200)) - _MARGIN_SECONDS))
        return token

    def _ask(self, path: str, body: Mapping[str, Any], **query: str) -> dict[str, Any]:
        url = f"{self.base_url}{path}" + (f"?{urlencode(query)}" if query else "")
        headers = {"Content-Type": "application/json; charset=utf-8"}
        try:
            answer = post(url, json.dumps(body, ensure_ascii=False).encode(), headers)
            said = json.loads(answer.body) if answer.status == 200 else None
        except NoAnswer as problem:
            raise WeChatError(0, str(problem)) from problem
        except ValueError as problem:
            raise WeChatError(0, "not JSON") from problem
        if not isinstance(said, dict):
            raise WeChatError(0, f"HTTP {answer.status}")
        if code := int(said.get("errcode", 0)):
            raise WeChatError(code)
        return said
