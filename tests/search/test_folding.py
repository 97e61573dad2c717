import pytest

from search.folding import MOST_PHRASES, Piece, fold, grams, phrases, pieces_of


def test_fold_keeps_the_length_of_the_text():
    text = "電梯 ＡＢ１ İstanbul ﷺ 裏面 ㈱ straße"

    assert len(fold(text)) == len(text)


def test_fold_meets_traditional_wide_and_upper_case():
    assert fold("電梯ＷｉＦｉ") == "电梯wifi"


def test_grams_are_pairs_and_the_last_character():
    assert grams("漏水管") == "水管 漏水 管"


def test_grams_keep_words_whole():
    assert grams("3号楼wifi密码") == "3 wifi 号楼 密码 楼 码"


def test_pieces_of_one_character_are_a_beginning():
    assert pieces_of("漏") == [Piece("漏", prefix=True)]


def test_pieces_of_a_word_are_a_beginning_only_at_the_end():
    assert pieces_of("wifi密码") == [Piece("wifi"), Piece("密码")]
    assert pieces_of("wif") == [Piece("wif", prefix=True)]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("電梯 漏水", ["电梯", "漏水"]),
        ("“电梯”，漏水！", ["电梯", "漏水"]),
        ("电梯 电梯", ["电梯"]),
        ("？！", []),
        ("", []),
    ],
)
def test_phrases_part_at_blanks_and_punctuation(query, expected):
    assert phrases(query) == expected


def test_phrases_are_limited():
    assert len(phrases(" ".join(f"词{n}" for n in range(20)))) <= MOST_PHRASES
