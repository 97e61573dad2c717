from datetime import timedelta

import pytest
from django.conf import settings

from club.models import Event, EventState
from forum import actions as forum
from forum.models import Board, Seal
from home.models import SiteSettings
from portal.worktime import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(estate):
    Seal.objects.create(company="邻里置业", post_title="发言人")
    return Board.objects.create(
        slug="jsw", estate=estate, name="物业服务", audience="public", start_audience="signed-in"
    )


@pytest.fixture
def answered(board, viewer_of, olga, sam):
    def make(title: str, board=board):
        topic = forum.start_topic(viewer=viewer_of(olga), board=board, title=title, html="<p>请问</p>")
        forum.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>今天下午已经修好。</p>")
        return topic

    return make


def event(estate, title="亲子写生", audience="public"):
    start = now() + timedelta(days=3)
    return Event.objects.create(
        estate=estate, title=title, place="花园", starts_at=start, ends_at=start + timedelta(hours=2), capacity=20,
        audience=audience, state=EventState.PUBLISHED,
    )  # fmt: skip


def test_home_page_shows_the_pulse(site, client, make_news, answered, estate):
    SiteSettings.objects.update(company_name="邻里置业", icp_number="陇ICP备1号")
    make_news("园林开放", slug="garden")
    answered("电梯什么时候修好")
    event(estate)

    page = client.get("/").content.decode()

    for fact in ("园林开放", "电梯", "今天下午已经修好", "亲子写生", "0931-8880000", "陇ICP备1号", "100%"):
        assert fact in page


def test_home_page_hides_closed_boards_and_events(site, client, client_for, answered, board, estate, otto, olga):
    secret = f"estate:{estate.pk}:verified"
    board.audience = secret
    board.save()
    answered("只说给本楼盘听的事")
    event(estate, "本楼盘的活动", audience=secret)

    for who in (None, otto):
        page = client_for(who).get("/").content.decode()
        assert "今天下午已经修好" not in page
        assert "本楼盘的活动" not in page
    assert "今天下午已经修好" in client_for(olga).get("/").content.decode()


def test_home_page_of_an_owner_shows_their_home(site, client_for, olga):
    page = client_for(olga).get("/")

    assert [str(unit) for unit in page.context["mine"].units] == ["3号楼1单元1501"]
    assert "mine" not in client_for(None).get("/").content.decode().split("<main")[1].split("</main>")[0]


def test_speed_is_counted_from_the_records(site, client, answered):
    answered("第一问")
    answered("第二问")

    speed = client.get("/").context["speed"]

    assert (speed.answered, speed.in_time_percent, speed.waiting) == (2, 100, 0)


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("who", "queries"), [(None, 17), ("olga", 24)])
def test_home_page_query_count(
    site, client_for, make_news, make_picture, answered, estate, request, rows, who, queries, django_assert_num_queries
):
    for n in range(rows):
        page = make_news(f"新闻{n}", slug=f"n{n}", lead_image=make_picture())
        page.lead_image.get_renditions("format-avif|fill-480x300", "format-webp|fill-480x300")
        answered(f"问题{n}")
        event(estate)
    client = client_for(request.getfixturevalue(who) if who else None)
    client.get("/")  # draws the renditions

    with django_assert_num_queries(queries):
        assert client.get("/").status_code == 200


def test_home_page_describes_itself(site, client):
    page = client.get("/").content.decode()

    assert f'<link rel="canonical" href="{settings.CANONICAL_URL}/">' in page
    for code, path in (("zh-Hans", "/"), ("zh-Hant", "/zh-hant/"), ("en", "/en/")):
        assert f'hreflang="{code}" href="{settings.CANONICAL_URL}{path}"' in page
