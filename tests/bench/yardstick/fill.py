"""Fills the yardstick site with as much talk as Linli's has, prints what to ask of it. Run by `bench_forum.py`.

`fill.py OWNERS TOPICS POSTS`: one board, one long topic with a twentieth of all posts, the rest evenly.
"""

import json
import random
import sys
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import AnonymousUser, User  # noqa: E402
from django.contrib.sessions.backends.cached_db import SessionStore  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from machina.apps.forum.models import Forum  # noqa: E402
from machina.apps.forum_conversation.models import Post, Topic  # noqa: E402
from machina.apps.forum_member.models import ForumProfile  # noqa: E402
from machina.apps.forum_permission.shortcuts import ALL_AUTHENTICATED_USERS, assign_perm  # noqa: E402

WORDS = [
    "漏水", "电梯", "地下车库", "物业费", "门禁", "绿化", "快递柜", "停车位",
    "楼道灯", "保洁", "保安", "暖气", "外墙", "健身房", "会所", "装修",
]  # fmt: skip


def fill(owners: int, topics: int, posts: int) -> None:
    chance = random.Random(1)
    board = Forum.objects.create(name="业主圈", type=Forum.FORUM_POST)
    for who in (AnonymousUser(), ALL_AUTHENTICATED_USERS):
        for right in ("can_see_forum", "can_read_forum"):
            assign_perm(right, who, board)
    for right in ("can_start_new_topics", "can_reply_to_topics", "can_post_without_approval"):
        assign_perm(right, ALL_AUTHENTICATED_USERS, board)
    users = User.objects.bulk_create(User(username=f"load-{n}", password="!") for n in range(owners))
    ForumProfile.objects.bulk_create(ForumProfile(user=user) for user in users)
    start = now() - timedelta(minutes=topics * 5)
    made = Topic.objects.bulk_create(
        Topic(forum=board, poster=chance.choice(users), subject=" ".join(chance.sample(WORDS, 3)), slug="topic",
              type=Topic.TOPIC_POST, status=Topic.TOPIC_UNLOCKED, approved=True)
        for _n in range(topics)
    )  # fmt: skip
    share = (posts - posts // 20) // max(1, topics - 1)
    written = []
    for at, topic in enumerate(made):
        for number in range(posts // 20 if at == 0 else share):
            text = "，".join(chance.choices(WORDS, k=12)) + "。"
            written.append(
                Post(topic=topic, poster=chance.choice(users), subject=topic.subject, content=text, approved=True,
                     created=start + timedelta(minutes=5 * at, seconds=number * 20))
            )  # fmt: skip
    for post in written:  # what bulk_create leaves out: the kept markup
        post._meta.get_field("content").pre_save(post, add=True)
    Post.objects.bulk_create(written, batch_size=1000)
    with connection.cursor() as cursor:
        # Moments, counters and first and last posts as its own saving would have left them.
        cursor.execute(
            "UPDATE forum_conversation_topic t SET posts_count = p.n, first_post_id = p.first, last_post_id = p.last,"
            " last_post_on = t.created + make_interval(mins => t.id * 5)"
            " FROM (SELECT topic_id, count(*) n, min(id) first, max(id) last FROM forum_conversation_post GROUP BY 1) p"
            " WHERE p.topic_id = t.id"
        )
    board.update_trackers()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def main(owners: int, topics: int, posts: int) -> None:
    call_command("migrate", verbosity=0)
    if not Forum.objects.exists():
        fill(owners, topics, posts)
    board = Forum.objects.get()
    user = User.objects.order_by("pk")[owners // 2]
    session = SessionStore()
    session.update({"_auth_user_id": str(user.pk), "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
                    "_auth_user_hash": user.get_session_auth_hash()})  # fmt: skip
    session.create()
    long = Topic.objects.order_by("-posts_count").first()
    usual = Topic.objects.exclude(pk=long.pk).order_by("-last_post_on")[5]

    def address(topic: Topic) -> str:
        names = {"forum_slug": board.slug, "forum_pk": board.pk, "slug": topic.slug, "pk": topic.pk}
        return reverse("forum_conversation:topic", kwargs=names)

    said = {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session.session_key}",
        "list": reverse("forum:forum", kwargs={"slug": board.slug, "pk": board.pk}),
        "topic": address(usual),
        "long_first": address(long),
        "long_page_250": f"{address(long)}?page={max(1, min(250, long.posts_count // 20))}",
    }
    said["list_200th"] = f"{said['list']}?page={max(1, min(200, topics // 20))}"
    print(json.dumps(said))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
