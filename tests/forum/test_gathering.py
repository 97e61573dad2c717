"""Accounts that came in a burst: held while they wait, decided about together, told, and able to appeal."""

from datetime import timedelta

import pytest
from django.urls import reverse

from forum import actions
from forum.errors import BurstDecided, NotAllowed, ReasonMissing, Sanctioned
from forum.models import AppealState, Burst, Flag, MemberState, ModerationAct, ModerationRecord, Post, Sanction
from forum.subscribers import clear_who_lives_here
from notify.models import Notification
from owners.actions import register_account
from owners.actions.sign_ups import note_counter, note_sign_up
from owners.models import User
from owners.rights import Whose
from portal.domain_events import ResidentVerified
from portal.worktime import now

SAID = "福满多二手房急售，满五唯一，业主诚心卖，随时看房，电话联系王经理，价格好谈"


@pytest.fixture
def sign_up(db):
    """`sign_up(n)` signs the n-th account up in the one browser of them all."""

    def make(n: int, *, browser: str = "b", address: str = "203.0.113.7") -> User:
        user = register_account(phone=f"+86138{n:04}{n * 137:04}", nickname=f"新人{chr(0x4E10 + n * 3)}")
        note_sign_up(user=user, address=address, browser=browser)
        return user

    return make


@pytest.fixture
def burst(sign_up, drain) -> Burst:
    for n in range(6):
        sign_up(n)
    drain()
    return Burst.objects.get()


@pytest.fixture
def crowd(burst) -> list[User]:
    return [member.user for member in burst.members.order_by("pk")]


def members(burst: Burst) -> list[int]:
    return list(burst.members.values_list("pk", flat=True))


def states(burst: Burst) -> list[str]:
    return list(burst.members.order_by("pk").values_list("state", flat=True))


def notices(user: User) -> list[str]:
    return list(Notification.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_burst_gathers_the_accounts_once_and_tells_who_keeps_order(burst, sam, olga, drain) -> None:
    for user in burst.members.values_list("user", flat=True):
        actions.gather(user_id=user)

    assert (Burst.objects.count(), burst.members.count()) == (1, 6)
    assert list(burst.signs.values_list("sign", flat=True)) == ["browser"]
    assert notices(olga) == []


def test_new_group_is_told_to_who_keeps_order(sam, mona, dana, sign_up, drain) -> None:
    for n in range(6):
        sign_up(n)
    drain()

    assert (notices(sam), notices(mona), notices(dana)) == (["forum.burst"], ["forum.burst"], [])


def test_next_account_joins_the_group_that_waits(burst, sign_up, drain) -> None:
    sign_up(9)
    drain()

    assert (Burst.objects.count(), burst.members.count()) == (1, 7)


def test_account_made_at_the_counter_is_no_sign_up(burst) -> None:
    owner = register_account(phone="+8613800009999")

    assert actions.gather(user_id=owner.pk) is None


def test_counter_form_clears_the_place_it_is_open_at(sign_up, drain) -> None:
    note_counter(address="203.0.113.7", browser="clerk")
    for n in range(30):
        sign_up(n)
    drain()

    assert not Burst.objects.exists()


def test_verified_neighbours_are_no_part_of_it(sign_up, olga, drain) -> None:
    for n in range(5):
        sign_up(n)
    note_sign_up(user=olga, address="203.0.113.7", browser="b")
    drain()

    assert not Burst.objects.exists()


def test_what_a_gathered_account_writes_is_held_and_stands_among_the_reports(
    crowd, public_board, start, sam, viewer_of
):
    topic = start(crowd[0], public_board)

    assert topic.is_held
    assert list(Flag.objects.values_list("reason", "user")) == [("burst", None)]
    assert [post.topic for post in Post.objects.to_review(viewer_of(sam))] == [topic]


def test_reply_of_a_gathered_account_is_held(crowd, olga, public_board, start, viewer_of) -> None:
    topic = start(olga, public_board)

    post = actions.reply(viewer=viewer_of(crowd[0]), topic=topic, html="<p>加我</p>")

    topic.refresh_from_db()
    assert post.is_held and topic.reply_count == 0


def test_fourth_first_post_in_the_same_words_is_held_and_gathers_all(sign_up, public_board, start, drain) -> None:
    writers = [sign_up(n, browser=f"b{n}", address=f"203.0.{n}.7") for n in range(4)]
    topics = [start(user, public_board, title=f"好房{n}", html=f"<p>{SAID}{n}</p>") for n, user in enumerate(writers)]
    drain()

    assert [topic.is_held for topic in topics] == [False, False, False, True]
    assert states(Burst.objects.get()) == ["waiting"] * 4
    # What is out stays, for a person to look at.
    assert Flag.objects.filter(reason="burst", state="open").count() == 4


def test_clear_publishes_what_was_held_and_tells_whoever_wrote(
    burst, crowd, public_board, start, sam, viewer_of, drain
):
    topic = start(crowd[0], public_board)

    actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="公司团建，都是业主")
    drain()

    topic.refresh_from_db()
    burst.refresh_from_db()
    assert not topic.is_held and burst.closed_at
    assert states(burst) == ["cleared"] * 6
    assert notices(crowd[0]) == ["forum.unbarred"] and notices(crowd[1]) == []
    assert not Flag.objects.filter(state="open").exists()


