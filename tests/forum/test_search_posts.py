import json

import pytest
from django.core.management import CommandError, call_command

from forum import actions
from forum.indexing import index_topic
from forum.models import Post


@pytest.fixture
def posts(olga, nina, public_board, residents_board, viewer_of) -> dict[str, int]:
    open_topic = actions.start_topic(viewer=viewer_of(olga), board=public_board, title="電梯壞了", html="<p>三天了</p>")
    reply = actions.reply(viewer=viewer_of(nina), topic=open_topic, html="<p>ＷｉＦｉ也不行</p>")
    closed_topic = actions.start_topic(
        viewer=viewer_of(olga), board=residents_board, title="只给业主看", html="<p>电梯合同</p>"
    )
    question = Post.objects.get(topic=open_topic, number=1)
    return {"question": question.pk, "reply": reply.pk, "closed": Post.objects.get(topic=closed_topic).pk}


def test_search_posts_prints_numbers_newest_first(posts, capsys):
    call_command("search_posts", "电梯")

    assert capsys.readouterr().out.split() == [str(posts["reply"]), str(posts["question"])]


def test_search_posts_looks_with_the_keys_of_an_account(posts, nina, otto, capsys):
    call_command("search_posts", "电梯", "--as", nina.username, "--json")
    said = json.loads(capsys.readouterr().out)

    assert said == {"query": "电梯", "count": 3, "ids": [posts["closed"], posts["reply"], posts["question"]]}

    call_command("search_posts", "电梯合同", "--as", otto.username, "--json")
    assert json.loads(capsys.readouterr().out)["ids"] == []


def test_search_posts_lists_every_hit(public_board, olga, capsys, viewer_of):
    topic = actions.start_topic(viewer=viewer_of(olga), board=public_board, title="停车", html="<p>车位</p>")
    Post.objects.bulk_create(
        Post(topic=topic, number=number, html="<p>白蚁</p>", text="白蚁") for number in range(2, 60)
    )
    index_topic(topic)

    call_command("search_posts", "白蟻", "--json")

    assert json.loads(capsys.readouterr().out)["count"] == 58


def test_search_posts_refuses_an_unknown_account(db):
    with pytest.raises(CommandError, match="no account"):
        call_command("search_posts", "电梯", "--as", "nobody")
