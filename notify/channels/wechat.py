"""By WeChat, to people who bound it to their account and follow the company's official account."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import timedelta

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.utils.timezone import localtime

from notify.channels.base import NotDelivered, Rejected, TryAgain, TryLater, Unreachable
from notify.followers import unfollow
from notify.models import Delivery, WeChatFollower
from notify.wire.wechat_api import WeChatApi, WeChatError
from notify.wording import address_of
from owners.models import User
from portal.worktime import now

# 43004: does not follow us. 43101: has not subscribed. 40003: is nobody of ours.
NOT_FOLLOWING = {43004: "does not follow", 43101: "has not subscribed", 40003: "unknown reader"}
_RATE = {45009, 45011, 45047}
_BUSY = {-1, 0, 40001, 40014, 42001}
# A field of a template holds this much; WeChat refuses longer ones.
_FIELD = 20


def api() -> WeChatApi:
    return WeChatApi(settings.WECHAT_API_URL, settings.WECHAT_SERVICE_APP_ID, settings.WECHAT_SERVICE_APP_SECRET)


def is_configured() -> bool:
    """True where messages can be sent at all."""
    return settings.WECHAT_GATEWAY == "demo" or bool(settings.WECHAT_SERVICE_APP_ID and settings.WECHAT_TEMPLATE_ID)


def openids_of(users: Iterable[User]) -> dict[int, str]:
    """Per user id the name under which our official account may write. Two queries."""
    if not is_configured():
        return {}
    bound = {
        account.user_id: account
        for account in SocialAccount.objects.filter(user__in=list(users), provider="weixin").order_by("-pk")
    }
    if settings.WECHAT_APP_ID == settings.WECHAT_SERVICE_APP_ID:
        own = {account.uid: user_id for user_id, account in bound.items()}
        gone = WeChatFollower.objects.filter(openid__in=own, following=False).values_list("openid", flat=True)
        return {user_id: openid for openid, user_id in own.items() if openid not in set(gone)}
    unions = {account.extra_data.get("unionid"): user_id for user_id, account in bound.items()}
    readers = WeChatFollower.objects.filter(unionid__in=[union for union in unions if union], following=True)
    return {unions[reader.unionid]: reader.openid for reader in readers}


class ByWeChat:
    keeps_quiet = True
    hands_over = False

    def reachable(self, users: Sequence[User]) -> set[int]:
        return set(openids_of(users))

    def deliver(self, delivery: Delivery) -> None:
        openid = openids_of([delivery.notification.user]).get(delivery.user_id)
        if openid is None:
            raise Unreachable("not bound, or does not follow")
        _GATEWAYS[settings.WECHAT_GATEWAY](openid, delivery)


def _to_wechat(openid: str, delivery: Delivery) -> None:
    fields, url = _fields(delivery), address_of(delivery.notification)
    try:
        if settings.WECHAT_MESSAGES == "subscribe":
            api().send_subscribed(openid, template_id=settings.WECHAT_TEMPLATE_ID, data=fields, url=url)
        else:
            once = f"linli-{delivery.pk}"
            api().send_template(openid, template_id=settings.WECHAT_TEMPLATE_ID, data=fields, url=url, once=once)
    except WeChatError as problem:
        raise _as_outcome(problem, openid) from problem


def _to_demo_inbox(openid: str, delivery: Delivery) -> None:
    """Sends nothing: the demo inbox shows what was delivered."""


_GATEWAYS: dict[str, Callable[[str, Delivery], None]] = {"official": _to_wechat, "demo": _to_demo_inbox}


def _as_outcome(problem: WeChatError, openid: str) -> NotDelivered:
    if problem.code in NOT_FOLLOWING:
        unfollow(openid=openid, why=NOT_FOLLOWING[problem.code])
        return Unreachable(f"{problem}: {NOT_FOLLOWING[problem.code]}")
    if problem.code in _RATE:
        return TryLater(str(problem), at=now() + timedelta(hours=1))
    return TryAgain(str(problem)) if problem.code in _BUSY else Rejected(str(problem))


def _fields(delivery: Delivery) -> Mapping[str, str]:
    """The template's own field names with what we have to say in them."""
    words = {
        "title": delivery.notification.outside_title,
        "time": f"{localtime(delivery.notification.created_at):%Y-%m-%d %H:%M}",
    }
    return {name: words[meaning][:_FIELD] for name, meaning in settings.WECHAT_TEMPLATE_FIELDS.items()}


BY_WECHAT = ByWeChat()
