from club import actions


def earn(user, count):
    for number in range(count):
        actions.award(
            user=user, rule="survey", source="test", source_ref=str(number), subject=f"问卷{number}", points=1
        )


def test_points_explains_each_entry(client_for, olga, member, viewer_of, stella):
    actions.spend(user=olga, points=30, source="test", source_ref="1", cause="Seats at “%(subject)s”", subject="茶会")
    actions.adjust_points(viewer=viewer_of(stella), membership=member, points=5, reason="会刊投稿", key="k")

    page = client_for(olga).get("/club/points/").content.decode()

    assert '<strong class="number">75</strong>' in page
    assert [text in page for text in ("茶会", "−30", "会刊投稿", "+5", "+100")] == [True] * 5


def test_points_of_who_never_had_any_say_how_to_get_them(client_for, nina):
    assert 'href="/club/events/"' in client_for(nina).get("/club/points/").content.decode()


def test_points_ask_a_visitor_to_sign_in(client_for, db):
    assert client_for(None).get("/club/points/").url.startswith("/accounts/login/")


def test_points_go_on_where_the_page_ended(client_for, olga, member):
    earn(olga, 35)
    client = client_for(olga)

    first = client.get("/club/points/")
    second = client.get(f"/club/points/{first.context['older_url']}")

    shown = [entry.pk for page in (first, second) for entry in page.context["entries"]]
    assert len(shown) == len(set(shown)) == 36
    assert shown == sorted(shown, reverse=True)
    assert second.context["older_url"] == ""


def test_points_ask_the_same_for_one_and_three(client_for, olga, member, asked):
    client = client_for(olga)
    one = asked(client, "/club/points/")
    earn(olga, 2)

    # account, entries, the lot that lapses next and its sum, rules
    assert asked(client, "/club/points/") == one
    assert one.club == 5
