from club import actions, tiles


def test_member_sees_card_and_points(member, olga, viewer_of):
    tile = tiles.card(viewer_of(olga))

    assert (tile.url, "100" in tile.text) == ("/club/card/", True)


def test_who_is_no_member_sees_the_way_in(nina, viewer_of):
    assert tiles.card(viewer_of(nina)).url == "/club/"


def test_events_of_the_viewer_are_counted(member, olga, event, viewer_of):
    assert tiles.my_events(viewer_of(olga)).text == ""

    actions.register(viewer=viewer_of(olga), event=event, key="k")

    assert "1" in tiles.my_events(viewer_of(olga)).text
