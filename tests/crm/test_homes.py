"""Each home that says "me too" to a matter has a number of its own; one answer answers all."""

from datetime import date

import pytest
from django.urls import reverse

from crm import actions as crm_actions
from crm.actions import ASKER, HoldsPersonalNumbers, homes
from crm.models import Case, JoinedHome
from crm.personal_data import forget_homes
from forum import actions
from forum.models import Board, Reaction, Topic
from mailbox import actions as mailbox_actions
from mailbox.models import Conversation
from notify.models import Notification
from owners.models import Residency
from owners.rights import Whose
from portal import uploads
from tests.conftest import _owner, _unit

# Of each home in a batch: where it stands, the step, and a look whether somebody is to be told.
PER_HOME = 10


@pytest.fixture
def board(estate) -> Board:
    return Board.objects.create(slug="square", estate=estate, name="小区广场", audience="public")


@pytest.fixture
def topic(board, olga, viewer_of) -> Topic:
    return actions.start_topic(viewer=viewer_of(olga), board=board, title="地库积水", html="<p>B区积水。</p>")


@pytest.fixture
def say(viewer_of):
    """`say(user, topic)` presses “me too”."""

    def press(user, topic) -> None:
        post = topic.posts.select_related("topic__board").get(number=1)
        actions.react(viewer=viewer_of(user), post=post)

    return press


@pytest.fixture
def opened(topic, dana, viewer_of):
    """Makes the topic a case of Dana's."""

    def make() -> Case:
        return crm_actions.open_case_from_topic(viewer=viewer_of(dana), topic=topic, kind="complaint")

    return make


@pytest.fixture
def numbered(topic, nina, say, opened, drain) -> Case:
    """A case behind which Nina's home stands."""
    case = opened()
    say(nina, topic)
    drain()
    return case


@pytest.fixture
def flat(nina):
    return Residency.objects.get(person=nina.person).unit


@pytest.fixture
def paula(flat):
    """Lives with Nina."""
    return _owner("宝拉", "+8613800001503", flat, email="")


@pytest.fixture
def neighbours(building):
    def make(count: int) -> list:
        return [_owner(f"邻居{n}", f"+861380001{n:04}", _unit(building, f"2{n:02}"), email="") for n in range(count)]

    return make


@pytest.fixture
def end(dana, viewer_of):
    """Answers and closes a case."""

    def make(case: Case, **answer: object) -> None:
        viewer = viewer_of(dana)
        crm_actions.assess(viewer=viewer, case=case, severity="ordinary", kind="complaint")
        crm_actions.answer_customer(viewer=viewer, case=case, html="<p>已疏通。</p>", solves=True, **answer)
        crm_actions.close_case(viewer=viewer, case=case)

    return make


def _number_of(user) -> str:
    return Reaction.objects.get(user=user).number


def _home() -> Conversation:
    return JoinedHome.objects.get().conversation


def _page(conversation: Conversation, name: str = "tracking") -> str:
    return reverse(f"mailbox:{name}", args=[conversation.token])


# ── how a home comes to its number ──────────────────────────────────────────────────────────
def test_home_that_spoke_before_gets_its_number_when_the_case_opens(topic, nina, say, opened, drain, client_for):
    say(nina, topic)
    drain()
    before = Conversation.objects.count()

    case = opened()
    drain()

    home = JoinedHome.objects.get()
    assert (before, Case.objects.count()) == (0, 1)
    assert (home.case, home.conversation.stands_behind) == (case, case.number)
    assert _number_of(nina) == home.conversation.number != case.number
    page = client_for(nina).get(topic.get_absolute_url()).content.decode()
    assert reverse("mailbox:mine-one", args=[home.conversation.number]) in page
    assert Notification.objects.filter(user=nina, kind="mailbox.numbered").count() == 1


def test_home_that_speaks_later_gets_it_at_once_and_finds_it_among_its_matters(
    topic, nina, say, opened, drain, client_for
):
    opened()
    say(nina, topic)
    waiting = client_for(nina).get(topic.get_absolute_url()).content.decode()
    drain()

    number = _number_of(nina)
    followed = client_for(nina).get(reverse("mailbox:mine-one", args=[number]), follow=True)
    assert "您家的编号马上就到" in waiting
    assert number in client_for(nina).get(reverse("mailbox:mine")).content.decode()
    assert "地库积水" in followed.content.decode()


