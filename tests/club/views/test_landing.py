from owners.viewers import PUBLIC


def test_landing_invites_a_visitor(client_for, make_event):
    make_event(audience=PUBLIC, title="公开讲座")
    make_event(title="会员茶会")

    page = client_for(None).get("/club/").content.decode()

    assert 'href="/club/join/"' in page
    assert "公开讲座" in page
    assert "会员茶会" not in page


def test_landing_shows_a_member_card_and_points(client_for, member, olga):
    page = client_for(olga).get("/club/").content.decode()

    assert member.cards.get().grouped in page
    assert '<strong class="number">100</strong>' in page


def test_landing_asks_the_same_for_one_and_three(client_for, member, olga, make_event, asked):
    client = client_for(olga)
    make_event()
    one = asked(client, "/club/")
    make_event(), make_event()

    # membership, card, balance; events, own registrations, covers
    assert asked(client, "/club/") == one
    assert one.club == 6