def test_clear_leaves_what_was_held_for_its_link(burst, crowd, public_board, start, sam, viewer_of) -> None:
    topic = start(crowd[0], public_board, html='<p>看 <a href="https://example.net/">这里</a></p>')

    actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="是业主")

    topic.refresh_from_db()
    assert topic.is_held


def test_cleared_account_is_never_gathered_again(burst, sign_up, sam, viewer_of, drain) -> None:
    actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="是业主")

    sign_up(9)
    drain()

    assert Burst.objects.count() == 1 and burst.members.count() == 6


def test_bar_keeps_each_account_from_writing_and_hides_what_was_held(
    burst, crowd, public_board, start, sam, viewer_of, drain
) -> None:
    topic = start(crowd[0], public_board)

    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="批量注册发广告", days=365)
    drain()

    with pytest.raises(Sanctioned, match="批量注册发广告"):
        start(crowd[1], public_board, title="再来")
    post = topic.posts.get()
    assert (post.is_hidden, post.hidden_reason) == (True, "批量注册发广告")
    assert list(ModerationRecord.objects.values_list("act", flat=True)) == [ModerationAct.HIDE_POST]
    assert "forum.barred" in notices(crowd[1])


def test_single_account_is_decided_apart_and_the_group_waits_on(burst, sam, viewer_of) -> None:
    one = members(burst)[0]

    actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=[one], reason="是业主")

    burst.refresh_from_db()
    assert sorted(states(burst)) == ["cleared", *["waiting"] * 5]
    assert burst.closed_at is None


def test_bar_is_taken_back_and_what_it_hid_is_held_again(
    burst, crowd, public_board, start, sam, mona, viewer_of, drain
) -> None:
    topic = start(crowd[0], public_board)
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=14)

    actions.reopen_accounts(viewer=viewer_of(mona), burst=burst, members=members(burst))
    drain()

    burst.refresh_from_db()
    assert (burst.closed_at, states(burst)) == (None, ["waiting"] * 6)
    assert not Sanction.objects.running().exists()
    assert topic.posts.get().is_held and start(crowd[1], public_board, title="再来").is_held
    assert notices(crowd[0])[-1] == "forum.unbarred"


def test_bar_can_be_given_again_after_it_was_taken_back(burst, crowd, public_board, start, sam, viewer_of) -> None:
    start(crowd[0], public_board)
    for _turn in range(2):
        actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=14)
        last = Sanction.objects.running().count()
        actions.reopen_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst))

    assert (last, Sanction.objects.running().count(), Sanction.objects.count()) == (6, 0, 12)


def test_appeal_is_decided_by_a_second_person_and_brings_the_posts_out(
    burst, crowd, public_board, start, sam, mona, viewer_of, client_for, drain
) -> None:
    topic = start(crowd[0], public_board)
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=365)
    bar = Sanction.objects.get(user=crowd[0])
    actions.appeal(viewer=viewer_of(crowd[0]), sanction=bar, text="我是三栋的租户")
    drain()

    with pytest.raises(NotAllowed):
        actions.decide_appeal(viewer=viewer_of(sam), sanction=bar, lift=True, note="弄错了")
    actions.decide_appeal(viewer=viewer_of(mona), sanction=bar, lift=True, note="查过，是租户")
    drain()

    topic.refresh_from_db()
    assert Sanction.objects.get(pk=bar.pk).appeal_state == AppealState.LIFTED
    assert not topic.is_held and not topic.posts.get().is_hidden
    assert "已撤销" in client_for(crowd[0]).get(bar.get_absolute_url()).content.decode()
    assert "forum.account_appeal" in notices(mona) and notices(crowd[0])[-1] == "forum.unbarred"
    with pytest.raises(BurstDecided):
        actions.reopen_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst))


