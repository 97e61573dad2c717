"""A matter goes on in private only with its author's yes, keeps its number, and the topic says so in one line."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from crm import actions as crm_actions
from crm.models import Case, JoinedHome
from forum import actions
from forum.errors import MergeRefused, NotAllowed, ReasonMissing
from forum.models import Board, Privacy, PrivateOffer, Topic, Watch
from mailbox.models import Conversation
from notify.models import Notification
from portal.errors import Refused

LINE = "经作者同意，此事已转为私下处理"
QUESTION = "可以转为私下处理吗"


@pytest.fixture
def board(estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def topic(board, olga, viewer_of) -> Topic:
    return actions.start_topic(viewer=viewer_of(olga), board=board, title="地库积水", html="<p>B区积水。</p>")


@pytest.fixture
def case(topic, dana, viewer_of) -> Case:
    return crm_actions.open_case_from_topic(viewer=viewer_of(dana), topic=topic, kind="complaint")


@pytest.fixture
def asked(topic, sam, client_for, drain) -> Topic:
    url = reverse("desk:private-ask", args=[topic.public_id])
    assert client_for(sam).post(url, {"note": "要谈您家的赔偿金额"}).status_code == 302
    drain()
    return Topic.objects.get(pk=topic.pk)


@pytest.fixture
def says(client_for, olga, drain):
    def answer(topic, **data) -> None:
        client_for(olga).post(reverse("forum:topic-private", args=[topic.public_id]), data)
        drain()

    return answer


def _page(client, topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_author_alone_is_asked_and_told(asked, olga, nina, client_for) -> None:
    told = Notification.objects.filter(kind="forum.private_asked")

    assert [note.user for note in told] == [olga]
    assert QUESTION in _page(client_for(olga), asked)
    assert "要谈您家的赔偿金额" in _page(client_for(olga), asked)
    for who in (nina, None):
        assert QUESTION not in _page(client_for(who), asked)
        assert LINE not in _page(client_for(who), asked)


def test_yes_moves_the_case_under_the_number_it_has(
    case, asked, says, client_for, olga, dana, viewer_of, drain
) -> None:
    crm_actions.assess(viewer=viewer_of(dana), case=case, severity="ordinary", kind="complaint")
    says(asked, agrees="1")

    crm_actions.answer_customer(
        viewer=viewer_of(dana), case=Case.objects.get(), html="<p>赔您八百元。</p>", solves=True
    )
    drain()

    page = _page(client_for(None), asked)
    topic, own = Topic.objects.get(), Conversation.objects.get()
    assert LINE in page
    assert case.number in page
    assert "处理中" not in page
    assert "赔您八百元" not in page
    assert (topic.privacy, topic.case_number, topic.progress_state) == ("private", case.number, "")
    assert (own.number, own.progress_state) == (case.number, "answered")
    assert "赔您八百元" in client_for(olga).get(reverse("mailbox:tracking", args=[own.token])).content.decode()


def test_yes_to_a_topic_without_a_case_opens_one_that_is_private(asked, says, client_for) -> None:
    says(asked, agrees="1")

    case = Case.objects.get()
    assert case.is_private
    assert case.number in _page(client_for(None), asked)
    assert not Watch.objects.open().exists()
    assert "经作者同意" in Watch.objects.get().dismissed_reason


def test_no_leaves_everything_and_shows_at_the_desk(case, asked, says, sam, client_for) -> None:
    says(asked)

    page = _page(client_for(None), asked)
    desk = client_for(sam).get(reverse("desk:private-ask", args=[asked.public_id])).content.decode()
    assert LINE not in page
    assert "rail-now" in page
    assert not Case.objects.get().is_private
    assert "作者不同意" in desk
    assert Notification.objects.get(user=sam, kind="forum.private_answered").params["answer"] == "作者不同意"


def test_yes_delivered_twice_is_done_once(asked, says) -> None:
    says(asked, agrees="1")

    crm_actions.go_private(offer_id=PrivateOffer.objects.get().pk)

    assert Case.objects.get().entries.filter(step="went_private").count() == 1


def test_homes_behind_it_are_told_nothing_of_what_is_said(
    topic, case, nina, says, dana, viewer_of, drain, client_for
) -> None:
    post = topic.posts.select_related("topic__board").get()
    actions.react(viewer=viewer_of(nina), post=post)
    drain()
    crm_actions.offer_privacy(viewer=viewer_of(dana), topic=topic, note="谈赔偿")
    says(topic, agrees="1")

    crm_actions.answer_customer(viewer=viewer_of(dana), case=Case.objects.get(), html="<p>赔您八百元。</p>")
    drain()

    assert not JoinedHome.objects.get().conversation.messages.filter(direction="out").exists()
    form = client_for(dana).get(reverse("desk:case", args=[case.number]) + "?do=answer").context["form"]
    assert [value for value, _label in form.fields["to"].choices] == ["asker"]


def test_home_that_speaks_after_gets_no_number(asked, nina, says, viewer_of, drain) -> None:
    says(asked, agrees="1")

    actions.react(viewer=viewer_of(nina), post=asked.posts.select_related("topic__board").get())
    drain()

    assert not JoinedHome.objects.exists()


def test_author_says_on_their_own_page_whether_it_is_settled(case, asked, says, dana, viewer_of, client_for, olga):
    says(asked, agrees="1")
    officer = viewer_of(dana)
    crm_actions.answer_customer(viewer=officer, case=Case.objects.get(), html="<p>已赔付。</p>", solves=True)
    crm_actions.close_case(viewer=officer, case=Case.objects.get())
    own = Conversation.objects.get()

    client_for(olga).post(reverse("mailbox:tracking-verdict", args=[own.token]), {"settled": "1"})

    assert Conversation.objects.get().end_confirmed_at is not None


@pytest.mark.parametrize("who", ["nina", "otto", "stranger", "sam", "dana"])
def test_nobody_else_answers_for_the_author(request, who, asked, client_for, viewer_of) -> None:
    user = request.getfixturevalue(who)

    page = client_for(user).post(reverse("forum:topic-private", args=[asked.public_id]), {"agrees": "1"})

    assert page.status_code == 404
    with pytest.raises(NotAllowed):
        actions.answer_privacy(viewer=viewer_of(user), topic=asked, agrees=True)
    assert Topic.objects.get().privacy == Privacy.ASKED


@pytest.mark.parametrize("who", ["olga", "nina", "stella", "otto"])
def test_nobody_else_asks(request, who, topic, client_for, viewer_of) -> None:
    user = request.getfixturevalue(who)

    assert client_for(user).get(reverse("desk:private-ask", args=[topic.public_id])).status_code == 403
    with pytest.raises(Refused):
        crm_actions.offer_privacy(viewer=viewer_of(user), topic=topic, note="谈")


def test_is_asked_once_at_a_time_and_with_a_reason(asked, dana, viewer_of, says) -> None:
    with pytest.raises(NotAllowed):
        crm_actions.offer_privacy(viewer=viewer_of(dana), topic=asked, note="再问")
    says(asked)
    with pytest.raises(ReasonMissing):
        crm_actions.offer_privacy(viewer=viewer_of(dana), topic=asked, note=" ")
    crm_actions.offer_privacy(viewer=viewer_of(dana), topic=asked, note="再问一次")
    assert PrivateOffer.objects.count() == 2


def test_topic_in_somebody_elses_matter_is_not_moved(case, board, nina, sam, viewer_of) -> None:
    second = actions.start_topic(viewer=viewer_of(nina), board=board, title="又积水", html="<p>还是B区。</p>")
    crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=case.number)

    with pytest.raises(Refused):
        crm_actions.offer_privacy(viewer=viewer_of(sam), topic=second, note="谈")


def test_topic_whose_author_is_asked_is_not_merged(asked, board, nina, sam, viewer_of) -> None:
    second = actions.start_topic(viewer=viewer_of(nina), board=board, title="又积水", html="<p>还是B区。</p>")

    with pytest.raises(MergeRefused):
        actions.merge_topics(viewer=viewer_of(sam), topic=asked, other=second, reason="同一件事")


def test_topic_costs_no_more_for_those_who_are_not_asked(asked, nina, client_for) -> None:
    client, counts = client_for(nina), []
    for privacy in ("", Privacy.ASKED):
        Topic.objects.update(privacy=privacy)
        client.get(asked.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            client.get(asked.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1] > 0
