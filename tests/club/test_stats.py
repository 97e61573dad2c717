from club import actions
from club.stats import Overview, overview


def test_overview_counts_this_estate_only(member, olga, nina, viewer_of, make_event, estate, other_estate):
    actions.apply(viewer=viewer_of(nina), estate=estate, consent=True)
    actions.register(viewer=viewer_of(olga), event=make_event(capacity=8), seats=3, key="k")
    make_event(estate=other_estate)

    assert overview([estate.pk]) == Overview(
        members=1,
        applications_waiting=1,
        upcoming_events=1,
        seats_taken=3,
        seats_offered=8,
        points_issued_this_month=100,
    )


def test_overview_of_no_estate_is_empty(db):
    assert overview([]) == Overview(0, 0, 0, 0, 0, 0)


def test_overview_takes_three_queries(member, estate, django_assert_num_queries):
    with django_assert_num_queries(3):
        overview([estate.pk])