def test_upheld_appeal_tells_the_account_so(burst, crowd, sam, mona, viewer_of, drain) -> None:
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=365)
    bar = Sanction.objects.get(user=crowd[0])
    actions.appeal(viewer=viewer_of(crowd[0]), sanction=bar, text="冤枉")
    actions.decide_appeal(viewer=viewer_of(mona), sanction=bar, lift=False, note="号码是卡商的")
    drain()

    assert notices(crowd[0]) == ["forum.barred", "forum.barred"]


def test_barred_account_reads_why_and_appeals_on_its_page(burst, crowd, sam, viewer_of, client_for) -> None:
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="批量注册", days=14)
    bar = Sanction.objects.get(user=crowd[0])
    client = client_for(crowd[0])

    page = client.get(bar.get_absolute_url()).content.decode()
    client.post(bar.get_absolute_url(), {"text": "我是业主"})

    assert "批量注册" in page
    assert Sanction.objects.appealed().get() == bar
    assert client_for(crowd[1]).get(bar.get_absolute_url()).status_code == 404


def test_whoever_proves_a_home_leaves_the_group(burst, crowd, unit, public_board, start, drain) -> None:
    topic = start(crowd[0], public_board)

    for _twice in range(2):
        clear_who_lives_here(ResidentVerified(user_id=crowd[0].pk, estate_id=unit.estate_id))

    topic.refresh_from_db()
    assert not topic.is_held
    assert sorted(states(burst)) == ["cleared", *["waiting"] * 5]


def test_group_that_nobody_looks_at_is_free_after_a_working_day(burst, crowd, public_board, start, clock) -> None:
    topic = start(crowd[0], public_board)

    assert actions.lapse_bursts() == 0
    with clock(now() + timedelta(days=14)):
        assert (actions.lapse_bursts(), actions.lapse_bursts()) == (1, 0)

    topic.refresh_from_db()
    assert states(burst) == ["lapsed"] * 6
    # What was held goes on waiting, each by itself.
    assert topic.is_held and not start(crowd[1], public_board, title="再来").is_held


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_only_who_keeps_order_decides(request, burst, viewer_of, who) -> None:
    viewer = viewer_of(request.getfixturevalue(who))

    with pytest.raises(NotAllowed):
        actions.clear_accounts(viewer=viewer, burst=burst, members=members(burst), reason="好")
    with pytest.raises(NotAllowed):
        actions.bar_accounts(viewer=viewer, burst=burst, members=members(burst), reason="坏", days=14)
    with pytest.raises(NotAllowed):
        actions.reopen_accounts(viewer=viewer, burst=burst, members=members(burst))


def test_decision_needs_a_reason_and_somebody_who_waits(burst, sam, viewer_of) -> None:
    with pytest.raises(ReasonMissing):
        actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason=" ")
    with pytest.raises(BurstDecided):
        actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=[0], reason="好")


def test_old_groups_are_forgotten_and_their_bars_stand(burst, crowd, sam, viewer_of, clock) -> None:
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=365)

    with clock(now() + timedelta(days=181)):
        actions.forget_old_bursts()

        assert not Burst.objects.exists()
        assert Sanction.objects.running().count() == 6


def test_closing_the_last_waiting_account_closes_the_group(burst, crowd, sam, viewer_of) -> None:
    from forum.personal_data import _forget_bursts

    actions.clear_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst)[1:], reason="是业主")

    _forget_bursts(None, Whose(user=crowd[0]))  # type: ignore[arg-type]

    burst.refresh_from_db()
    assert burst.closed_at and set(states(burst)) == {MemberState.CLEARED}


def test_gathered_account_writes_as_much_as_a_new_one(burst, crowd, viewer_of) -> None:
    from forum.limits import Level, known_of, level_of

    user = crowd[0]
    user.date_joined = now() - timedelta(days=8)

    assert level_of(known_of(viewer_of(user))) == Level.NEW


def test_older_accounts_and_neighbours_cost_no_query(olga, public_board, start, viewer_of, django_assert_num_queries):
    from forum.actions.gathering import held_for_burst

    old = register_account(phone="+8613800009999")
    old.date_joined = now() - timedelta(days=31)
    viewers = [viewer_of(olga), viewer_of(old)]

    with django_assert_num_queries(0):
        assert not any(held_for_burst(viewer, SAID) for viewer in viewers)


def test_sanction_page_of_a_burst_opens_for_who_keeps_order(burst, sam, viewer_of, client_for) -> None:
    actions.bar_accounts(viewer=viewer_of(sam), burst=burst, members=members(burst), reason="广告", days=14)

    page = client_for(sam).get(reverse("desk:sanction-list"), {"show": "all"})

    assert page.status_code == 200 and Sanction.objects.first().get_absolute_url() in page.content.decode()
