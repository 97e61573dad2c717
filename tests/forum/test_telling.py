"""Every change of a topic's page has the next number, and open pages are told it."""

import re
from pathlib import Path

import pytest

from forum import actions
from forum.models import Post, Topic
from portal import realtime


@pytest.fixture
def told(monkeypatch) -> list:
    heard: list = []
    monkeypatch.setattr(realtime, "tell", lambda group, kind, data=None: heard.append((group, kind, data)))
    return heard


def test_each_deed_has_the_next_number(olga, nina, sam, public_board, start, viewer_of, told) -> None:
    topic = start(olga, public_board)
    Topic.objects.filter(pk=topic.pk).update(changes=0)
    viewer, staff = viewer_of(nina), viewer_of(sam)
    told.clear()

    post = actions.reply(viewer=viewer, topic=topic, html="<p>我家也是</p>")
    actions.edit_post(viewer=viewer, post=post, html="<p>我家也停了</p>")
    actions.react(viewer=viewer_of(olga), post=post)
    actions.hide_post(viewer=staff, post=post, reason="重复")
    actions.pin_topic(viewer=staff, topic=topic, pinned=True)
    actions.set_topic_progress(topic_id=topic.pk, case_number="JSW-2026-000001", state="received")

    group = f"topic:{topic.public_id}"
    assert [data for name, kind, data in told if (name, kind) == (group, "change")] == [
        {"change": 1, "number": 2},
        {"change": 2, "number": 2},
        {"change": 3, "number": 2, "count": 1},
        {"change": 4, "number": 2},
        {"change": 5},
        {"change": 6},
    ]
    assert Topic.objects.get(pk=topic.pk).changes == 6
    assert Post.objects.get(pk=post.pk).changed == 4


def test_nobody_tells_a_topics_pages_without_a_number() -> None:
    """A page that hears of a change without its number could not know later that it missed one."""
    root = Path(__file__).resolve().parents[2]
    telling = re.compile(r"""realtime\.tell\(\s*f?["']topic:""")

    tellers = [str(path.relative_to(root)) for path in root.glob("[a-z]*/**/*.py") if telling.search(path.read_text())]

    # A poll tells its ballots by itself: its fragment asks for nothing but the newest state.
    others = [path for path in sorted(tellers) if not path.startswith(("tests/", "portal/realtime/"))]
    assert others == ["forum/actions/telling.py", "forum/actions/voting.py"]
