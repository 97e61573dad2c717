"""A topic's page and the forms on it."""

import pytest
from django.urls import reverse

from forum import actions
from forum.models import Post, ReadMark, Subscription, Topic, WatchedWord
from forum.thread import PER_PAGE

# The session, the viewer and the bell cost six of them.
TOPIC_QUERIES = 11


def _url(name: str, topic: Topic, *more: object) -> str:
    return reverse(f"forum:{name}", args=[topic.public_id, *more])


def test_topic_start_publishes_and_shows_the_topic(olga, residents_board, client_for) -> None:
    url = reverse("forum:topic-start", args=[residents_board.slug])

    response = client_for(olga).post(url, {"title": "电梯停了", "body": "<p>三号楼</p>"}, follow=True)

    assert Topic.objects.get().title == "电梯停了"
    assert "三号楼" in response.content.decode()


def test_topic_start_sends_a_visitor_to_sign_in_and_back(public_board, client_for) -> None:
    url = reverse("forum:topic-start", args=[public_board.slug])

    response = client_for(None).get(url)

    assert response.status_code == 302
    assert "next=" in response["Location"]


@pytest.mark.parametrize("data", [{"title": "", "body": "<p>有字</p>"}, {"title": "有标题", "body": "  "}])
def test_topic_start_with_a_bad_form_says_so_and_keeps_the_words(olga, public_board, client_for, data) -> None:
    url = reverse("forum:topic-start", args=[public_board.slug])

    response = client_for(olga).post(url, data)

    assert response.status_code == 200
    assert "error-summary" in response.content.decode()
    assert Topic.objects.count() == 0


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"title": "代 开发票", "body": "<p>原来的话</p>"}, "title"),
        ({"title": "原来", "body": "<p>原来的话，代开發票</p>"}, "body"),
    ],
)
def test_topic_start_with_a_blocked_word_says_so_at_its_field_and_keeps_the_words(
    olga, public_board, client_for, data, field
) -> None:
    WatchedWord.objects.create(word="代开发票", action="block")

    response = client_for(olga).post(reverse("forum:topic-start", args=[public_board.slug]), data)

    assert list(response.context["form"].errors) == [field]
    assert "原来的话" in response.content.decode() and data["title"] in response.content.decode()
    assert Topic.objects.count() == 0


def test_topic_reply_said_before_leads_to_the_first_and_keeps_the_words(olga, public_board, start, client_for) -> None:
    said = "<p>三号楼左边那部电梯从早上八点起就停着，物业还没有人来看。</p>"
    first = start(olga, public_board, title="头一次", html=said)
    second = start(olga, public_board, title="第二次")

    page = client_for(olga).post(_url("topic-reply", second), {"body": said}).content.decode()

    link = f'<a href="{first.posts.get().get_absolute_url()}">头一次</a>'
    assert link in page.split("error-summary-title")[1].split("</ul>")[0]
    assert "三号楼左边那部电梯" in page
    assert second.posts.count() == 1


def test_topic_start_with_a_held_word_tells_the_author(olga, public_board, client_for) -> None:
    WatchedWord.objects.create(word="群租", action="hold")
    url = reverse("forum:topic-start", args=[public_board.slug])

    page = client_for(olga).post(url, {"title": "有人群 租", "body": "<p>三号楼</p>"}, follow=True).content.decode()

    assert "审核" in page or "查看" in page or "being looked at" in page
    assert Topic.objects.get().is_held


@pytest.mark.parametrize("replies", [1, 3])
def test_topic_costs_the_same_for_any_number_of_posts(
    replies, olga, nina, public_board, start, viewer_of, client_for, django_assert_num_queries
) -> None:
    topic = start(olga, public_board)
    for n in range(replies):
        actions.reply(viewer=viewer_of(olga), topic=topic, html=f"<p>{n}</p>")
    client = client_for(nina)
    client.get(topic.get_absolute_url())

    with django_assert_num_queries(TOPIC_QUERIES):
        response = client.get(topic.get_absolute_url())

    assert response.content.decode().count("<article") == replies + 1


def test_topic_shows_the_seal_under_the_question_and_in_place(
    olga, nina, sam, public_board, start, viewer_of, client_for
) -> None:
    topic = start(olga, public_board)
    for n in range(2):
        actions.reply(viewer=viewer_of(nina), topic=topic, html=f"<p>{n}</p>")
    actions.answer_officially(viewer=viewer_of(sam), topic=topic, html="<p>周四修好</p>")

    page = client_for(None).get(topic.get_absolute_url()).content.decode()

    assert page.count("周四修好") == 2
    assert page.index("周四修好") < page.index('id="p2"')


def test_topic_shows_the_progress_of_its_case(olga, public_board, start, client_for) -> None:
    topic = start(olga, public_board)
    actions.set_topic_progress(topic_id=topic.pk, case_number="JSW-2026-000007", state="in_progress", who="戴娜")

    page = client_for(None).get(topic.get_absolute_url()).content.decode()

    assert "JSW-2026-000007" in page
    assert "戴娜" in page
    assert "rail-now" in page