@pytest.mark.parametrize("who", ["olga", "otto", "stranger", "dana", None])
def test_number_of_a_home_leads_nobody_else(request, who, topic, nina, numbered, client_for):
    client = client_for(request.getfixturevalue(who) if who else None)

    page = client.get(reverse("mailbox:mine-one", args=[_number_of(nina)]))

    assert page.status_code == (404 if who else 302)
    assert _number_of(nina) not in client.get(topic.get_absolute_url()).content.decode()


def test_number_and_query_code_find_the_page_as_of_any_matter(numbered, client_for):
    code = {"number": _home().number, "code": _home().query_code}

    found = client_for(None).post(reverse("mailbox:matter-find"), code)

    assert found.url == _page(_home())


def test_second_of_the_home_joins_its_number(topic, nina, paula, say, numbered, drain, client_for):
    say(paula, topic)
    drain()

    assert JoinedHome.objects.count() == Case.objects.get().home_count == 1
    assert _number_of(nina) == _number_of(paula) != ""
    assert _number_of(paula) in client_for(paula).get(reverse("mailbox:mine")).content.decode()


def test_events_that_come_twice_number_once(topic, nina, paula, flat, say, opened, drain):
    say(nina, topic)
    say(paula, topic)
    case = opened()

    for _ in range(2):
        crm_actions.number_homes(case_id=case.pk, topic=topic.public_id)
        crm_actions.hear_home(topic_id=topic.pk, unit_id=flat.pk)
    drain()

    assert JoinedHome.objects.count() == 1
    assert Notification.objects.filter(kind="mailbox.numbered").count() == 2


def test_many_homes_are_numbered_and_answered_in_batches_and_make_no_cases(
    topic, neighbours, say, opened, drain, dana, viewer_of, monkeypatch
):
    monkeypatch.setattr(homes, "AT_A_TIME", 2)
    for user in neighbours(5):
        say(user, topic)
    case = opened()
    drain()

    crm_actions.answer_customer(viewer=viewer_of(dana), case=case, html="<p>已疏通。</p>")
    drain()

    told = [home.conversation.messages.get(direction="out").text for home in JoinedHome.objects.all()]
    assert (Case.objects.count(), Case.objects.get().home_count) == (1, 5)
    assert JoinedHome.objects.values("conversation__number").distinct().count() == 5
    assert told == ["已疏通。"] * 5
    assert set(Conversation.objects.values_list("progress_state", flat=True)) == {"answered"}


def test_topic_that_joins_brings_its_homes_and_a_home_has_one_number(
    topic, board, nina, paula, neighbours, say, opened, drain, sam, viewer_of
):
    (author,) = neighbours(1)
    second = actions.start_topic(viewer=viewer_of(author), board=board, title="又积水", html="<p>还是B区。</p>")
    say(nina, topic)
    say(paula, second)

    crm_actions.join_case(viewer=viewer_of(sam), topic=second, number=opened().number)
    drain()

    assert JoinedHome.objects.count() == 1
    assert _number_of(nina) == _number_of(paula) != ""


def test_homes_of_a_topic_that_was_merged_stand_behind_the_case(
    topic, board, nina, neighbours, say, opened, drain, sam, viewer_of
):
    (author,) = neighbours(1)
    second = actions.start_topic(viewer=viewer_of(author), board=board, title="又积水", html="<p>还是B区。</p>")
    say(nina, second)
    opened()

    actions.merge_topics(viewer=viewer_of(sam), topic=topic, other=second, reason="同一件事")
    drain()

    assert _number_of(nina) == _home().number


def test_topic_without_a_case_numbers_nobody(topic, nina, flat, say, drain):
    say(nina, topic)
    drain()

    assert not JoinedHome.objects.exists()
    assert _number_of(nina) == ""


# ── taking it back, moving out ──────────────────────────────────────────────────────────────
def test_taken_back_rests_and_said_again_goes_on_under_the_same_number(topic, nina, say, numbered, drain, client_for):
    say(nina, topic)
    drain()
    rests, count = client_for(nina).get(_page(_home())).content.decode(), Case.objects.get().home_count

    say(nina, topic)
    drain()

    assert "收回了" in rests
    assert (count, Case.objects.get().home_count) == (0, 1)
    assert _number_of(nina) == _home().number
    assert _home().withdrawn_at is None


