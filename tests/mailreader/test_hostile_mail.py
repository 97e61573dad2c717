"""Mail made to break parsers. Each must be read in time, never raise, and keep what can be read."""

import base64
import time

import pytest

from portal.mailreader import parse as parsing
from portal.mailreader.mime import MAX_PARTS
from portal.mailreader.parse import Unreadable, parse, parse_apart
from portal.mailreader.parsed import ParsedMail
from tests.mailreader.mails import mail, multipart, nested

HTML = {"Content_Type": "text/html"}


HOSTILE = {
    "empty": b"",
    "nul": b"\0" * 10_000,
    "every-byte": bytes(range(256)) * 400,
    "1500-levels": nested(1500),
    "20000-parts": multipart(*[b"Content-Type: text/plain\r\n\r\np"] * 20_000),
    "parentheses-in-from": mail(From=b"(" * 20_000 + b" a@b.c"),
    "256-kb-subject": mail(Subject="a" * 262_144),
    "12000-words": mail(Subject="=?utf-8?B?5L2g5aW9?= " * 12_000),
    "200000-fields": b"X: y\r\n" * 200_000 + b"\r\nhello",
    "50000-references": mail(References="<a@b> " * 50_000),
    "open-comments": mail("<!--" * 300_000, **HTML),
    "open-tags": mail("<a" * 500_000, **HTML),
    "open-scripts": mail("<script>" * 200_000, **HTML),
    "deep-html": mail("<div>" * 300_000, **HTML),
    "dashes": mail(("-" * 390 + "\r\n") * 20_000),
    "quote-lines": mail("> a\r\n" * 200_000),
    "attributions": mail(("On " + "1 " * 150 + "\r\n") * 20_000),
    "labels": mail("From: \r\n" * 200_000),
    "one-long-line": mail("漏水" * 2_000_000, charset="gbk"),
    "parameters": mail(Content_Type="multipart/mixed; " + "a=b;" * 100_000),
    "backslashes": mail(Content_Type='text/plain; a="' + "\\\\" * 8_000),
    "results": mail(Authentication_Results="(" * 16_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_mail_is_read_in_time(name):
    # Its own time, not the clock's: others may use the machine too.
    started = time.process_time()

    parsed = parse(HOSTILE[name], trusted_servers=["mx"])

    assert time.process_time() - started < 8
    assert "\0" not in parsed.text + parsed.subject
    assert ParsedMail.unpack(parsed.pack()) == parsed


def test_multipart_whose_boundary_never_comes_is_read_as_text():
    raw = multipart(kind="report; report-type=disposition-notification").replace(b"--BB--", b"read")

    assert parse(raw).text == "read"


def test_nested_within_limits_is_read_and_beyond_is_named():
    assert parse(nested(18)).text == "hello"
    assert parse(nested(1500)).defects == ("depth",)


def test_parts_beyond_the_limit_are_left_out_and_named():
    parsed = parse(HOSTILE["20000-parts"])

    assert parsed.defects == ("parts",)
    assert parsed.text.count("p") == MAX_PARTS - 1


def test_long_subject_is_cut_and_the_body_kept():
    parsed = parse(HOSTILE["256-kb-subject"])

    assert (len(parsed.subject), parsed.text) == (300, "漏水了")


def test_too_many_bytes_are_cut_and_named():
    parsed = parse(mail("x" * (26 * 1024 * 1024)))

    assert parsed.defects == ("bytes",)


def test_parse_apart_ends_a_parser_that_does_not_come_back():
    with pytest.raises(Unreadable, match="no result"):
        parse_apart(mail(), timeout=0.001)


def test_parse_apart_reports_a_parser_that_dies(monkeypatch):
    monkeypatch.setattr(parsing.sys, "executable", "/bin/false")

    with pytest.raises(Unreadable):
        parse_apart(mail())


def test_large_attachment_deep_inside_is_read_in_time():
    attachment = b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    raw = multipart(attachment + base64.encodebytes(b"x" * 8_000_000))
    for level in range(12):
        header = b"Content-Type: multipart/mixed; boundary=L%d\r\n\r\n--L%d\r\n" % (level, level)
        raw = header + raw + b"\r\n--L%d--\r\n" % level
    started = time.monotonic()

    parsed = parse(raw)

    assert [len(a.content) for a in parsed.attachments] == [8_000_000]
    assert time.monotonic() - started < 8
