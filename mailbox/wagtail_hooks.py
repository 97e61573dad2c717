"""Mailboxes and received mail in the Wagtail admin."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from mailbox.models import Delivery, Kind, Mailbox


class MailboxForm(WagtailAdminModelForm):
    """The IMAP password goes in and never comes out: empty keeps what there is."""

    kinds = forms.MultipleChoiceField(label=_("kinds"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple)
    new_secret = forms.CharField(
        label=_("IMAP password"),
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("Leave empty to keep the present one. It is stored sealed and never shown."),
    )

    def save(self, commit: bool = True) -> Any:
        if secret := self.cleaned_data.get("new_secret"):
            self.instance.keep_secret(secret)
        return super().save(commit=commit)


class MailboxViewSet(SnippetViewSet):
    model = Mailbox
    icon = "mail"
    menu_label = _("Mailboxes")
    menu_name = "mailboxes"
    add_to_admin_menu = True
    list_display = ["name", "estate", "address", "active", "fetched_at", "fetch_problem"]
    list_filter = ["estate", "active"]
    search_fields = ["name", "address"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("name_zh_hant"), FieldPanel("name_en")]),
            FieldRowPanel([FieldPanel("estate"), FieldPanel("slug"), FieldPanel("active"), FieldPanel("sort")]),
            FieldRowPanel([FieldPanel("kinds"), FieldPanel("default_kind")]),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("address"), FieldPanel("from_name")]),
                    FieldPanel("ack_text"),
                    FieldPanel("ack_text_zh_hant"),
                    FieldPanel("ack_text_en"),
                ],
                heading=_("Mail out"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("imap_host"), FieldPanel("imap_port"), FieldPanel("imap_security")]),
                    FieldRowPanel([FieldPanel("imap_user"), FieldPanel("new_secret")]),
                    FieldPanel("trusted_server"),
                ],
                heading=_("Mail in"),
            ),
        ],
        base_form_class=MailboxForm,
    )


class ReadOnlyPolicy(ModelPermissionPolicy):
    """What arrived can be looked at, never made, changed or deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, "view")

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return "view" in actions and super().user_has_permission(user, "view")


class DeliveryViewSet(SnippetViewSet):
    model = Delivery
    icon = "inbox"
    menu_label = _("Received mail")
    menu_name = "received-mail"
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["subject", Column("sender", label=_("Sender")), "mailbox", "outcome", "reason", "created_at"]
    list_filter = ["outcome", "mailbox"]
    inspect_view_fields = [
        "subject",
        "sender",
        "mailbox",
        "outcome",
        "reason",
        "conversation",
        "raw",
        "created_at",
    ]
    panels = [FieldPanel("subject", read_only=True)]


register_permission_policy(Delivery, ReadOnlyPolicy(Delivery))
register_snippet(MailboxViewSet)
register_snippet(DeliveryViewSet)
