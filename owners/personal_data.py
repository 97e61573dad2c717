"""What this floor and the ground hold of people: the account, the registry, mails, texts and files."""

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from owners import rights
from owners.models import (
    Claim,
    Consent,
    Contact,
    DataRequest,
    ExportRequest,
    FeeCharge,
    Grant,
    KeyGrant,
    LifeStep,
    Person,
    PersonContact,
    PledgeAcceptance,
    PrivacyAlert,
    Purchase,
    Residency,
    RoleChange,
    SignUp,
    SmsMessage,
    StaffRole,
    User,
)
from owners.rights import (
    Retention,
    Whose,
    delete_rows,
    keep,
    of_households,  # noqa: F401 - registers itself
)
from owners.rights.erasing import (
    erase_claims,
    erase_contacts,
    erase_mails,
    erase_person,
    erase_requests,
    erase_sign_in,
    erase_uploads,
    erase_user,
)
from portal.mailwire.models import OutgoingMail
from portal.uploads.models import Upload

_REGISTRY = _(
    "The property registry has to be kept by law while you own or live here, and for some years after. "
    "Nobody sees it but the staff whose work it is."
)


def _claims(whose: Whose) -> QuerySet[Claim]:
    return Claim.objects.filter(user=whose.user).select_related("unit__entrance__building", "estate")


def _fees(whose: Whose) -> QuerySet[FeeCharge]:
    """Of the homes that they own today: what a former owner paid is not the next one's to read."""
    owned = Residency.objects.filter(person__in=whose.people).of_owners().open()
    return FeeCharge.objects.filter(unit__in=owned.values("unit")).select_related("unit__entrance__building")


def _residencies(whose: Whose) -> QuerySet[Residency]:
    rows = Residency.objects.filter(person__in=whose.people)
    return rows.select_related("unit__entrance__building", "unit__estate")


def _mails(whose: Whose) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(to__in=whose.emails) if whose.emails else OutgoingMail.objects.none()


def _texts(whose: Whose) -> QuerySet[SmsMessage]:
    return SmsMessage.objects.filter(phone=whose.phone) if whose.phone else SmsMessage.objects.none()