def test_home_that_took_it_back_is_told_nothing_more(topic, nina, say, numbered, drain, end):
    say(nina, topic)
    drain()

    end(numbered)
    drain()

    assert not Notification.objects.filter(user=nina, kind__in=["mailbox.answer", "mailbox.closed"]).exists()
    assert _home().progress_state == "received"


def test_one_of_two_takes_it_back_and_the_home_stands(topic, nina, paula, say, numbered, drain):
    say(paula, topic)
    say(nina, topic)
    drain()

    assert JoinedHome.objects.get().withdrawn_at is None
    assert Case.objects.get().home_count == 1


def test_people_who_came_after_get_another_number_than_those_who_left(
    topic, nina, flat, say, numbered, drain, client_for, viewer_of
):
    first = _home()
    mailbox_actions.receive_message(conversation=first, text="我家孩子的房间也漏", viewer=viewer_of(nina))
    Residency.objects.filter(person=nina.person).update(until=date(2020, 6, 1))
    buyer = _owner("买家", "+8613800001777", flat, email="")

    say(buyer, topic)
    drain()

    assert (JoinedHome.objects.count(), Case.objects.get().home_count) == (2, 1)
    assert _number_of(buyer) not in {first.number, ""}
    assert _number_of(nina) == first.number
    assert client_for(buyer).get(reverse("mailbox:mine-one", args=[first.number])).status_code == 404


# ── what reaches the home ───────────────────────────────────────────────────────────────────
def test_progress_answer_files_and_end_reach_all_of_the_home(
    topic, nina, paula, say, numbered, drain, dana, end, client_for, png
):
    say(paula, topic)
    drain()
    photo = uploads.store_bytes(png, name="修好.png", owner=dana.pseudonym)

    end(numbered, upload_ids=(photo.public_id,))
    drain()

    page = client_for(paula).get(_page(_home())).content.decode()
    by_link = client_for(None).get(reverse("mailbox:tracking-file", args=[_home().token, photo.public_id]))
    assert "已疏通。" in page
    assert photo.public_id in page
    assert (by_link.status_code, client_for(paula).get(photo.url).status_code) == (200, 200)
    assert _home().progress_state == "closed"
    for user in (nina, paula):
        kinds = set(Notification.objects.filter(user=user).values_list("kind", flat=True))
        assert kinds >= {"mailbox.numbered", "mailbox.answer", "mailbox.closed"}


def test_files_of_the_answer_stay_closed_to_a_home_that_is_none(numbered, drain, dana, end, otto, client_for, png):
    photo = uploads.store_bytes(png, name="修好.png", owner=dana.pseudonym)
    end(numbered, upload_ids=(photo.public_id,))
    drain()

    assert client_for(otto).get(photo.url).status_code == 404


def test_answer_that_is_delivered_twice_is_said_once(numbered, drain, dana, viewer_of):
    crm_actions.answer_customer(viewer=viewer_of(dana), case=numbered, html="<p>已疏通。</p>")
    message = numbered.entries.get(kind="public_answer").message

    for _ in range(2):
        crm_actions.let_homes_hear(case_id=numbered.pk, message_id=message.pk)

    assert _home().messages.filter(direction="out").count() == 1


def test_answer_for_the_asker_alone_stays_there(numbered, drain, dana, viewer_of):
    crm_actions.answer_customer(viewer=viewer_of(dana), case=numbered, html="<p>请问几点方便？</p>", to=ASKER)
    drain()

    assert not _home().messages.filter(direction="out").exists()
    assert numbered.conversation.messages.filter(direction="out").count() == 1


def test_what_all_homes_read_holds_nobodys_number(numbered, dana, viewer_of):
    with pytest.raises(HoldsPersonalNumbers):
        crm_actions.answer_customer(viewer=viewer_of(dana), case=numbered, html="<p>请拨 13800001501</p>")


def test_follower_with_a_number_hears_of_progress_once(topic, nina, numbered, drain, dana, viewer_of):
    actions.follow_topic(viewer=viewer_of(nina), topic=topic, level="follow")

    crm_actions.assess(viewer=viewer_of(dana), case=numbered, severity="ordinary", kind="complaint")
    drain()

    kinds = Notification.objects.filter(user=nina).values_list("kind", flat=True)
    assert sorted(kinds) == ["mailbox.in_progress", "mailbox.numbered"]


