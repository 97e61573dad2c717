from django.db import transaction

from club.models import PointTransaction
from club.subscribers import award_helpful_post
from portal import outbox
from portal.domain_events import PostFoundHelpful


def helpful(post_id, author, reader):
    return PostFoundHelpful(post_id=post_id, author_id=author.pk, by_user_id=reader.pk)


def test_helpful_post_earns_its_author_points(member, olga, nina, balance, drain):
    with transaction.atomic():
        outbox.record(helpful(7, olga, nina), key="post:7")
    drain()

    assert balance(olga) == 105


def test_helpful_post_delivered_twice_earns_once(member, olga, nina, balance):
    award_helpful_post(helpful(7, olga, nina))
    award_helpful_post(helpful(7, olga, nina))

    assert balance(olga) == 105
    assert PointTransaction.objects.filter(source="forum.post").count() == 1


def test_own_post_earns_nothing(member, olga, balance):
    award_helpful_post(helpful(7, olga, olga))

    assert balance(olga) == 100


def test_helpful_posts_are_capped_by_the_day(member, olga, nina, balance):
    for post_id in range(10):
        award_helpful_post(helpful(post_id, olga, nina))

    assert balance(olga) == 120


def test_author_who_is_no_member_earns_nothing(olga, nina):
    award_helpful_post(helpful(7, nina, olga))

    assert not PointTransaction.objects.exists()
