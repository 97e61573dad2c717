"""The mailbox's stage: two mailboxes, a conversation as the samples suppose it, and a real IMAP server."""

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from mailbox.actions import open_conversation
from mailbox.models import Conversation, Kind, Mailbox
from owners.models import Estate
from portal.mailwire.models import OutgoingMail
from tests.mailbox.dovecot import Dovecot


@pytest.fixture
def mailbox(estate: Estate) -> Mailbox:
    return Mailbox.objects.create(
        estate=estate, slug="tousu", name="金水湾客户服务中心", name_en="Jinshui Bay Service",
        kinds=list(Kind.values), address="tousu@jinshuiwan.example",
    )  # fmt: skip


@pytest.fixture
def other_mailbox(other_estate: Estate) -> Mailbox:
    return Mailbox.objects.create(
        estate=other_estate, slug="yqt", name="云栖台客服", kinds=["complaint"], address="tousu@yunqitai.example"
    )


@pytest.fixture
def matter(mailbox: Mailbox) -> Callable[..., Conversation]:
    """Opens a matter at the estate; `mailed` gives it one mail of ours under that Message-ID."""

    def make(*, email: str = "", mailed: str = "", **fields: object) -> Conversation:
        values = {"subject": "外墙渗水", "kind": "complaint", "channel": "phone", "text": "外墙渗水"} | fields
        conversation = open_conversation(estate=mailbox.estate, mailbox=mailbox, email=email, **values)
        if mailed:
            OutgoingMail.objects.create(
                message_id=mailed, to=email, from_address=mailbox.address, subject="回复", text="您好", state="sent",
                reply_kind="conversation", reply_ref=conversation.public_id,
            )  # fmt: skip
        return conversation

    return make


@pytest.fixture
def supposed(matter) -> dict[str, Conversation]:
    """The conversations that the samples answer to, by the Message-ID of our mail."""
    addresses = {
        123: "zhangzhe@lzbank.example",
        124: "anna.chen@gmail.example",
        125: "3124567890@qq.com",
        126: "nobody@lzbank.example",
    }
    ids = {number: f"<case-000{number}.1@jinshuiwan.example>" for number in addresses}
    return {ids[number]: matter(email=address, mailed=ids[number]) for number, address in addresses.items()}


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    # Not in tmp_path: the name of a unix socket may have 107 characters, and pytest's folders are long.
    with TemporaryDirectory(prefix="dovecot-") as folder:
        server = Dovecot(Path(folder))
        server.start()
        yield server
        server.stop()
