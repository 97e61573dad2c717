import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_ways_begin_with_the_telephone(client, mailbox):
    page = client.get(reverse("mailbox:ways")).content.decode()

    assert page.index("tel:0931-8880000") < page.index("/contact/new/complaint/")
    assert "tousu@jinshuiwan.example" in page


def test_ways_show_residents_their_own_estate_first(client_for, otto, mailbox, other_mailbox):
    page = client_for(otto).get(reverse("mailbox:ways")).content.decode()

    main = page[page.index("<main") :]
    assert main.index("tel:0931-8880001") < main.index("tel:0931-8880000")


def test_ways_offer_only_kinds_that_a_mailbox_takes(client, other_mailbox):
    page = client.get(reverse("mailbox:ways")).content.decode()

    assert "/contact/new/complaint/" in page
    assert "/contact/new/legal/" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_ways_take_as_many_queries_for_three_mailboxes_as_for_one(client, mailbox, rows, django_assert_num_queries):
    for number in range(1, rows):
        mailbox.pk, mailbox.slug, mailbox.address = None, f"box{number}", f"b{number}@jinshuiwan.example"
        mailbox.save()
    client.get(reverse("mailbox:ways"))

    with django_assert_num_queries(QUERIES):
        client.get(reverse("mailbox:ways"))


# mailboxes with their estates; the frame: site settings, estates
QUERIES = 1
