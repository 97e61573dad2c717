import pytest

from crm.models import Case
from forum.actions import start_topic
from forum.models import Board


@pytest.fixture
def topic(estate, olga, viewer_of):
    board = Board.objects.create(
        slug="jsw-life",
        estate=estate,
        name="邻里生活",
        audience=f"estate:{estate.pk}:verified",
        start_audience=f"estate:{estate.pk}:verified",
    )
    return start_topic(viewer=viewer_of(olga), board=board, title="地库又积水了", html="<p>昨晚暴雨，B区积水。</p>")


def _url(topic):
    return f"/desk/cases/from-topic/{topic.public_id}/"


def test_case_from_topic_by_an_officer_is_taken_at_once(client_for, dana, topic):
    response = client_for(dana).post(_url(topic), {"kind": "complaint", "note": "多人跟帖"})

    case = Case.objects.get()
    topic.refresh_from_db()
    assert response.url == f"/desk/cases/{case.number}/"
    assert (case.first_asked, case.conversation.channel, case.subject) == (dana, "forum", "地库又积水了")
    assert (topic.case_number, topic.progress_state, topic.progress_who) == (case.number, "received", "戴娜")


def test_case_from_topic_by_the_spokesperson_waits_for_an_officer(client_for, sam, topic, drain):
    response = client_for(sam).post(_url(topic), {"kind": "complaint"})
    drain()

    case = Case.objects.get()
    assert response.url == topic.get_absolute_url()
    assert case.handler is None
    assert case.entries.filter(kind="customer").count() == 1


def test_case_from_topic_twice_is_refused(client_for, dana, topic):
    client = client_for(dana)
    client.post(_url(topic), {"kind": "complaint"})

    page = client.post(_url(topic), {"kind": "complaint"})

    assert page.context["form"].non_field_errors()
    assert Case.objects.count() == 1


def test_case_from_topic_needs_a_kind(client_for, sam, topic):
    page = client_for(sam).post(_url(topic), {"kind": "party"})

    assert page.context["form"].errors["kind"]
    assert not Case.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("olga", 403), ("stella", 403), ("other_officer", 404)])
def test_case_from_topic_is_closed_to_others(client_for, topic, who, status, request):
    assert client_for(request.getfixturevalue(who)).get(_url(topic)).status_code == status
