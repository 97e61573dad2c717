import base64

import pytest

from portal.mailreader.charsets import decode
from portal.mailreader.headers import decode_words
from portal.mailreader.parse import parse
from tests.mailreader.mails import mail

CHINESE = "金水湾3号楼漏水,请尽快处理。"
TRADITIONAL = "會員積分沒有增加,請查詢"
SUPERSETS = ["gb2312", "gbk", "gb18030", "", "us-ascii", "iso-8859-1", "unknown-8bit", "utf-8"]


@pytest.mark.parametrize("label", SUPERSETS)
@pytest.mark.parametrize("text", [CHINESE, "周喆", "电梯"])
def test_decode_gb18030_under_any_label(text, label):
    assert decode(text.encode("gb18030"), label) == text


@pytest.mark.parametrize("label", [*SUPERSETS, "big5"])
@pytest.mark.parametrize("text", [CHINESE, "周喆", "漏水😀"])
def test_decode_utf8_under_any_label(text, label):
    assert decode(text.encode(), label) == text


@pytest.mark.parametrize("label", ["big5", "cp950", "big5-hkscs", "", "us-ascii"])
def test_decode_big5_under_its_labels(label):
    assert decode(TRADITIONAL.encode("big5"), label) == TRADITIONAL


def test_decode_unlabelled_gbk_that_looks_like_utf8():
    # Each of these words is valid UTF-8 by accident.
    assert [decode(word.encode("gbk")) for word in ("联通", "漏水")] == ["联通", "漏水"]


@pytest.mark.parametrize(
    ("text", "codec", "label"),
    [
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16"),
        (CHINESE, "utf-16-be", "utf-16"),
        ("hello", "utf-16-be", "utf-16"),
        (CHINESE, "utf-7", "utf-7"),
        (CHINESE, "hz", "hz-gb-2312"),
        ("エレベーターの音", "iso-2022-jp", "iso-2022-jp"),
        ("エレベーターの音", "iso-2022-jp", ""),
        ("エレベーターの音", "shift_jis", "shift_jis"),
        ("안녕하세요", "euc-kr", "ks_c_5601-1987"),
        ("Протечка", "koi8-r", "koi8-r"),
        ("café déjà vu", "latin1", "iso-8859-1"),
        ("café déjà vu", "utf-8", ""),
    ],
)
def test_decode_other_charsets(text, codec, label):
    assert decode(text.encode(codec), label) == text


@pytest.mark.parametrize("label", ["euc-tw", "idna", "base64", "unicode_escape", "x" * 300, "\x00", "utf-16"])
def test_decode_strange_labels_never_raises(label):
    assert isinstance(decode(b"\xa4\xa4\xa4\xe5\x8e\xa2\xa1\xa1\xff", label), str)


def test_decode_removes_nul_and_controls():
    assert decode(b"a\x00b\x1bc\r\nd") == "abc\nd"


def test_decode_one_broken_byte_costs_one_character():
    assert decode("漏水了".encode("gbk")[:-1], "gb2312") == "漏水\ufffd"


def test_words_split_inside_a_character_are_joined_as_bytes():
    raw = "漏水了".encode("gbk")
    words = b" ".join(b"=?gb2312?B?" + base64.b64encode(piece) + b"?=" for piece in (raw[:3], raw[3:]))

    assert decode_words(b"Re: " + words) == "Re: 漏水了"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (b"=?utf-8?B?5ryP5rC0?= =?utf-8?B?5LqG?=", "漏水了"),
        (b"=?utf-8?B?5ryP5rC0?==?utf-8?B?5LqG?=", "漏水了"),
        (b"=?utf-8?b?5ryP5rC0?=\r\n\tB117", "漏水 B117"),
        (b"=?gb2312?Q?=C2=A9=CB=AE_a?= tail", "漏水 a tail"),
        (b"=?utf-8?B?5ryP5rC0", "=?utf-8?B?5ryP5rC0"),
        (b"=?utf-8?B?5ryP5rC?=", "漏\ufffd"),
        ("漏水 投诉".encode("gbk"), "漏水 投诉"),
        ("漏水 投诉".encode(), "漏水 投诉"),
    ],
)
def test_decode_words(field, text):
    assert decode_words(field) == text


def test_bare_header_follows_the_body_charset():
    parsed = parse(mail(TRADITIONAL, charset="big5", Subject="謝謝".encode("big5")))

    assert parsed.subject == "謝謝"
