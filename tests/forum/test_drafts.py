"""What is being written is kept, newest wins, and nothing comes back after it was sent."""

from datetime import timedelta

import pytest

from forum import actions
from forum.actions import Writing
from forum.actions.drafts import forget_old_drafts
from forum.drafting import board_key, places_of, post_key, topic_key
from forum.errors import DraftOutdated, DraftSent
from forum.models import Draft
from owners import rights
from owners.rights import Whose
from portal.uploads import store_bytes
from portal.uploads.models import Upload
from portal.uploads.purging import purge_unbound
from portal.worktime import now


def _keep(viewer, key="board-square", html="<p>一</p>", **more) -> Draft | None:
    return actions.keep_draft(viewer=viewer, key=key, writing=Writing(html=html, **{"seq": 1, **more}))


def test_draft_goes_on_from_one_page_to_the_next(olga, viewer_of) -> None:
    viewer = viewer_of(olga)

    _keep(viewer, html="<p>在手机上</p>", tab="phone", seq=1)
    _keep(viewer, html="<p>在电脑上</p>", tab="desk", seq=2, base=1)

    kept = Draft.objects.get()
    assert (kept.html, kept.seq) == ("<p>在电脑上</p>", 2)


def test_older_page_is_refused_with_what_is_kept(olga, viewer_of) -> None:
    viewer = viewer_of(olga)
    _keep(viewer, html="<p>旧</p>", tab="phone", seq=1)
    _keep(viewer, html="<p>新</p>", tab="desk", seq=2, base=1)

    with pytest.raises(DraftOutdated) as refusal:
        _keep(viewer, html="<p>旧的又来</p>", tab="phone", seq=7, base=1)

    assert refusal.value.kept.html == "<p>新</p>"
    assert Draft.objects.get().html == "<p>新</p>"


def test_page_whose_answer_got_lost_saves_again_but_not_backwards(olga, viewer_of) -> None:
    viewer = viewer_of(olga)
    _keep(viewer, tab="phone", seq=1)

    # It heard nothing of its first save, so it still thinks that nothing is kept.
    _keep(viewer, html="<p>二</p>", tab="phone", seq=2, base=0)
    with pytest.raises(DraftOutdated):
        _keep(viewer, html="<p>迟到</p>", tab="phone", seq=2, base=0)

    assert Draft.objects.get().html == "<p>二</p>"


def test_draft_of_nothing_is_gone(olga, viewer_of) -> None:
    _keep(viewer_of(olga))

    assert _keep(viewer_of(olga), html="<div><br></div>", seq=2, base=1) is None
    assert not Draft.objects.exists()


def test_draft_is_dropped_with_the_post_that_came_of_it(olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    viewer, key = viewer_of(olga), topic_key(topic)
    _keep(viewer, key=key, send_key="k1", tab="a")
    _keep(viewer, key=board_key(public_board))

    actions.reply(viewer=viewer, topic=topic, html="<p>一</p>", send_key="k1")

    assert list(Draft.objects.values_list("key", flat=True)) == [board_key(public_board)]
    # A save that was on its way when the form left brings nothing back.
    with pytest.raises(DraftSent):
        _keep(viewer, key=key, send_key="k1", tab="a", seq=2)
    with pytest.raises(DraftOutdated) as refusal:
        _keep(viewer, key=key, tab="a", seq=2, base=1)
    assert refusal.value.kept is None


def test_draft_of_a_topic_and_of_a_change_are_dropped_too(olga, public_board, start, viewer_of) -> None:
    viewer = viewer_of(olga)
    _keep(viewer, key=board_key(public_board), title="电梯")
    post = start(olga, public_board).posts.get()
    _keep(viewer, key=post_key(post))

    actions.edit_post(viewer=viewer, post=post, html="<p>改过</p>")

    assert not Draft.objects.exists()


def test_draft_that_met_its_own_sending_waits_nowhere(olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>一</p>", send_key="k1")
    Draft.objects.create(user=olga, key=topic_key(topic), html="<p>一</p>", seq=1, send_key="k1")
    waiting = Draft.objects.create(user=olga, key="board-square", html="<p>二</p>", seq=1)

    assert list(Draft.objects.waiting_for(viewer_of(olga))) == [waiting]
    assert not Draft.objects.waiting_for(viewer_of(None)).exists()


def test_draft_keeps_no_script(olga, viewer_of) -> None:
    kept = _keep(viewer_of(olga), html="<p onclick=x()>好<script>alert(1)</script></p>")

    assert kept is not None and kept.html == "<p>好</p>"


def test_files_of_a_draft_outlive_the_weekly_sweep(olga, nina, viewer_of, clock) -> None:
    with clock(now() - timedelta(days=8)):
        mine = store_bytes(b"%PDF-1.4 a", name="a.pdf", owner=olga.pseudonym)
        hers = store_bytes(b"%PDF-1.4 b", name="b.pdf", owner=nina.pseudonym)
    _keep(viewer_of(olga), upload_ids=[mine.public_id, hers.public_id])

    purge_unbound()

    assert list(Upload.objects.all()) == [mine]


def test_drafts_expire_after_ninety_days_and_their_files_with_them(olga, viewer_of, clock) -> None:
    with clock(now() - timedelta(days=91)):
        old = store_bytes(b"%PDF-1.4 a", name="a.pdf", owner=olga.pseudonym)
        _keep(viewer_of(olga), key="board-old", upload_ids=[old.public_id])
    _keep(viewer_of(olga), key="board-new")

    assert forget_old_drafts() == 1
    purge_unbound()

    assert Draft.objects.get().key == "board-new"
    assert not Upload.objects.exists()


def test_drafts_go_with_the_account_and_so_do_their_files(olga, nina, viewer_of) -> None:
    paper = store_bytes(b"%PDF-1.4 a", name="a.pdf", owner=olga.pseudonym)
    _keep(viewer_of(olga), upload_ids=[paper.public_id])
    _keep(viewer_of(nina))
    holding = next(one for one in rights.holdings() if one.model == "forum.Draft")

    holding.erase(holding, Whose(olga))

    assert Draft.objects.get().user == nina
    assert not Upload.objects.exists()


def test_places_are_named_to_those_who_see_them_in_two_queries(
    olga, otto, residents_board, start, viewer_of, django_assert_num_queries
) -> None:
    topics = [start(olga, residents_board, title=f"第{n}个", html=f"<p>说{n}</p>") for n in range(3)]
    keys = [board_key(residents_board), *map(topic_key, topics), post_key(topics[0].posts.get()), "x-y", "topic-none"]

    viewer = viewer_of(olga)
    with django_assert_num_queries(2):
        found = places_of(viewer, keys)

    assert [found[key].kind for key in keys if key in found] == ["board", "topic", "topic", "topic", "post"]
    assert found[post_key(topics[0].posts.get())].url.endswith("/posts/1/edit/")
    assert places_of(viewer_of(otto), keys) == {}
