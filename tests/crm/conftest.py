from collections.abc import Callable

import pytest
from django.db import transaction

from crm.actions import open_case, take_case
from crm.models import Case, Department
from owners.models import Estate, Role, StaffRole, User
from owners.viewers import Viewer
from tests.conftest import pledge


@pytest.fixture
def open_matter(estate: Estate) -> Callable[..., Case]:
    """Opens a conversation as the web form does, and its case."""
    from mailbox.actions import open_conversation

    def make(subject: str = "楼道灯不亮", *, at: Estate | None = None, **given: object) -> Case:
        details = {"channel": "web", "kind": "complaint", "html": "<p>三楼的灯坏了一周。</p>", "name": "周喆"}
        details |= {"phone": "+8613800001599", "email": "zhou@example.com"}
        conversation = open_conversation(estate=at or estate, subject=subject, **details | given)
        return open_case(conversation_id=conversation.pk)

    return make


@pytest.fixture
def case(open_matter: Callable[..., Case]) -> Case:
    """A case that nobody has taken yet."""
    return open_matter()


@pytest.fixture
def danas_case(case: Case, dana: User, viewer_of: Callable[[User], Viewer]) -> Case:
    """A case that Dana has taken."""
    return take_case(viewer=viewer_of(dana), case=case)


@pytest.fixture
def unproved() -> Callable[[Case, str], None]:
    """A mail that names the conversation and that nothing proves, as intake keeps it."""
    from mailbox.actions.messages import add_message, record_received
    from mailbox.models import Direction, Message

    def receive(case: Case, text: str) -> None:
        message = Message(html=f"<p>{text}</p>", author_name="?", unverified=True)
        with transaction.atomic():
            add_message(case.conversation, message, direction=Direction.STAFF_ONLY)
            record_received(case.conversation, message)

    return receive


@pytest.fixture
def dora(estate: Estate, dana: User) -> User:
    """Dana's colleague: a second case officer at the same estate."""
    user = User.objects.create(username="dora", nickname="杜蕾", last_name="杜蕾", phone="+8613900000012")
    StaffRole.objects.create(user=user, role=Role.CASE_OFFICER, estate=estate)
    pledge(user)
    return user


@pytest.fixture
def other_officer(other_estate: Estate) -> User:
    """A case officer of the other estate."""
    user = User.objects.create(username="oran", nickname="欧然", last_name="欧然", phone="+8613900000013")
    StaffRole.objects.create(user=user, role=Role.CASE_OFFICER, estate=other_estate)
    pledge(user)
    return user


@pytest.fixture
def engineering(estate: Estate) -> Department:
    return Department.objects.create(name="工程部", name_en="Engineering", estate=estate)


@pytest.fixture
def png() -> bytes:
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(file, "PNG")
    return file.getvalue()
