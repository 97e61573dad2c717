"""Who follows our WeChat account, as WeChat tells us and as its answers show."""

from django.db import transaction

from notify.models import WeChatFollower
from portal.worktime import now


@transaction.atomic
def follow(*, openid: str) -> None:
    """Somebody follows us, or does so again. Which of our accounts it is, a task asks WeChat."""
    from notify.tasks import learn_unionid

    follower, _ = WeChatFollower.objects.update_or_create(
        openid=openid, defaults={"following": True, "problem": "", "changed_at": now()}
    )
    if not follower.unionid:
        learn_unionid.enqueue(follower.pk)


def unfollow(*, openid: str, why: str) -> None:
    """Nothing more goes there until the person follows again."""
    WeChatFollower.objects.update_or_create(
        openid=openid, defaults={"following": False, "problem": why, "changed_at": now()}
    )
