"""Whoever asks anonymously is known to nobody else: not on a page, in a notice, a mail, a feed or a case."""

import json
import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from crm.actions import answer_customer, hear_author, open_case_from_topic
from crm.models import Case
from forum import actions
from forum.models import Board, Post, Removal, Sanction, Topic
from mailbox.models import Conversation
from notify.models import Notification
from owners.models import User
from portal.mailwire.models import OutgoingMail
from portal.realtime import telling
from search.models import SearchEntry
from tests.portal.test_routes import EVERYBODY, RULES, VISITOR, address, routes

pytestmark = pytest.mark.django_db

NICKNAME = "鹓雏望舒"


@pytest.fixture
def asker(building: Any) -> User:
    """A verified owner who only ever asked anonymously."""
    from tests.conftest import _owner, _unit

    user = _owner("甯默言", "+8613800001599", _unit(building, "1599"), email="asker@example.com")
    user.nickname = NICKNAME
    user.save()
    return user


@pytest.fixture
def hidden(
    world: dict[str, Any],
    asker: User, olga: User, nina: User, sam: User, mona: User, viewer_of: Callable[..., Any], drain: Callable[[], int],
) -> dict[str, Any]:  # fmt: skip
    """An anonymous topic with all that can hang on one, and the addresses that lead to it."""
    board = Board.objects.get(slug=world["board"])
    board.allows_anonymous = True
    board.save()
    topic = actions.start_topic(
        viewer=viewer_of(asker), board=board, title="楼上半夜敲墙", html="<p>不方便露面，问一问。</p>", anonymous=True,
        poll=actions.NewPoll(question="听见了吗", options=("听见", "没有")),
    )  # fmt: skip
    question = topic.posts.get(number=1)
    actions.follow_topic(viewer=viewer_of(nina), topic=topic, level="follow")
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>我家也听见了</p>")
    own = actions.reply(viewer=viewer_of(asker), topic=topic, html="<p>谢谢，@奥丽佳 几点？</p>")
    gone = actions.reply(viewer=viewer_of(asker), topic=topic, html="<p>再补一句不好听的。</p>")
    for post in (question, own):
        actions.save_post(viewer=viewer_of(nina), post=post)
        actions.react(viewer=viewer_of(nina), post=post)
        actions.flag_post(viewer=viewer_of(olga), post=post, reason="other")
    actions.hide_post(viewer=viewer_of(sam), post=gone, reason="语气")
    sanction = actions.sanction_author(viewer=viewer_of(sam), post=gone, kind="warning", reason="语气")
    actions.appeal(viewer=viewer_of(asker), sanction=sanction, text="没有骂人")
    topic.refresh_from_db()
    case = open_case_from_topic(viewer=viewer_of(mona), topic=topic, kind="complaint")
    answer_customer(viewer=viewer_of(mona), case=case, html="<p>已提醒。</p>")
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>已提醒楼上。</p>")
    Topic.objects.filter(pk=topic.pk).update(progress_state="closed")
    hear_author(verdict_id=actions.judge_end(viewer=viewer_of(asker), topic=topic, settled=False, said="还在敲").pk)
    actions.put_on_watch(viewer=viewer_of(sam), topic=topic)
    drain()
    matter = Conversation.objects.get(number=case.number)
    return world | {
        "topic": topic.public_id, "topic_id": topic.public_id, "key": f"topic-{topic.public_id}",
        "sanction": sanction.public_id, "removal": Removal.objects.get(post=gone).public_id, "token": matter.token,
        **{name: {"number": case.number} for name in RULES if name.startswith("desk:case-")},
        "desk:case": {"number": case.number}, "desk:case-list": {},
        "desk:case-from-topic": {"topic_id": topic.public_id},
        "desk:watch-correct": {"topic": topic.public_id, "number": 5},
    }  # fmt: skip


def _told(text: str, asker: User) -> set[str]:
    plain = re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)
    return {secret for secret in (NICKNAME, asker.public_id) if secret in text or secret in plain}


