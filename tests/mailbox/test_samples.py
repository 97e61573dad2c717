"""Every sample ends as its expected.json says, by the command and through a real IMAP server."""

import json
from io import BytesIO

import pytest
from django.core.management import call_command
from PIL import Image

from mailbox.fetching import fetch_all
from mailbox.models import Conversation, Delivery, Message
from portal import uploads
from portal.mailwire.models import OutgoingMail
from tests.mailbox.dovecot import SECRET, USER, Dovecot
from tests.mailreader.mails import SAMPLES, expected, sample, squeeze

pytestmark = pytest.mark.django_db

OUTCOMES = {"unverified_reply": "unverified"}


def outcome_of(case: dict) -> str:
    return OUTCOMES.get(case["kind"], case["kind"])


def test_receive_mail_ends_every_sample_as_expected(supposed, mailbox, capsys):
    files = sorted(str(path) for path in SAMPLES.glob("*.eml"))

    call_command("receive_mail", *files, "--json")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    cases = expected()
    assert {line["file"]: line["outcome"] for line in lines} == {
        str(SAMPLES / f"{name}.eml"): outcome_of(case) for name, case in cases.items()
    }
    for line, case in zip(lines, cases.values(), strict=True):
        check_line(line, case, supposed)
    check_deeds(supposed)


def test_imap_ends_every_sample_as_expected(supposed, mailbox, dovecot):
    use(mailbox, dovecot)
    for name in expected():
        dovecot.deliver(sample(name))

    fetch_all()

    by_order = list(Delivery.objects.order_by("id").values_list("outcome", flat=True))
    assert by_order == [outcome_of(case) for case in expected().values()]
    assert dovecot.seen() == len(by_order)
    check_deeds(supposed)


def test_receive_mail_dry_run_reads_all_and_writes_nothing(db, capsys):
    call_command("receive_mail", *sorted(map(str, SAMPLES.glob("*.eml"))), "--json", "--dry-run")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["from_address"] for line in lines[2:4]] == ["lishufen1958@163.com", "zhangzhe@lzbank.example"]
    assert lines[1]["outcome"] == "duplicate"
    assert [name for name, _size in lines[6]["attachments"]] == ["3号楼漏水现场照片(11月).jpg", "维修合同.pdf"]
    assert not Conversation.objects.exists()


def use(mailbox, dovecot: Dovecot) -> None:
    mailbox.imap_host, mailbox.imap_port, mailbox.imap_security = "127.0.0.1", dovecot.port, "none"
    mailbox.imap_user = USER
    mailbox.keep_secret(SECRET)
    mailbox.save()


def check_line(line: dict, case: dict, supposed: dict[str, Conversation]) -> None:
    for field in ("from_address", "from_name", "subject"):
        assert line[field] == case.get(field, line[field])
    assert all(squeeze(part) in squeeze(line["text"]) for part in case.get("text_contains", []))
    assert not any(squeeze(part) in squeeze(line["fresh_text"]) for part in case.get("fresh_text_lacks", []))
    if "replies_to" in case:
        assert line["number"] == supposed[case["replies_to"]].number


def check_deeds(supposed: dict[str, Conversation]) -> None:
    """What must be true afterwards, whichever way the samples came."""
    new = Conversation.objects.exclude(pk__in=[conversation.pk for conversation in supposed.values()])
    assert new.count() == sum(case["kind"] == "new" for case in expected().values())
    answered = OutgoingMail.objects.filter(state="queued").values_list("to", flat=True)
    assert sorted(address.open() for address in answered) == sorted(
        conversation.contact.email.open() for conversation in new
    )
    stranger = Message.objects.get(from_address="stranger@elsewhere.example")
    assert (stranger.unverified, stranger.conversation) == (True, supposed["<case-000123.1@jinshuiwan.example>"])
    assert OutgoingMail.objects.get(message_id="<case-000126.1@jinshuiwan.example>").state == "bounced"
    check_files()
    scripted = Message.objects.get(from_address="xss@mail.example").html
    assert not any(part in scripted for part in expected()["12-html-with-script"]["rendered_html_lacks"])


def check_files() -> None:
    for name, count in (("wangjianguo@icloud.example", 3), ("malan@foxmail.example", 2)):
        files = uploads.of(Message.objects.get(from_address=name).scope)
        assert len(files) == count
        for upload in files:
            if upload.kind == "image":
                exif = Image.open(BytesIO(upload.file.read())).getexif()
                assert not exif.get_ifd(0x8825)
                assert not dict(exif)
