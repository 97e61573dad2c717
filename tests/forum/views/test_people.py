"""Neighbours to each other: what a profile shows, and blocking: what folds, what stays open, who learns of it."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Block, Topic

# The frame, the session and the viewer cost six of them.
LIST_QUERIES = 5
# And the person, their posts, whether they own a home, and whether they are blocked.
PROFILE_QUERIES = 8


@pytest.fixture
def topic(olga, nina, residents_board, start, viewer_of) -> Topic:
    """Olga asks, Nina replies."""
    topic = start(olga, residents_board, "电梯又停了")
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>别吵了</p>")
    return topic


@pytest.fixture
def block(client_for):
    """`block(olga, nina)` taps “block”; `yes=""` lets go again."""

    def tap(user, person, yes: str = "1", post: str = "", **extra: str):
        url = reverse("forum:person-block", args=[person.public_id])
        return client_for(user).post(f"{url}?post={post}", {"block": yes, **extra})

    return tap


def _article(page: str, number: int) -> str:
    return page.split(f'id="p{number}">')[1].split("</article>")[0]


def _page(client, topic: Topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_blocked_author_is_folded_with_the_text_behind_one_tap(topic, olga, nina, client_for, block) -> None:
    response = block(olga, nina, post=f"{topic.public_id}-2")

    article = _article(_page(client_for(olga), topic), 2)

    assert response["Location"].endswith("#p2")
    assert article.startswith('<details class="post-fold">')
    assert "别吵了" in article
    assert article.rstrip().endswith("</details>")


def test_others_see_it_open_and_letting_go_opens_it_again(topic, olga, nina, sam, client_for, block) -> None:
    block(olga, nina)

    assert "post-fold" not in _page(client_for(nina), topic)
    block(olga, nina, "")
    assert "post-fold" not in _page(client_for(olga), topic)


def test_live_changes_are_folded_too(topic, olga, nina, client_for, viewer_of, block) -> None:
    block(olga, nina)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>还有一句</p>")
    asked = {"seen": 0, "first": 1, "last": 2, "grows": 1}

    changes = client_for(olga).get(reverse("forum:topic-changes", args=[topic.public_id]), asked).content.decode()

    assert _article(changes, 3).startswith('<details class="post-fold">')


def test_official_answer_of_a_blocked_person_stays_open(topic, olga, sam, viewer_of, client_for, block) -> None:
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今天修好</p>")
    Block.objects.create(user=olga, blocked=sam)

    assert "post-fold" not in _page(client_for(olga), topic)


def test_whoever_keeps_order_reads_everything(topic, nina, sam, client_for) -> None:
    Block.objects.create(user=sam, blocked=nina)

    assert "post-fold" not in _page(client_for(sam), topic)


def test_block_list_is_one_s_own_and_lets_go(topic, olga, nina, client_for, block) -> None:
    block(olga, nina)
    url = reverse("forum:blocked-list")

    own, others = (client_for(user).get(url).content.decode() for user in (olga, nina))

    assert reverse("forum:person-block", args=[nina.public_id]) in own
    assert reverse("forum:person-block", args=[nina.public_id]) not in others


def test_nobody_blocks_themselves(topic, olga, block) -> None:
    block(olga, olga)

    assert not Block.objects.exists()


def test_block_of_whom_one_can_t_read_is_refused(topic, otto, nina, client, block) -> None:
    assert block(otto, nina).status_code == 404
    assert "/accounts/" in client.post(reverse("forum:person-block", args=[nina.public_id]))["Location"]
    assert not Block.objects.exists()


def test_blocked_person_who_no_longer_writes_here_can_be_let_go(topic, otto, nina, block) -> None:
    Block.objects.create(user=otto, blocked=nina)

    block(otto, nina, "")

    assert not Block.objects.exists()


@pytest.mark.parametrize("count", [1, 2])
def test_block_list_costs_the_same_for_any_number(
    count, olga, nina, otto, client_for, django_assert_num_queries
) -> None:
    for person in [nina, otto][:count]:
        Block.objects.create(user=olga, blocked=person)
    client, url = client_for(olga), reverse("forum:blocked-list")
    client.get(url)

    with django_assert_num_queries(LIST_QUERIES):
        page = client.get(url).content.decode()

    assert page.count('class="list-row"') == count


def _profile(client, person, **asked):
    return client.get(reverse("forum:profile", args=[person.public_id]), asked)


def test_profile_shows_name_and_posts_and_neither_number_nor_home(topic, olga, nina, unit, client_for) -> None:
    page = _profile(client_for(nina), olga).content.decode()

    assert "电梯又停了" in page
    assert olga.nickname in page
    assert "已认证业主" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert "13800" not in main
    assert str(unit) not in main


def test_profile_shows_what_the_viewer_may_read_only(
    topic, olga, nina, otto, public_board, start, viewer_of, sam, client_for
) -> None:
    start(olga, public_board, "楼下的猫")
    hidden = start(olga, public_board, "看不得")
    actions.hide_topic(viewer=viewer_of(sam), topic=hidden, reason="看一下")

    seen = [_profile(client_for(user), olga).content.decode() for user in (nina, otto)]

    assert ["电梯又停了" in page for page in seen] == [True, False]
    assert ["楼下的猫" in page for page in seen] == [True, True]
    assert ["看不得" in page for page in seen] == [False, False]


def test_profile_of_whom_one_may_read_nothing_is_not_there(topic, olga, nina, otto, sam, viewer_of, client_for) -> None:
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今天修好</p>")

    assert _profile(client_for(otto), olga).status_code == 404
    # The company's word is not the person's.
    assert _profile(client_for(nina), sam).status_code == 404


def test_profile_asks_visitors_to_sign_in(topic, olga, client) -> None:
    assert "/accounts/" in _profile(client, olga)["Location"]


def test_profile_blocks_and_comes_back(topic, olga, nina, client_for, block) -> None:
    response = block(olga, nina, profile="1")

    assert response["Location"] == reverse("forum:profile", args=[nina.public_id])
    assert Block.objects.get().blocked == nina


def test_names_lead_to_profiles_for_who_is_signed_in(olga, nina, public_board, start, client_for, client) -> None:
    topic, link = start(olga, public_board), reverse("forum:profile", args=[olga.public_id])

    assert link in _page(client_for(nina), topic)
    assert link not in _page(client, topic)


def test_profile_pages_by_key(olga, nina, public_board, start, client_for, monkeypatch) -> None:
    monkeypatch.setattr("forum.views.people.PER_PAGE", 2)
    for n in range(3):
        start(olga, public_board, f"话题{n}", f"<p>第{n}个</p>")

    first = _profile(client_for(nina), olga)
    older = _profile(client_for(nina), olga, before=first.context["older"])

    titles = [[row["post"].topic.title for row in page.context["rows"]] for page in (first, older)]
    assert titles == [["话题2", "话题1"], ["话题0"]]


@pytest.mark.parametrize("count", [1, 3])
def test_profile_costs_the_same_for_any_number(
    count, olga, nina, public_board, start, client_for, django_assert_num_queries
) -> None:
    for n in range(count):
        start(olga, public_board, f"话题{n}", f"<p>第{n}个</p>")
    client = client_for(nina)
    _profile(client, olga)

    with django_assert_num_queries(PROFILE_QUERIES):
        page = _profile(client, olga).content.decode()

    assert page.count('class="list-row"') == count
