"""Watched words against the labelled list, and the rules by which they are read."""

from time import perf_counter

import pytest

from forum.evasion import Word, bare, read
from tests.forum.watched_texts import LABELS

EVASIONS = [(word, text) for word, label in LABELS.items() for text in label.evasions]
INNOCENT = [(word, text) for word, label in LABELS.items() for text in label.innocent]


def _found(word: str, text: str) -> str:
    label = LABELS.get(word)
    row = {"spellings": label.spellings, "harmless": label.harmless} if label else {}
    reading = read(text)
    return Word.of(word, **row).found_in(reading, reading.without_stutter())


def test_labelled_list_is_long_enough() -> None:
    assert len(set(EVASIONS)) >= 100
    assert len(set(INNOCENT)) >= 90


@pytest.mark.parametrize(("word", "text"), EVASIONS)
def test_evasion_is_seen_through(word, text) -> None:
    assert _found(word, text)


@pytest.mark.parametrize(("word", "text"), INNOCENT)
def test_innocent_text_is_left_alone(word, text) -> None:
    assert _found(word, text) == ""


@pytest.mark.parametrize("word", LABELS)
def test_word_is_found_as_it_stands(word) -> None:
    assert _found(word, f"有人说：{word}，大家小心") == word


@pytest.mark.parametrize("mark", "。！？，；：、…\n")
def test_sentence_mark_parts_a_word_unless_its_letters_are_strewn(mark) -> None:
    assert _found("退费", f"能退{mark}费用多少") == ""
    assert _found("退费", f"退{mark}费") == f"退{mark}费"
    assert _found("代开发票", f"找我代{mark}开{mark}发{mark}票吧")


def test_found_passage_is_as_it_was_written() -> None:
    assert _found("退费", "我们要 退 * 費 ！") == "退 * 費"


def test_much_filling_is_no_longer_one_word() -> None:
    assert _found("退费", "退" + "*" * 12 + "费")
    assert _found("退费", "退" + "*" * 13 + "费用") == ""


def test_initials_count_only_where_the_row_asks_for_them() -> None:
    reading = read("wy又涨价")

    assert Word.of("物业").found_in(reading) == ""
    assert Word.of("物业", spellings=["wy"]).found_in(reading) == "wy"


def test_bare_of_signs_alone_is_empty() -> None:
    assert bare(" …*🙂\u200b") == ""


def test_long_text_against_a_long_list_is_read_in_a_moment() -> None:
    words = [Word.of(f"词{chr(0x4E00 + n)}{chr(0x5E00 + n)}") for n in range(500)]
    text = "小区的电梯又停了，物业说明天修好。" * 580

    started = perf_counter()
    readings = (reading := read(text)), reading.without_stutter()
    found = [word for word in words if word.found_in(*readings)]

    assert found == []
    # Measured at 15 ms; the bound only tells a scan per word from a reading per word.
    assert perf_counter() - started < 2
