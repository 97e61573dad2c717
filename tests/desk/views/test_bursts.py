"""Accounts that signed up in a burst, at the desk."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from forum.models import Burst, BurstMember, Sanction
from owners.actions import register_account
from portal.worktime import now

LIST = reverse("desk:burst-list")
# session and account: 5; groups, signs, members
LIST_QUERIES = 7


@pytest.fixture
def gathered(db):
    """`gathered(3)` is one more group of so many accounts."""

    def make(count: int = 3) -> Burst:
        burst = Burst.objects.create(due_at=now())
        burst.signs.create(sign="browser")
        for n in range(count):
            user = register_account(nickname=f"好房{burst.pk}-{n}", phone=f"+8613800{burst.pk:03}{n:03}")
            BurstMember.objects.create(burst=burst, user=user)
        return burst

    return make


def decide(client, burst: Burst, **data):
    data = {"members": list(burst.members.values_list("pk", flat=True)), "reason": "卖房广告", **data}
    return client.post(reverse("desk:burst-decide", args=[burst.public_id]), data)


def test_list_shows_signs_and_nicknames_and_no_number(gathered, sam, client_for) -> None:
    burst = gathered()

    page = client_for(sam).get(LIST).content.decode()

    assert "好房" in page and str(burst.signs.get().get_sign_display()) in page
    assert "13800" not in page and "+86" not in page


@pytest.mark.parametrize("groups", [1, 3])
def test_list_asks_the_same_for_one_group_and_three(gathered, sam, client_for, django_assert_num_queries, groups):
    for _n in range(groups):
        gathered()
    client = client_for(sam)
    client.get(LIST)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


@pytest.mark.parametrize("who", ["olga", "dana", "stella"])
def test_list_and_decision_are_for_those_who_keep_order(request, gathered, client_for, who) -> None:
    burst, client = gathered(), client_for(request.getfixturevalue(who))

    assert client.get(LIST).status_code == 403
    assert decide(client, burst, act="clear").status_code == 403
    assert BurstMember.objects.filter(state="waiting").count() == 3


def test_one_click_clears_the_group_and_another_takes_it_back(gathered, mona, client_for) -> None:
    burst, client = gathered(), client_for(mona)

    decide(client, burst, act="clear")
    assert "好房" not in client.get(LIST).content.decode()
    assert "好房" in client.get(LIST, {"show": "decided"}).content.decode()

    decide(client, burst, act="reopen")
    assert "好房" in client.get(LIST).content.decode()


def test_chosen_accounts_are_barred_for_the_days_chosen(gathered, mona, client_for) -> None:
    burst = gathered()
    one = burst.members.first()

    decide(client_for(mona), burst, act="bar", days="14", members=[one.pk])

    bar = Sanction.objects.get()
    assert (bar.user, bar.kind, bar.cause, (bar.until - bar.since).days) == (one.user, "time_out", "卖房广告", 14)


@pytest.mark.parametrize("data", [{"reason": ""}, {"members": []}, {"members": ["x"]}, {"act": "bar", "days": "x"}])
def test_incomplete_decision_decides_nothing_and_says_so(gathered, mona, client_for, data) -> None:
    burst, client = gathered(), client_for(mona)

    answer = decide(client, burst, **{"act": "clear", **data})

    assert burst.members.filter(state="waiting").count() == 3
    assert [message.level_tag for message in get_messages(answer.wsgi_request)] == ["error"]
