import pytest

from search.asking import MOST_PHRASES, Asked, read


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("電梯 漏水", ("电梯", "漏水")),
        ("“电梯”，漏水！", ("电梯", "漏水")),
        ("电梯 电梯", ("电梯",)),
        ("3-2-1501", ("3-2-1501",)),
        ("？！", ()),
        ("", ()),
    ],
)
def test_read_parts_at_blanks_and_punctuation(query, wanted):
    assert read(query).wanted == wanted


@pytest.mark.parametrize("query", ['"三号楼 漏水"', "“三号楼 漏水”", "「三號樓　漏水」", "『三號樓 漏水』"])
def test_read_keeps_a_quoted_phrase_whole(query):
    assert read(query).wanted == ("三号楼 漏水",)


@pytest.mark.parametrize(
    "query", ["漏水 -卫生间", "漏水　－衛生間", "－卫生间 漏水", '漏水 -"卫生间"', "漏水 －「衛生間」"]
)
def test_read_leaves_out_what_follows_a_minus(query):
    assert read(query) == Asked(("漏水",), ("卫生间",))


@pytest.mark.parametrize("query", ["-漏水", "－“漏水”"])
def test_read_wants_nothing_where_all_is_left_out(query):
    assert not read(query)


@pytest.mark.parametrize("query", ["漏水 - 卫生间", "漏水-卫生间"])
def test_read_takes_a_dash_for_a_dash(query):
    assert read(query).unwanted == ()


@pytest.mark.parametrize("query", ["“漏水", "漏水”", '"漏水', "「漏水", '""漏水'])
def test_read_forgives_a_lone_quotation_mark(query):
    assert read(query).wanted == ("漏水",)


def test_read_has_bounds():
    many = " ".join(f"词{n}" for n in range(10)) + " " + " ".join(f"-无{n}" for n in range(10))

    assert len(read(many).wanted) == MOST_PHRASES
    assert len(read(many).unwanted) <= MOST_PHRASES
