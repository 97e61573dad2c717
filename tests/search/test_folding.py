import pytest

from search.folding import fold, grams, pieces_of, tidy


def test_fold_keeps_the_length_of_the_text():
    text = "電梯 ＡＢ１ İstanbul ﷺ 裏面 ㈱ straße"

    assert len(fold(text)) == len(text)


def test_fold_meets_traditional_wide_and_upper_case():
    assert fold("電梯ＷｉＦｉ") == "电梯wifi"


def test_grams_are_pairs_and_single_characters():
    assert set(grams("漏水管").split()) == {"漏水", "水管", "漏", "水", "管"}


def test_grams_of_other_scripts_are_pairs_too():
    assert set(grams("3号楼ap, x").split()) == {*"3号楼apx", "3号", "号楼", "楼a", "ap"}


def test_pieces_run_across_scripts_and_stop_at_signs():
    assert pieces_of("3栋a-漏") == ["3栋", "栋a", "漏"]
    assert pieces_of("？！") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("看著", "看着"),
        ("答覆", "答复"),
        ("回覆", "回复"),
        ("乾淨", "干净"),
        ("汙水", "污水"),
        ("瞭解", "了解"),
        ("樓裏", "楼裡"),
    ],
)
def test_fold_brings_regional_writings_together(one, other):
    assert fold(one) == fold(other)


def test_fold_does_not_look_at_the_neighbours():
    """A query lacks the neighbours that the word has in the text."""
    text = "乾坤著名瞭望慰藉覆蓋乾燥看著"

    assert fold(text) == "".join(fold(char) for char in text)


def test_tidy_drops_what_nobody_sees():
    assert tidy("漏\u200b水\ufeff\x00cafe\u0301") == "漏水caf\u00e9"
