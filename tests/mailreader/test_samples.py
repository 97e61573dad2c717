import pytest

from portal.mailreader.parse import parse, parse_apart
from tests.mailreader.mails import expected, sample, squeeze

CASES = {name: case for name, case in expected().items() if case["kind"] != "duplicate"}


@pytest.mark.parametrize("name", CASES)
def test_parse_sample_reads_what_is_expected(name):
    case = CASES[name]

    parsed = parse(sample(name))

    for field in ("from_address", "from_name", "subject"):
        assert getattr(parsed, field) == case.get(field, getattr(parsed, field))
    assert case.get("subject_contains", "") in parsed.subject
    assert all(squeeze(part) in squeeze(parsed.text) for part in case.get("text_contains", []))
    assert not any(squeeze(part) in squeeze(parsed.text) for part in case.get("text_lacks", []))
    assert not any(squeeze(part) in squeeze(parsed.fresh_text) for part in case.get("fresh_text_lacks", []))
    assert [a.name for a in parsed.attachments] == case.get("attachments", [a.name for a in parsed.attachments])
    assert parsed.verdict.kind == {"auto": "auto", "bounce": "bounce"}.get(case["kind"], "person")


def test_parse_bounce_names_recipient_and_mail():
    case = expected()["09-bounce-dsn"]

    verdict = parse(sample("09-bounce-dsn")).verdict

    assert (verdict.failed_recipient, verdict.about) == (case["failed_recipient"], case["about"])


def test_parse_apart_gives_what_parse_gives():
    raw = sample("07-foxmail-attachments-two-name-styles")

    assert parse_apart(raw) == parse(raw)
