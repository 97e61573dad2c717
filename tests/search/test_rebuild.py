"""`manage.py rebuild_search`: the index again as the rooms' rows would have it."""

from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

import search
from answers.models import KnowledgeArticle
from forum import actions
from forum.models import Board, Post
from home.setup import ensure_site
from portal.worktime import now
from search import rebuilding, sources
from search.models import SearchEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def topics(olga, nina, sam, estate, viewer_of):
    """Three, of two posts; in the second the reply is hidden, the third is hidden as a whole."""
    board = Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")
    made = []
    for title in ("漏水", "电梯", "白蚁"):
        topic = actions.start_topic(viewer=viewer_of(olga), board=board, title=title, html="<p>楼上</p>")
        actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我家也是</p>")
        made.append(topic)
    actions.hide_post(viewer=viewer_of(sam), post=Post.objects.get(topic=made[1], number=2), reason="广告")
    actions.hide_topic(viewer=viewer_of(sam), topic=made[2], reason="广告")
    return made


@pytest.fixture
def rooms(topics):
    ensure_site()
    KnowledgeArticle.objects.create(title="物业费怎么交", html="<p>线上交</p>")


def held():
    return sorted(SearchEntry.objects.order_by().values_list("kind", "ref", "audience", "title", "text", "grams", "at"))


def rebuild(*arguments):
    out = StringIO()
    call_command("rebuild_search", *arguments, stdout=out)
    return out.getvalue()


def test_rebuild_makes_a_lost_index_again(rooms):
    before = held()
    SearchEntry.objects.all().delete()

    rebuild()

    assert held() == before
    assert {kind for kind, *_ in before} == {"answers.article", "forum.post", "home.page"}


def test_rebuild_writes_anew_what_was_folded_otherwise(rooms):
    before = held()
    SearchEntry.objects.update(grams="旧", folded="旧")

    rebuild()

    assert held() == before


def test_rebuild_takes_out_what_is_no_longer_shown(topics, sam):
    hidden = Post.objects.get(topic=topics[1], number=2)
    for ref in ("999999", str(hidden.pk)):
        search.put(kind="forum.post", ref=ref, audience="public", title="漏水", text="", url="/", when=now())

    said = rebuild("--kind", "forum.post")

    assert set(SearchEntry.objects.values_list("ref", flat=True)) == {
        str(pk) for pk in Post.objects.filter(topic__in=topics[:2]).exclude(pk=hidden.pk).values_list("pk", flat=True)
    }
    assert said == "forum.post: 3 rows put again, 1 entries without a row taken out\n"


def test_rebuild_of_one_kind_leaves_the_others_alone(rooms):
    SearchEntry.objects.all().delete()

    rebuild("--kind", "answers.article")

    assert set(SearchEntry.objects.values_list("kind", flat=True)) == {"answers.article"}


def test_rebuild_can_be_stopped_and_goes_on_where_it_was(topics, monkeypatch):
    before = held()
    SearchEntry.objects.all().delete()
    monkeypatch.setattr(rebuilding, "AT_ONCE", 1)
    real, seen = rebuilding._put_batch, []

    def stopped_at_the_second(source, numbers):
        seen.append(numbers)
        if len(seen) == 2:
            raise KeyboardInterrupt
        real(source, numbers)

    monkeypatch.setattr(rebuilding, "_put_batch", stopped_at_the_second)
    with pytest.raises(CommandError, match=f"--kind forum.post --from-id {topics[0].pk + 1}$"):
        rebuild("--kind", "forum.post")
    assert SearchEntry.objects.count() == 2

    monkeypatch.setattr(rebuilding, "_put_batch", real)
    rebuild("--kind", "forum.post", "--from-id", str(topics[1].pk))

    assert held() == before


def test_rebuild_from_a_number_needs_a_kind():
    with pytest.raises(CommandError, match="--kind"):
        rebuild("--from-id", "5")


def test_every_tab_has_a_source():
    """A room that puts entries in but can't put them again would lose them for good."""
    from search import tabs

    kinds = [source.kind for source in sources.declared()]

    assert all(any(kind.startswith(tab.prefix) for kind in kinds) for tab in tabs.declared())


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_rebuild_writes_nothing_older_over_an_edit(topics, olga, viewer_of):
    """It waits for whoever is changing a topic, and reads only then."""
    post = Post.objects.get(topic=topics[0], number=1)

    def rebuild_alone():
        try:
            rebuild("--kind", "forum.post")
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.edit_post(viewer=viewer_of(olga), post=post, html="<p>已经修好</p>")
            rebuilt = pool.submit(rebuild_alone)
            with pytest.raises(TimeoutError):
                rebuilt.result(timeout=1)
        rebuilt.result(timeout=30)

    assert SearchEntry.objects.get(kind="forum.post", ref=str(post.pk)).text == "已经修好"
