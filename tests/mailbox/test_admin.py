import pytest

from mailbox.models import Delivery, Mailbox
from mailbox.wagtail_hooks import MailboxViewSet, ReadOnlyPolicy
from owners.models import Role, StaffRole
from tests.conftest import pledge

pytestmark = pytest.mark.django_db

URL = "/cms/snippets/mailbox/mailbox/edit/{}/"


@pytest.fixture
def admin(client_for, stranger):
    from owners.role_groups import project_roles

    StaffRole.objects.create(user=stranger, role=Role.ADMIN, estate=None)
    project_roles(stranger)
    pledge(stranger)
    return client_for(stranger)


def form_for(mailbox, **changes):
    form_class = MailboxViewSet().edit_handler.bind_to_model(Mailbox).get_form_class()
    fields = {
        "estate": mailbox.estate_id,
        "slug": "tousu",
        "name": "投诉信箱",
        "kinds": ["complaint"],
        "sort": 0,
        "active": "on",
    }
    fields |= {"default_kind": "complaint", "address": "t@jinshuiwan.example", "imap_port": 993, "imap_security": "ssl"}
    return form_class(fields | changes, instance=mailbox)


def test_imap_password_goes_in_and_never_comes_out(admin, mailbox):
    mailbox.keep_secret("old-secret")
    mailbox.save()

    page = admin.get(URL.format(mailbox.pk)).content.decode()

    assert "IMAP" in page
    assert "old-secret" not in page
    assert mailbox.imap_secret_sealed not in page


@pytest.mark.parametrize(("typed", "kept"), [("", "old-secret"), ("new-secret", "new-secret")])
def test_empty_password_keeps_the_present_one(mailbox, typed, kept):
    mailbox.keep_secret("old-secret")
    form = form_for(mailbox, new_secret=typed)

    assert form.is_valid(), form.errors
    form.save()

    assert Mailbox.objects.get(pk=mailbox.pk).imap_secret == kept


def test_case_officer_has_no_business_in_the_mailboxes_settings(client_for, dana, mailbox):
    assert client_for(dana).get(URL.format(mailbox.pk)).status_code == 403


def test_received_mail_is_looked_at_and_never_changed(admin, stranger):
    policy = ReadOnlyPolicy(Delivery)

    assert [policy.user_has_permission(stranger, action) for action in ("add", "change", "delete")] == [False] * 3