@pytest.mark.parametrize("count", [1, 3])
def test_hearing_costs_the_same_for_each_home(count, topic, neighbours, say, opened, drain, django_assert_num_queries):
    for user in neighbours(count):
        say(user, topic)
    case = opened()
    drain()
    Case.objects.filter(pk=case.pk).update(state="answered")

    with django_assert_num_queries(4 + PER_HOME * count):
        crm_actions.let_homes_hear(case_id=case.pk)


# ── what the home says ──────────────────────────────────────────────────────────────────────
def test_home_that_writes_is_its_number_to_the_officer_and_can_be_answered_alone(
    nina, numbered, drain, dana, client_for
):
    client_for(nina).post(_page(_home(), "tracking-reply"), {"text": "我家车位也淹了", "key": "k1"})
    drain()

    page = client_for(dana).get(reverse("desk:case", args=[numbered.number]) + "?do=answer").content.decode()
    client_for(dana).post(
        reverse("desk:case-answer", args=[numbered.number]), {"html": "<p>今天去看。</p>", "to": _home().number}
    )
    drain()

    assert Case.objects.count() == 1
    assert "我家车位也淹了" in page
    assert _home().number in page
    assert "倪娜" not in page
    assert _home().messages.get(direction="out").text == "今天去看。"
    assert not numbered.conversation.messages.filter(direction="out").exists()
    assert Case.objects.get().customer_wrote_at is None


def test_officer_finds_the_case_by_a_homes_number(nina, numbered, dana, client_for):
    page = client_for(dana).get(reverse("desk:case-list"), {"q": _number_of(nina).lower()})

    assert [row.number for row in page.context["rows"]] == [numbered.number]


def test_case_page_says_how_many_homes_and_not_who(numbered, dana, client_for):
    page = client_for(dana).get(reverse("desk:case", args=[numbered.number])).content.decode()

    assert "有 1 户" in page
    assert "倪娜" not in page


def test_home_confirms_the_end_for_itself_and_is_left_in_peace(nina, numbered, drain, end, client_for, dana, viewer_of):
    end(numbered)
    drain()
    asked = client_for(nina).get(_page(_home())).content.decode()

    client_for(nina).post(_page(_home(), "tracking-verdict"), {"settled": "1"})
    crm_actions.reopen(viewer=viewer_of(dana), case=numbered, reason="客户来电")
    drain()

    again = client_for(nina).post(_page(_home(), "tracking-verdict"), {"settled": "1"})
    assert "您家的问题解决了吗" in asked
    assert "您家的问题解决了吗" not in client_for(nina).get(_page(_home())).content.decode()
    assert (_home().progress_state, again.status_code) == ("closed", 422)


def test_home_disputes_the_end_and_the_case_is_taken_up_again(topic, nina, numbered, drain, end, client_for, olga):
    end(numbered)
    drain()

    empty = client_for(nina).post(_page(_home(), "tracking-verdict"), {"said": " "})
    client_for(nina).post(_page(_home(), "tracking-verdict"), {"said": "昨晚又积水了"})
    drain()

    case = Case.objects.get()
    assert empty.status_code == 422
    assert (case.state, case.round, _home().progress_state) == ("reopened", 1, "in_progress")
    assert case.entries.get(message__text="昨晚又积水了").author_name == _home().number
    assert "昨晚又积水了" not in client_for(olga).get(topic.get_absolute_url()).content.decode()


def test_matter_of_ones_own_is_not_judged_there(opened, end, client_for, olga):
    case = opened()
    end(case)

    page = client_for(olga).post(_page(case.conversation, "tracking-verdict"), {"settled": "1"})

    assert page.status_code == 422


@pytest.mark.parametrize("who", ["nina", "paula"])
def test_number_stays_the_homes_where_one_of_two_is_forgotten(
    request, who, topic, nina, paula, flat, say, numbered, drain
):
    say(paula, topic)
    drain()

    forget_homes(None, Whose(request.getfixturevalue(who)))

    assert JoinedHome.objects.get().unit == flat


def test_home_of_one_who_is_forgotten_is_a_count_without_a_flat(nina, numbered):
    forget_homes(None, Whose(nina))

    home = JoinedHome.objects.get()
    assert (home.unit, home.is_former) == (None, True)