def test_topic_is_paged_by_number_and_marks_what_was_read(olga, nina, public_board, start, viewer_of, client_for):
    topic = start(olga, public_board)
    Post.objects.bulk_create(
        Post(topic=topic, number=n, author=olga, html=f"<p>第{n}条</p>", text=f"第{n}条") for n in range(2, 46)
    )
    Topic.objects.filter(pk=topic.pk).update(last_post_number=45, reply_count=44)
    client = client_for(nina)

    first = client.get(topic.get_absolute_url()).content.decode()
    mark_after_first = ReadMark.objects.get(user=nina).number
    last = client.get(topic.get_absolute_url(), {"from": 45}).content.decode()

    assert (first.count("<article"), mark_after_first) == (PER_PAGE, PER_PAGE)
    assert 'id="p41"' in last and 'id="p40"' not in last
    assert ReadMark.objects.get(user=nina).number == 45


def test_topic_unread_leads_to_the_first_unread_post(olga, nina, public_board, start, viewer_of, client_for) -> None:
    topic = start(olga, public_board)
    actions.mark_read(viewer=viewer_of(nina), topic=topic, number=1)
    actions.reply(viewer=viewer_of(olga), topic=topic, html="<p>新的</p>")

    response = client_for(nina).get(_url("topic-unread", topic))

    assert response["Location"].endswith("?from=2#p2")


def test_topic_shows_a_placeholder_with_the_reason_for_a_hidden_post(
    olga, nina, sam, public_board, start, viewer_of, client_for
) -> None:
    topic = start(olga, public_board)
    post = actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>电话 13800001234</p>")
    actions.hide_post(viewer=viewer_of(sam), post=post, reason="公布了他人电话")

    neighbours = client_for(olga).get(topic.get_absolute_url()).content.decode()
    staff = client_for(sam).get(topic.get_absolute_url()).content.decode()

    assert "公布了他人电话" in neighbours and "13800001234" not in neighbours
    assert "公布了他人电话" in staff and "13800001234" in staff


def test_topic_reply_goes_to_the_new_post(olga, nina, public_board, start, client_for) -> None:
    topic = start(olga, public_board)

    response = client_for(nina).post(_url("topic-reply", topic), {"body": "<p>我也是</p>"})

    assert response["Location"].endswith("?from=2#p2")


def test_topic_reply_empty_keeps_the_page_and_says_why(olga, nina, public_board, start, client_for) -> None:
    topic = start(olga, public_board)

    response = client_for(nina).post(_url("topic-reply", topic), {"body": ""})

    assert response.status_code == 200
    assert "field-error" in response.content.decode()


def test_topic_quotes_the_post_that_was_asked_for(olga, nina, public_board, start, client_for) -> None:
    topic = start(olga, public_board, html="<p>左边那部</p>")

    page = client_for(nina).get(topic.get_absolute_url(), {"quote": "1"}).content.decode()

    assert "&lt;blockquote&gt;奥丽佳（#1）" in page or "&lt;blockquote&gt;奥丽佳 (#1)" in page


@pytest.mark.parametrize("level, kept", [("mute", ["mute"]), ("", [])])
def test_topic_follow_sets_the_level(olga, public_board, start, client_for, level, kept) -> None:
    topic = start(olga, public_board)

    client_for(olga).post(_url("topic-follow", topic), {"level": level})

    assert list(Subscription.objects.filter(user=olga).values_list("level", flat=True)) == kept


def test_topic_follow_of_an_unknown_level_is_not_found(olga, public_board, start, client_for) -> None:
    topic = start(olga, public_board)

    assert client_for(olga).post(_url("topic-follow", topic), {"level": "shout"}).status_code == 404


def test_topic_people_suggests_by_the_beginning_and_to_those_who_read(
    olga, nina, otto, residents_board, start, viewer_of, client_for
) -> None:
    topic = start(olga, residents_board)
    actions.reply(viewer=viewer_of(nina), topic=topic, html="<p>我也是</p>")

    assert client_for(olga).get(_url("topic-people", topic), {"q": "倪"}).json() == {"names": ["倪娜"]}
    assert client_for(olga).get(_url("topic-people", topic), {"q": ""}).json() == {"names": ["客服", "倪娜"]}
    assert client_for(otto).get(_url("topic-people", topic), {"q": "倪"}).status_code == 404


def test_topic_start_with_private_details_asks_and_keeps_the_words(olga, public_board, client_for) -> None:
    client, url = client_for(olga), reverse("forum:topic-start", args=[public_board.slug])
    written = {"title": "京A12345挡路", "body": "<p>车主 13800001501 请挪车</p>"}

    page = client.post(url, written).content.decode()
    assert 'value="mask"' in page and "138****1501" in page and "13800001501 请挪车" in page
    assert Topic.objects.count() == 0
    client.post(url, {**written, "details": "mask"})

    topic = Topic.objects.get()
    assert (topic.title, topic.posts.get().text) == ("京A***45挡路", "车主 138****1501 请挪车")


def test_topic_reply_with_private_details_goes_out_as_it_is_if_wanted(olga, public_board, start, client_for) -> None:
    topic = start(olga, public_board)

    client_for(olga).post(_url("topic-reply", topic), {"body": "<p>找我 13800001501</p>", "details": "keep"})

    assert topic.posts.get(number=2).text == "找我 13800001501"


def test_topic_reply_with_a_number_of_the_house_is_not_asked_about(
    olga, estate, public_board, start, client_for
) -> None:
    estate.phone_24h = "138 0000 1501"
    estate.save()
    topic = start(olga, public_board)

    client_for(olga).post(_url("topic-reply", topic), {"body": "<p>打 13800001501</p>"})

    assert topic.posts.count() == 2
