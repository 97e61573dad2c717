"""What leaves after commit, in the background: each delivery, the held ones at their hour, the daily mail."""

from collections.abc import Iterable
from datetime import timedelta
from itertools import batched

from django.db import transaction
from django.tasks import task

from notify import delivering, digests
from notify.channels import wechat
from notify.models import WeChatFollower
from portal import jobs

BATCH = 25


@jobs.retried(attempts=delivering.ATTEMPTS)
@task(queue_name="mail")
def deliver(delivery_ids: list[int]) -> None:
    """Each delivery leaves once, however often this runs."""
    delivering.deliver_each(delivery_ids)


@jobs.retried(attempts=3)
@task(queue_name="mail")
def send_digests(user_ids: list[int]) -> None:
    """Each person's daily mail, in a transaction of its own."""
    for user_id in user_ids:
        digests.send_digest(user_id)


@jobs.retried(attempts=4)
@task(queue_name="default")
def learn_unionid(follower_id: int) -> None:
    """Asks WeChat which person a new follower is in all apps of the company."""
    follower = WeChatFollower.objects.filter(pk=follower_id, unionid="").first()
    if follower is not None:
        unionid = wechat.api().unionid_of(follower.openid)
        WeChatFollower.objects.filter(pk=follower_id).update(unionid=unionid)


def deliver_soon(delivery_ids: Iterable[int]) -> None:
    """Puts deliveries in line; they go once the caller's transaction has committed."""
    for ids in batched(delivery_ids, BATCH, strict=False):
        deliver.enqueue(list(ids))


@jobs.periodic("notify.release", every=timedelta(minutes=5))
def release() -> None:
    """Lets go what was held over quiet hours or a service's limit."""
    with transaction.atomic():
        while ids := delivering.release_due():
            deliver_soon(ids)


@jobs.periodic("notify.digests", every=timedelta(minutes=15))
def start_digests() -> None:
    for ids in batched(digests.users_due(), BATCH, strict=False):
        send_digests.enqueue(list(ids))
