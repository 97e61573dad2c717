import pytest

from portal.mailreader.parse import parse
from portal.mailreader.robots import may_be_answered
from tests.mailreader.mails import mail, multipart


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"X_Auto_Response_Suppress": "All"},
        {"Precedence": "bulk"},
        {"Precedence": "List"},
        {"Precedence": "junk"},
        {"List_Id": "<news.example.com>"},
        {"List_Unsubscribe": "<mailto:u@example.com>"},
        {"X_Loop": "someone@example.com"},
        {"X_Autoreply": "yes"},
        {"Return_Path": "<>"},
        {"From": "MAILER-DAEMON@example.com", "Subject": "warning"},
        {"Subject": "自动回复\uff1a您的投诉已收到"},
        {"Subject": "Automatic reply: your matter"},
    ],
)
def test_robot_is_auto(headers):
    assert parse(mail(**headers)).verdict.kind == "auto"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Auto_Submitted": "no"},
        {"Return_Path": "<olga@example.com>"},
        {"Precedence": "normal"},
        {"Subject": "回复: 自动回复: 您的投诉已收到"},
        {"Subject": "门口的机器总是自动回复"},
    ],
)
def test_person_is_a_person(headers):
    assert parse(mail(**headers)).verdict.kind == "person"


def test_bounce_without_report_names_recipient_from_text():
    raw = mail(
        "您的邮件未能送达 <Zhang@x.com>\n\nMessage-ID: <conversation.1@jinshuiwan.example>",
        From="postmaster@qq.com",
        Subject="来自qq.com的退信",
    )

    verdict = parse(raw).verdict

    assert (verdict.kind, verdict.failed_recipient, verdict.about) == (
        "bounce",
        "zhang@x.com",
        "<conversation.1@jinshuiwan.example>",
    )


@pytest.mark.parametrize(("action", "kind"), [("failed", "bounce"), ("delayed", "auto"), ("delivered", "auto")])
def test_delivery_report_bounces_only_when_failed(action, kind):
    report = f"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: {action}\r\n"
    status = f"Content-Type: message/delivery-status\r\n\r\n{report}"

    verdict = parse(multipart(b"Content-Type: text/plain\r\n\r\nreport", status.encode(), kind="report")).verdict

    assert (verdict.kind, verdict.failed_recipient) == (kind, "a@b.c")


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("olga@example.com", True),
        ("no-reply@x.com", False),
        ("noreply@x.com", False),
        ("mailer-daemon@x.com", False),
        ("", False),
    ],
)
def test_may_be_answered(address, answer):
    assert may_be_answered(address) is answer
