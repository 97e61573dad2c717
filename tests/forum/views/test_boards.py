"""The forum's lists: what they show, and that they cost the same for one row and for three."""

import re

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Board, Section

# The session, the viewer and the bell cost six of them.
INDEX_QUERIES = 6
BOARD_QUERIES = 7


@pytest.mark.parametrize("rows", [1, 3])
def test_index_costs_the_same_for_any_number_of_rows(
    rows, olga, nina, public_board, start, client_for, django_assert_num_queries
) -> None:
    for n in range(rows):
        start(olga, public_board, title=f"第 {n} 个帖子")
    client = client_for(nina)
    client.get(reverse("forum:index"))

    with django_assert_num_queries(INDEX_QUERIES):
        response = client.get(reverse("forum:index"))

    assert response.content.decode().count("topic-row") == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_board_costs_the_same_for_any_number_of_rows(
    rows, olga, nina, residents_board, start, client_for, django_assert_num_queries
) -> None:
    for n in range(rows):
        start(olga, residents_board, title=f"第 {n} 个帖子")
    client = client_for(nina)
    client.get(residents_board.get_absolute_url())

    with django_assert_num_queries(BOARD_QUERIES):
        response = client.get(residents_board.get_absolute_url())

    assert response.content.decode().count("topic-row") == rows


def test_board_of_others_does_not_exist(otto, residents_board, client_for) -> None:
    assert client_for(otto).get(residents_board.get_absolute_url()).status_code == 404


def test_board_puts_the_pinned_topic_on_top_once(olga, sam, public_board, start, viewer_of, client_for) -> None:
    pinned = start(olga, public_board, title="置顶的帖子")
    start(olga, public_board, title="新的帖子")
    actions.pin_topic(viewer=viewer_of(sam), topic=pinned, pinned=True)

    page = client_for(None).get(public_board.get_absolute_url()).content.decode()

    assert page.count("置顶的帖子") == 1
    assert page.index("置顶的帖子") < page.index("新的帖子")


def test_estate_lists_its_own_topics_only(olga, otto, estate, other_estate, public_board, start, client_for) -> None:
    there = Board.objects.create(slug="there", estate=other_estate, name="云栖广场", audience="public")
    start(olga, public_board, title="金水湾的事")
    start(otto, there, title="云栖台的事")

    page = client_for(None).get(reverse("forum:estate", args=[estate.slug])).content.decode()

    assert "金水湾的事" in page
    assert "云栖台的事" not in page


def test_index_ignores_a_key_that_cannot_be_read(olga, public_board, start, client_for) -> None:
    start(olga, public_board, title="仍然看得到")

    response = client_for(None).get(reverse("forum:index"), {"before": "x-9", "show": "nonsense"})

    assert "仍然看得到" in response.content.decode()


def test_board_choose_goes_straight_on_where_there_is_one(stranger, public_board, residents_board, client_for) -> None:
    response = client_for(stranger).get(reverse("forum:board-choose"))

    assert response["Location"] == reverse("forum:topic-start", args=[public_board.slug])


def test_feed_holds_public_topics(olga, public_board, start, client_for) -> None:
    start(olga, public_board, title="公开的事")

    response = client_for(None).get(reverse("forum:feed"))

    assert response["Content-Type"].startswith("application/atom+xml")
    assert "公开的事" in response.content.decode()


def test_read_all_marks_the_board_and_leads_back(olga, nina, public_board, start, client_for) -> None:
    start(olga, public_board)
    client = client_for(nina)

    page = client.post("/forum/read-all/", {"board": public_board.slug}, follow=True)

    assert page.redirect_chain[-1][0] == public_board.get_absolute_url()
    assert [(row.unread_count, row.is_new) for row in page.context["listing"].topics] == [(0, False)]
    assert client.post("/forum/read-all/", {"board": "nowhere"}).status_code == 404
    assert client.get("/forum/read-all/").status_code == 405


# ── headings ────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def sections(public_board, residents_board) -> list[Section]:
    """The public board under the second heading, the residents' under the first one."""
    later = Section.objects.create(name="邻里生活", name_en="Among neighbours", position=2)
    first = Section.objects.create(name="公司在听", position=1)
    for board, section in ((public_board, later), (residents_board, first)):
        board.section = section
        board.save()
    return [first, later]


def _headings(page: str) -> list[str]:
    side = page.split('<h2 class="card-title">版块</h2>')[1].split("</nav>")[0]
    return re.findall(r'(?:shelf-name">|forum/b/[-\w]+/">)([^<]+)<', side)


def test_boards_stand_under_their_headings_in_order(sections, estate, nina, client_for) -> None:
    Board.objects.create(slug="loose", estate=estate, name="其他事", audience="public")
    client = client_for(nina)

    pages = [client.get(reverse("forum:index")), client.get(reverse("forum:estate", args=[estate.slug]))]

    for page in pages:
        assert _headings(page.content.decode()) == ["公司在听", "业主圈", "邻里生活", "小区广场", "更多版块", "其他事"]


def test_heading_without_an_open_board_is_not_shown(sections, client_for) -> None:
    page = client_for(None).get(reverse("forum:index")).content.decode()

    assert _headings(page) == ["邻里生活", "小区广场"]


def test_front_without_sections_has_no_headings(public_board, client_for) -> None:
    assert _headings(client_for(None).get(reverse("forum:index")).content.decode()) == ["小区广场"]


def test_where_to_write_is_grouped_too(sections, nina, client_for) -> None:
    page = client_for(nina).get(reverse("forum:board-choose")).content.decode()

    assert page.index("公司在听") < page.index("业主圈") < page.index("邻里生活") < page.index("小区广场")


def test_headings_are_read_in_english(sections, nina, client_for) -> None:
    assert "Among neighbours" in client_for(nina).get("/en/forum/").content.decode()


@pytest.mark.parametrize("boards", [1, 3])
def test_headings_cost_no_query(boards, sections, estate, nina, client_for, django_assert_num_queries) -> None:
    for n in range(boards):
        section = Section.objects.create(name=f"标题{n}", position=9)
        Board.objects.create(slug=f"more-{n}", estate=estate, section=section, name=f"版块{n}", audience="public")
    client = client_for(nina)
    client.get(reverse("forum:index"))

    with django_assert_num_queries(INDEX_QUERIES):
        client.get(reverse("forum:index"))


def test_deleted_section_leaves_its_boards(sections, public_board) -> None:
    sections[1].delete()
    public_board.refresh_from_db()

    assert public_board.section is None