rights.hold(
    "owners.User",
    title=_("Your account"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: User.objects.filter(pk=whose.user.pk),
    shows={
        "nickname": _("Nickname"),
        "last_name": _("Family name"),
        "first_name": _("Given name"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "language": _("Language"),
        "large_type": _("Large type"),
        "date_joined": _("Account since"),
        "last_login": _("Last sign-in"),
    },
    erase=erase_user,
    sort=100,
)
rights.hold(
    "account.EmailAddress",
    title=_("Your e-mail addresses"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: EmailAddress.objects.filter(user=whose.user),
    shows={"email": _("E-mail"), "verified": _("Confirmed")},
    erase=delete_rows,
    sort=95,
    also=["account.EmailConfirmation"],
)
rights.hold(
    "usersessions.UserSession",
    title=_("Where you are signed in"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: UserSession.objects.filter(user=whose.user),
    shows={"created_at": _("Signed in"), "ip": _("Address on the net"), "user_agent": _("Device")},
    erase=erase_sign_in,
    sort=5,
    also=["mfa.Authenticator", "socialaccount.SocialAccount", "socialaccount.SocialToken"],
)
rights.hold(
    "owners.Person",
    title=_("You in the property registry"),
    retention=Retention.REGISTRY,
    rows=lambda whose: Person.objects.filter(pk__in=whose.people).select_related("naming", "identity"),
    shows={
        "name": _("Name"),
        "phone": _("Telephone"),
        "email": _("E-mail"),
        "id_number": _("ID number"),
        "born": _("Date of birth"),
    },
    erase=erase_person,
    kept=_REGISTRY,
    sort=90,
    also=["owners.PersonName", "owners.PersonIdentity"],
)
rights.hold(
    "owners.PersonContact",
    title=_("Numbers and addresses in the registry"),
    retention=Retention.REGISTRY,
    rows=lambda whose: PersonContact.objects.filter(person__in=whose.people),
    shows={"kind": _("Kind"), "value": _("Number or address"), "until": _("Until")},
    erase=erase_person,
    kept=_REGISTRY,
    also=["owners.ImportChange"],
    hides={"sealed": "former values, for taking an import back; removed after 7 days"},
    sort=90,
)
rights.hold(
    "owners.Residency",
    title=_("Your homes"),
    retention=Retention.REGISTRY,
    rows=_residencies,
    shows={
        "unit__estate__name": _("Estate"),
        "unit": _("Home"),
        "role": _("As"),
        "since": _("Since"),
        "until": _("Until"),
    },
    erase=keep,
    kept=_REGISTRY,
    sort=60,
)
rights.hold(
    "owners.LifeStep",
    title=_("Your way to your home"),
    retention=Retention.REGISTRY,
    rows=lambda whose: LifeStep.objects.filter(person__in=whose.people).select_related("estate"),
    shows={"estate__name": _("Estate"), "stage": _("Stage"), "on": _("On"), "source": _("Known from")},
    erase=keep,
    kept=_REGISTRY,
    also=["owners.LifeStage", "owners.PersonMerge", "owners.KeptApart"],
    hides={
        "reason": "why staff took two records for one person; speaks of the other record too",
        "split_reason": "why staff took them for two again; speaks of the other record too",
    },
    sort=79,
)
rights.hold(
    "owners.Claim",
    title=_("Your verifications"),
    retention=Retention.ACCOUNT,
    rows=_claims,
    shows={
        "estate__name": _("Estate"),
        "unit": _("Home"),
        "name": _("Name"),
        "phone": _("Telephone"),
        "state": _("State"),
        "created_at": _("Sent"),
        "note": _("Note"),
    },
    erase=erase_claims,
    sort=70,
    also=["owners.NoticeCode"],
)
rights.hold(
    "owners.Contact",
    title=_("How you reached us"),
    retention=Retention.MATTER,
    rows=lambda whose: Contact.objects.filter(pk__in=whose.contacts),
    shows={"name": _("Name"), "phone": _("Telephone"), "email": _("E-mail"), "address": _("Address")},
    erase=erase_contacts,
    kept=_("Your matters stay for the company’s records, without your name, number, address and files."),
    sort=65,
)
rights.hold(
    "owners.Consent",
    title=_("What you agreed to"),
    retention=Retention.AUDIT,
    rows=lambda whose: Consent.objects.filter(user=whose.user).select_related("purpose"),
    shows={"purpose__local_name": _("Purpose"), "given": _("Agreed"), "at": _("When"), "means": _("How")},
    erase=keep,
    kept=_("That you agreed or withdrew is kept under a pseudonym, as proof."),
    sort=80,
    also=["owners.ConsentPurpose"],
)
rights.hold(
    "owners.DataRequest",
    title=_("What you asked about your data"),
    retention=Retention.AUDIT,
    rows=lambda whose: DataRequest.objects.filter(user=whose.user),
    shows={
        "kind": _("Kind"),
        "state": _("State"),
        "wish": _("What it should be"),
        "answer": _("Answer"),
        "received_at": _("Received"),
        "closed_at": _("Answered"),
    },
    erase=erase_requests,
    kept=_("That you asked, and when we answered, is kept under a pseudonym, as proof."),
    sort=85,
    also=["owners.DataCopy"],
)
rights.hold(
    "owners.KeyGrant",
    title=_("Boards opened to you"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: KeyGrant.objects.filter(user=whose.user),
    shows={"key": _("Board or group"), "created_at": _("Since"), "until": _("Until")},
    erase=delete_rows,
    sort=75,
)
rights.hold(
    "owners.StaffRole",
    title=_("Your roles as staff"),
    retention=Retention.AUDIT,
    rows=lambda whose: StaffRole.objects.filter(user=whose.user).select_related("estate"),
    shows={"role": _("Role"), "estate": _("Estate"), "created_at": _("Since")},
    erase=delete_rows,
    kept=_("Who held which role is kept in the audit trail under a pseudonym."),
    sort=76,
)
rights.hold(
    "owners.PledgeAcceptance",
    title=_("Your pledges of confidentiality"),
    retention=Retention.AUDIT,
    rows=lambda whose: PledgeAcceptance.objects.filter(user=whose.user),
    shows={"full_name": _("Name"), "text__version": _("Version"), "accepted_at": _("When")},
    erase=keep,
    kept=_(
        "That you pledged as staff to keep owners’ data to yourself is kept with your name: it binds beyond the job."
    ),
    sort=77,
)
rights.hold(
    "owners.RoleChange",
    title=_("Roles given to you and withdrawn"),
    retention=Retention.AUDIT,
    rows=lambda whose: RoleChange.objects.filter(user=whose.user).select_related("estate"),
    shows={"role": _("Role"), "estate": _("Estate"), "given": _("Given"), "at": _("When")},
    erase=keep,
    kept=_("Who held which role is kept in the audit trail under a pseudonym."),
    sort=77,
    also=["owners.RoleRequest"],
)
rights.hold(
    "owners.SignUp",
    title=_("That you signed up here, for a week"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: SignUp.objects.filter(user=whose.user),
    # The marks are keyed hashes: they say nothing, not even to the person.
    shows={"at": _("When")},
    erase=delete_rows,
    sort=101,
)
rights.exempt("owners.CounterPlace", why="where a counter's form was open, hashed; a day")
rights.exempt("owners.PledgeText", why="the text that staff pledge to")
rights.hold(
    "owners.SmsMessage",
    title=_("Text messages to you"),
    retention=Retention.ACCOUNT,
    rows=_texts,
    shows={"created_at": _("Sent"), "phone": _("To"), "text": _("Text")},
    erase=delete_rows,
    hides={"params": "the changing parts of the text"},
    also=["owners.SmsDay"],
    sort=55,
)
rights.hold(
    "mailwire.OutgoingMail",
    title=_("E-mails to you"),
    retention=Retention.ACCOUNT,
    rows=_mails,
    shows={"created_at": _("Sent"), "to": _("To"), "subject": _("Subject"), "text": _("Text")},
    erase=erase_mails,
    sort=55,
)
rights.hold(
    "uploads.Upload",
    title=_("Files you sent"),
    retention=Retention.ACCOUNT,
    rows=lambda whose: Upload.objects.filter(owner=whose.user.pseudonym),
    shows={"name": _("File"), "size": _("Bytes"), "created_at": _("Sent"), "url": _("Address")},
    erase=erase_uploads,
    sort=58,
)
rights.hold(
    "owners.Grant",
    title=_("Work that opens your name and number to staff"),
    retention=Retention.AUDIT,
    rows=lambda whose: Grant.objects.filter(subject__in=whose.subjects),
    shows={"source": _("Work"), "created_at": _("Since"), "until": _("Until")},
    erase=delete_rows,
    kept=_("Who looked, and why, is kept in the audit trail under pseudonyms."),
    sort=62,
    also=["owners.Reveal", "audit.AuditRow", "audit.AuditPartition"],
    hides={
        "mark": "hashes of the audit trail under the data key",
        "note": "words of staff about why they looked; erased with the person",
    },
)

rights.hold(
    "owners.FeeCharge",
    title=_("Fees of your homes"),
    retention=Retention.LEDGER,
    rows=_fees,
    shows={
        "unit": _("Home"),
        "item": _("Fee"),
        "first_month": _("From"),
        "months": _("Months"),
        "months_owed": _("Months in arrears"),
        "due": _("Due (fen)"),
        "paid": _("Paid (fen)"),
        "paid_on": _("Paid on"),
    },
    erase=keep,
    kept=_("What was to be paid for a home, and was paid, belongs to the property office’s books."),
    hides={"due_sealed": "shown as due", "paid_sealed": "shown as paid"},
    sort=61,
)
rights.hold(
    "owners.Purchase",
    title=_("Services you bought from the property office"),
    retention=Retention.LEDGER,
    rows=lambda whose: Purchase.objects.filter(person__in=whose.people),
    shows={"service": _("Service"), "bought_on": _("On"), "amount": _("Amount (fen)")},
    erase=keep,
    kept=_("What was sold stays in the property office’s books, without your name once the registry drops it."),
    hides={"amount_sealed": "shown as amount"},
    sort=61,
)
rights.hold(
    "owners.PrivacyAlert",
    title=_("Days on which unusually many people looked at your data"),
    retention=Retention.AUDIT,
    rows=lambda whose: PrivacyAlert.objects.filter(subject__in=whose.subjects),
    shows={"kind": _("What was found"), "day": _("Day")},
    erase=delete_rows,
    kept=_("The privacy officer asks about it. It goes with your data."),
    hides={"note": "what the privacy officer found out about a colleague"},
    sort=63,
)
rights.hold(
    "owners.ExportRequest",
    title=_("Lists of people that you took out as staff"),
    retention=Retention.AUDIT,
    rows=lambda whose: ExportRequest.objects.filter(asked_by=whose.user),
    shows={"asked_at": _("Asked on"), "purpose": _("Purpose"), "rows": _("People")},
    erase=keep,
    kept=_("Who took a list out of the house, and what for, is kept with the audit trail."),
    hides={"why": "words about work, for the second person", "refusal": "a colleague’s words about work"},
    sort=64,
)
rights.exempt("owners.ConsentWording", why="the words that people agree to, and the pseudonym of who wrote them")
rights.exempt("owners.ImpactNote", "owners.ImpactVersion", why="texts about kinds of processing, never about somebody")
rights.exempt("owners.OpeningCount", why="how many people a pseudonym of staff looked at in an hour; 400 days")
rights.exempt(
    "owners.Estate",
    "owners.Building",
    "owners.Entrance",
    "owners.Unit",
    why="houses and flats: who lives there is Residency",
)
rights.exempt("owners.NoticeBatch", why="counts of codes, and the pseudonym of the clerk")
rights.exempt("owners.Organisation", why="firms and offices, with the firm's own line")
rights.exempt("owners.ImportRun", "owners.ImportProblem", why="files, rows and problems, never the values in them")
rights.exempt("owners.ColumnMapping", "owners.MappedColumn", why="titles of columns, never what stands below them")
rights.exempt("owners.TaskLink", why="names a worker or volunteer, not a customer; removed 180 days after it ends")
rights.exempt("owners.User_groups", "owners.User_user_permissions", why="rights of staff; emptied with the account")
rights.exempt("numbers.NumberSeries", "worktime.CalendarDay", why="numbers and days")
rights.exempt("outbox.KeySequence", "outbox.OutboxEntry", why="ids only")
rights.exempt("jobs.PeriodicRun", "jobs.TaskRetry", "jobs.Heartbeat", why="names of jobs and workers")
rights.exempt("outbox.Delivery", why="ids, and the last error, which erasure clears of names and numbers")
rights.exempt("mailwire.RawMail", why="bytes of a mail: erased by the room that took it in (mailbox.Delivery)")