def test_no_page_tells_anybody_else_who_asked(
    hidden: dict[str, Any], asker: User, everybody: dict[str, Client]
) -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for route in routes():
        urls = {address(route, hidden | {"number": number}) for number in (1, 3, 4)}
        if route == "forum:topic":
            urls |= {f"{url}?from=3&quote={number}" for url in urls for number in (1, 3)}
        if route in {"forum:index", "forum:board", "forum:estate", "desk:watch-list"}:
            urls |= {f"{url}?show={show}" for url in urls for show in ("latest", "new", "discussed", "closed", "mine")}
        for url in urls:
            for name, client in everybody.items():
                answer = client.get(url)
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                if _told(body.decode("utf-8", "replace"), asker):
                    found[route].add(name)

    assert dict(found) == {}
    # A walk that meets only refusals proves nothing.
    seen = {
        route: everybody[who].get(address(route, hidden)).content.decode()
        for route, who in (("forum:topic", "nina"), ("desk:watch", "sam"), ("desk:case", "dana"))
    }
    assert seen["forum:topic"].count("匿名邻居") > 3
    assert "匿名邻居" in seen["desk:watch"]
    assert "不方便露面" in seen["desk:case"]


def test_nothing_sent_or_kept_for_others_tells_who_asked(hidden: dict[str, Any], asker: User) -> None:
    others = Notification.objects.exclude(user=asker)
    told = [f"{one.params} {one.actor} {one.title} {one.text} {one.url}" for one in others]
    mails = [f"{mail.subject} {mail.text} {mail.html}" for mail in OutgoingMail.objects.exclude(to=asker.email)]

    # Nina follows, Olga is spoken to, staff are asked.
    assert any("匿名邻居" in text for text in told)
    assert [text for text in (*told, *mails) if _told(text, asker)] == []
    posts = [str(pk) for pk in Post.objects.filter(author=asker).values_list("pk", flat=True)]
    case = Case.objects.get(topic_public_id=hidden["topic"])

    assert SearchEntry.objects.filter(kind="forum.post", ref__in=posts).exists()
    assert not SearchEntry.objects.filter(author=asker).exists()
    assert (case.conversation.user, case.conversation.person, case.conversation.contact) == (None, None, None)
    for table in ("crm_entry", "mailbox_message", "mailbox_conversation", "crm_case", "owners_grant"):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            rows = " ".join(str(value) for row in cursor.fetchall() for value in row)
        assert _told(rows, asker) == set(), table


def test_sockets_carry_nothing_of_who_asked(
    hidden: dict[str, Any], asker: User, viewer_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch,
    drain: Callable[[], int], django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    told: list[str] = []
    monkeypatch.setattr(telling, "_publish", lambda message: told.append(json.dumps(message, ensure_ascii=False)))
    topic = Topic.objects.get(public_id=hidden["topic"])
    Sanction.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        actions.reply(viewer=viewer_of(asker), topic=topic, html="<p>还有一句话要补上。</p>")
        drain()

    # What rings the asker's own bell is a group of their own.
    assert len(told) > 1
    assert [one for one in told if _told(one, asker) and f"user:{asker.public_id}" not in one] == []


def test_profile_and_search_by_name_find_nothing_of_it(
    hidden: dict[str, Any], asker: User, everybody: dict[str, Client]
) -> None:
    for name in EVERYBODY - {VISITOR, "dana without pledge"}:
        assert everybody[name].get(f"/forum/u/{asker.public_id}/").status_code == 404
        page = everybody[name].get("/search/", {"q": "敲墙", "by": NICKNAME}).content.decode()
        assert hidden["topic"] not in page
        names = everybody[name].get(f"/forum/t/{hidden['topic']}/people/", {"q": NICKNAME[0]})
        assert NICKNAME not in names.content.decode()
    assert hidden["topic"] in everybody["nina"].get("/search/", {"q": "敲墙"}).content.decode()
