from search.snippets import marked, pattern_of, snippet


def test_marked_shows_the_text_as_written(db):
    assert marked("電梯停了", pattern_of("电梯")) == "<mark>電梯</mark>停了"


def test_marked_escapes_everything_around(db):
    assert marked("<b>漏水</b>&", pattern_of("漏水")) == "&lt;b&gt;<mark>漏水</mark>&lt;/b&gt;&amp;"


def test_marked_escapes_the_match_itself(db):
    assert "<script>" not in marked("<script>x", pattern_of("<script>x"))


def test_snippet_begins_shortly_before_the_match(db):
    text = "前" * 200 + "漏水" + "后" * 200

    shown = snippet(text, pattern_of("漏水"))

    assert shown == f"…{'前' * 30}<mark>漏水</mark>{'后' * 78}…"


def test_snippet_of_a_short_text_is_all_of_it(db):
    assert snippet("楼上\n漏水", pattern_of("漏水")) == "楼上 <mark>漏水</mark>"
