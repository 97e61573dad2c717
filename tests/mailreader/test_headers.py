import base64
from datetime import UTC, datetime

import pytest

from portal.mailreader.headers import Sender, identifiers, moment, sender
from portal.mailreader.parse import parse, safe_name
from tests.mailreader.mails import mail, multipart


@pytest.mark.parametrize(
    ("field", "name", "address"),
    [
        (b'"=?gb18030?B?1tyGtA==?=" <A@QQ.com>', "周喆", "a@qq.com"),
        (b"a@qq.com (\xd6\xdc\x86\xb4)", "周喆", "a@qq.com"),
        ("张三<z@x.com>".encode("gbk"), "张三", "z@x.com"),
        (b"Zhang, San <z@x.com>", "Zhang, San", "z@x.com"),
        (b"=?utf-8?B?" + base64.b64encode("张三 <z@x.com>".encode()) + b"?=", "张三", "z@x.com"),
        (b"=?utf-8?Q?ceo=40corp.com?= <real@x.com>", "ceo@corp.com", "real@x.com"),
        (b'"boss@corp.com" <real@x.com>', "boss@corp.com", "real@x.com"),
        (b"A <a@x.com>, B <b@x.com>", "A", "a@x.com"),
        (b"a@b.c", "", "a@b.c"),
        (b"undisclosed-recipients:;", "undisclosed-recipients:;", ""),
        (b"(" * 20_000 + b" a@b.c", "", ""),
        (b"", "", ""),
    ],
)
def test_sender(field, name, address):
    assert sender(field) == Sender(name=name, address=address)


def test_message_id_with_two_at_signs_stays_whole():
    assert identifiers(b"<tencent_6A1F@qq@qq.com>") == ["<tencent_6A1F@qq@qq.com>"]


def test_message_id_without_brackets_gets_them():
    assert identifiers(b" abc@x.com ") == ["<abc@x.com>"]


@pytest.mark.parametrize("field", [b"", b"Mon, 99 Foo 99999 99:99:99 +9999", b"(" * 9000, b"\xff\xfe"])
def test_moment_of_nonsense_is_none(field):
    assert moment(field) is None


def test_moment_is_utc():
    assert moment(b"Sat, 21 Nov 2026 09:40:02 +0800 (CST)") == datetime(2026, 11, 21, 1, 40, 2, tzinfo=UTC)


PDF = b"\r\n\r\n%PDF-1.4"
GB = base64.b64encode("漏水照片.pdf".encode("gbk"))


@pytest.mark.parametrize(
    "header",
    [
        b'Content-Disposition: attachment; filename="=?gb2312?B?' + GB + b'?="',
        b"Content-Disposition: attachment; filename*=utf-8''%E6%BC%8F%E6%B0%B4%E7%85%A7%E7%89%87.pdf",
        b"Content-Disposition: attachment;\r\n filename*0*=utf-8''%E6%BC%8F%E6%B0;\r\n"
        b" filename*1*=%B4%E7%85%A7%E7%89%87.pdf",
        b"Content-Disposition: attachment; filename*=gbk''%C2%A9%CB%AE%D5%D5%C6%AC.pdf",
        b'Content-Disposition: attachment; filename="' + "漏水照片.pdf".encode("gbk") + b'"',
        b'Content-Disposition: attachment; filename="' + "漏水照片.pdf".encode() + b'"',
        b'Content-Disposition: attachment; filename="%E6%BC%8F%E6%B0%B4%E7%85%A7%E7%89%87.pdf"',
        b'Content-Disposition: attachment\r\nContent-Type: application/pdf; name="=?gb2312?B?' + GB + b'?="',
    ],
)
def test_attachment_name_in_every_style(header):
    raw = multipart(b"Content-Type: text/plain\r\n\r\nx", header + PDF)

    assert [a.name for a in parse(raw).attachments] == ["漏水照片.pdf"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\a.doc", "a.doc"),
        ("a\x00b\u202egpj.exe", "ab_gpj.exe"),
        ("..", ""),
        ("长" * 200 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_safe_name(given, safe):
    assert safe_name(given) == safe


def test_alternative_with_images_in_html_branch_keeps_them():
    html = b"Content-Type: multipart/related; boundary=R\r\n\r\n--R\r\nContent-Type: text/html\r\n\r\n<b>rich</b>\r\n"
    html += b"--R\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <1>\r\n\r\nPNG\r\n--R--"

    parsed = parse(multipart(b"Content-Type: text/plain\r\n\r\nplain", html, kind="alternative"))

    assert (parsed.text, [a.name for a in parsed.attachments]) == ("plain", ["a.png"])


def test_authentication_results_count_from_the_trusted_server_alone():
    raw = mail(Authentication_Results="evil.example; dmarc=pass")

    assert parse(raw, trusted_servers=["mx.ours.example"]).authentication.dmarc == ""
    trusted = mail(Authentication_Results="mx.ours.example; spf=pass smtp.mailfrom=x; dkim=fail; dmarc=fail (p=reject)")
    assert parse(trusted, trusted_servers=["mx.ours.example"]).authentication.failed
