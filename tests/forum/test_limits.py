"""What an account may do in an hour: more with good behaviour, less after bad."""

from datetime import timedelta

import pytest

from forum import actions, limits
from forum.errors import TooFast
from forum.limits import DAY, WEEK, Known, Level, level_of

HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("known", "level"),
    [
        (Known(age=HOUR), Level.NEW),
        (Known(age=HOUR, posts=10, marks=5), Level.NEW),
        (Known(age=DAY), Level.NEW),
        (Known(age=DAY, posts=1), Level.KNOWN),
        (Known(age=HOUR, has_home=True), Level.KNOWN),
        (Known(age=WEEK), Level.KNOWN),
        (Known(age=WEEK, posts=9, marks=4), Level.KNOWN),
        (Known(age=WEEK, posts=10), Level.SETTLED),
        (Known(age=WEEK, marks=5), Level.SETTLED),
        (Known(age=DAY, has_home=True), Level.SETTLED),
        (Known(age=HOUR, is_staff=True), Level.SETTLED),
        (Known(age=WEEK, has_home=True, upheld=1), Level.SETTLED),
        (Known(age=WEEK, has_home=True, upheld=2), Level.CAREFUL),
        (Known(age=WEEK, posts=10, sanctioned=True), Level.CAREFUL),
    ],
)
def test_level_follows_the_table(known, level) -> None:
    assert level_of(known) is level


def test_share_grows_with_the_level() -> None:
    assert all(list(shares) == sorted(shares) for shares in limits.ALLOWED.values())


def test_bar_tightens_the_hour_and_holds_links_until_it_is_lifted(
    olga, nina, sam, mona, public_board, start, viewer_of
) -> None:
    post = start(olga, public_board).posts.get()
    bar = actions.sanction_author(viewer=viewer_of(sam), post=post, kind="time_out", days=1, reason="辱骂邻居")
    tightened = (level_of(limits.known_of(viewer_of(olga))), limits.holds_links(viewer_of(olga), lives_here=True))
    actions.appeal(viewer=viewer_of(olga), sanction=bar, text="不是我说的")
    actions.decide_appeal(viewer=viewer_of(mona), sanction=bar, lift=True, note="弄错了")

    assert tightened == (Level.CAREFUL, True)
    assert level_of(limits.known_of(viewer_of(olga))) > Level.CAREFUL


def test_hour_of_an_account_is_measured_by_its_level(olga, stranger, viewer_of) -> None:
    for _turn in range(limits.ALLOWED["flag"][Level.NEW]):
        limits.take_turn(viewer_of(stranger), "flag")
        limits.take_turn(viewer_of(olga), "flag")

    with pytest.raises(TooFast):
        limits.take_turn(viewer_of(stranger), "flag")
    limits.take_turn(viewer_of(olga), "flag")
