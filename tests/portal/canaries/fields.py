"""Which fields tell of a person, and the canary that sits in each."""

import re

from django.apps import apps
from django.db import models

from portal.sealed_fields import SealedTextField

# Field → its canary. The person, the account, the contact and the claim each have their own.
CANARIES: dict[str, str] = {
    "owners.PersonName.name": "檀姁玥",
    "owners.PersonContact.value": "13655550101",
    "owners.PersonIdentity.id_number": "62010219070307001X",
    "owners.PersonIdentity.born": "1907-03-07",
    "owners.User.phone": "13655550102",
    "owners.User.last_name": "阚旖旎",
    "owners.User.first_name": "鸾",
    "owners.User.email": "canary-account@c.example",
    "owners.Claim.name": "澹舲珺",
    "owners.Claim.phone": "13655550103",
    "owners.Contact.name": "亓官翀",
    "owners.Contact.phone": "13655550104",
    "owners.Contact.email": "canary-contact@c.example",
    "owners.Contact.address": "鹡鸰街九号",
    "owners.Reveal.note": "鸬鹚缘由",
    "owners.SmsMessage.phone": "13655550105",
    "owners.TaskLink.person_name": "鸲鹆师傅",
    "crm.Entry.author_name": "鹣鲽经办",
    "crm.WorkOrder.handler_phone": "13655550106",
    "crm.WorkOrder.handler_name": "鹓鶵师傅",
    "mailbox.Message.author_name": "鹈鹕来信",
    "mailbox.Message.from_address": "canary-sender@c.example",
    "mailbox.Delivery.from_address": "canary-spam@c.example",
    "mailwire.OutgoingMail.to": "canary-to@c.example",
    "owners.FeeCharge.due_sealed": "87654321013",
    "owners.FeeCharge.paid_sealed": "76543210127",
    "owners.Purchase.amount_sealed": "65432101279",
    "owners.ImportChange.sealed": "鹎鸟旧值",
    "owners.PrivacyAlert.note": "鸱鸺说明",
    "owners.DataRequest.wish": "鹈燕更正",
    "owners.DataRequest.answer": "鹡鸟答复",
    "owners.PersonMerge.reason": "鹱鸟合并",
    "owners.PersonMerge.split_reason": "鹮鸟分开",
    "owners.ExportRequest.why": "鸨鸟用途",
    "owners.ExportRequest.refusal": "鹗鸟不准",
    "owners.HouseholdInvitation.label": "鹋鹋表舅",
    "owners.HouseholdMember.label": "鹑鹑姨婆",
    "owners.ResidencyEnd.note": "鹕鸟搬离",
    "owners.AssistedClaim.witness": "鹪鹩见证",
    "owners.AssistedClaim.note": "鹭鸟备注",
}
_OF_THE_COMPANY = "the company’s own: a place, a mailbox, a department"
# Fields that sound personal and hold nothing of a customer: field → why.
NOT_PERSONAL: dict[str, str] = {
    "audit.AuditPartition.mark": "hashes",
    "owners.SignUp.address": "a keyed hash, for a week",
    "owners.CounterPlace.address": "a keyed hash, for a day",
    "uploads.Upload.name": "a file’s name, open to whom the file is",
    "owners.PledgeAcceptance.full_name": "staff, who sign by name",
    "owners.SmsMessage.text": "sealed; what the demonstration’s inbox shows",
    "owners.SmsMessage.params": "parts of that text, sealed like it",
    "notify.PushDevice.name": "a browser’s name",
    "notify.Rhythm.mail": "how often",
    "owners.User.username": "made by the installation",
    "owners.User.nickname": "chosen to be seen",
    "owners.ImportRun.file_name": "a file’s name",
    "owners.ExportRequest.file_name": "where a sealed file lies",
    "mailbox.Message.mail_id": "a Message-ID",
    **dict.fromkeys(
        (
            "forum.Topic.progress_who", "forum.OfficialAnswer.who", "forum.Correction.who",
            "mailbox.Conversation.progress_who",
        ),
        "staff, named to the public",
    ),
    **dict.fromkeys(
        (
            "mailwire.OutgoingMail.from_address", "mailwire.OutgoingMail.from_name", "mailbox.Mailbox.address",
            "mailbox.Mailbox.from_name", "owners.Organisation.name", "owners.Organisation.phone",
        ),
        _OF_THE_COMPANY,
    ),
}  # fmt: skip
NAMED_THINGS = re.compile(
    r"^(owners\.Estate|forum\.(Board|Section)|club\.(Tier|ClubInterest|EarningRule)|mailbox\.Mailbox|owners\.Consent(?:Purpose|Wording)|crm\.Department"
    r"|home\.\w+|worktime\.CalendarDay|jobs\.PeriodicRun)\.\w*(name|address|phone)\w*$"
)
_SOUNDS_PERSONAL = re.compile(
    r"name|phone|e?mail|address|author|sender|who|contact|born|birth|id_number|recipient|^to$"
)
_OURS = ("owners", "mailbox", "crm", "club", "forum", "notify", "search", "answers", "home", "portal", "desk")


def personal_fields() -> set[str]:
    """Every field of ours that is sealed, or whose name sounds like somebody."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith(_OURS)
        for field in model._meta.local_fields
        if isinstance(field, SealedTextField)
        or (
            isinstance(field, models.CharField | models.TextField)
            and _SOUNDS_PERSONAL.search(field.name)
            and not field.name.endswith("_fp")
        )
    }
