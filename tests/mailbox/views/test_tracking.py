import pytest
from django.urls import reverse

from mailbox import actions
from mailbox.models import Message
from portal import uploads

pytestmark = pytest.mark.django_db


@pytest.fixture
def conversation(matter):
    return matter(subject="外墙渗水", name="周喆", phone="13800001501", text="外墙渗水两周了")


def url_of(conversation, name="tracking", *more):
    return reverse(f"mailbox:{name}", args=[conversation.token, *more])


def test_link_opens_the_matter_without_an_account(client, conversation, viewer_of, dana):
    actions.send_answer(conversation=conversation, html="<p>周三上门</p>", who="戴娜", viewer=viewer_of(dana))
    actions.set_progress(conversation_id=conversation.pk, state="in_progress", who="戴娜")

    response = client.get(url_of(conversation))

    page = response.content.decode()
    assert all(part in page for part in (conversation.number, "外墙渗水两周了", "周三上门", "戴娜"))
    assert [step["state"] for step in response.context["steps"]] == ["done", "now", "next", "next", "next"]


def test_page_tells_nobody_of_itself_and_names_no_customer(client, conversation):
    response = client.get(url_of(conversation))

    assert "noindex" in response["X-Robots-Tag"]
    # Not no-referrer: browsers would send the page's own form with `Origin: null`.
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert "周喆" not in response.content.decode()
    assert "13800001501" not in response.content.decode()


def test_wrong_token_is_not_found(client_for, conversation, dana):
    for name in ("tracking", "receipt"):
        assert client_for(dana).get(reverse(f"mailbox:{name}", args=["x" * 32])).status_code == 404
    assert client_for(dana).get(reverse("mailbox:tracking", args=[conversation.number])).status_code == 404


def test_what_is_for_staff_stays_with_staff(client, conversation):
    hidden = Message.objects.create(
        conversation=conversation, direction="staff_only", html="<p>陌生人</p>", unverified=True, from_address="s@x.com"
    )
    upload = uploads.store_bytes(b"%PDF-1.4", name="a.pdf", owner="mail", scope=hidden.scope)

    assert "陌生人" not in client.get(url_of(conversation)).content.decode()
    assert client.get(url_of(conversation, "tracking-file", upload.public_id)).status_code == 404


def test_files_open_by_this_link_alone(client, conversation, matter):
    upload = uploads.store_bytes(b"%PDF-1.4", name="合同.pdf", owner="mail", scope=conversation.messages.get().scope)

    response = client.get(url_of(conversation, "tracking-file", upload.public_id))

    assert (response.status_code, response["X-Content-Type-Options"]) == (200, "nosniff")
    assert "attachment" in response["Content-Disposition"]
    assert url_of(conversation, "tracking-file", upload.public_id) in client.get(url_of(conversation)).content.decode()
    assert client.get(url_of(matter(), "tracking-file", upload.public_id)).status_code == 404
    assert client.get(url_of(conversation, "tracking-thumb", upload.public_id)).status_code == 200


def test_reply_joins_and_returns_to_its_place(client, conversation):
    response = client.post(url_of(conversation, "tracking-reply"), {"text": "又漏了", "key": "r1"})

    message = conversation.messages.last()
    assert (message.text, message.direction, message.author_name) == ("又漏了", "in", "周喆")
    assert response.url == f"{url_of(conversation)}#message-{message.pk}"


def test_empty_reply_is_asked_for_words(client, conversation):
    response = client.post(url_of(conversation, "tracking-reply"), {"text": " ", "key": "r1"})

    assert (response.status_code, conversation.messages.count()) == (422, 1)


def test_reply_sent_twice_is_one(client, conversation):
    for _ in range(2):
        client.post(url_of(conversation, "tracking-reply"), {"text": "又漏了", "key": "r1"})

    assert conversation.messages.count() == 2


def test_reply_is_only_posted(client, conversation):
    assert client.get(url_of(conversation, "tracking-reply")).status_code == 405


def test_script_in_a_mail_is_text_on_the_page(client, mailbox):
    from mailbox import intake
    from tests.mailreader.mails import expected, sample

    conversation = intake.receive(sample("12-html-with-script"), mailbox, source="a").conversation

    main = client.get(url_of(conversation)).content.decode()
    main = main[main.index("<main") : main.index("</main>")]
    # The subject is `<img src=x onerror=alert(1)> hello`: shown, escaped.
    assert "<img src=x" not in main
    assert not any(
        part in main for part in expected()["12-html-with-script"]["rendered_html_lacks"] if part != "onerror="
    )


@pytest.mark.parametrize("rows", [1, 3])
def test_tracking_takes_as_many_queries_for_three_messages_as_for_one(
    client, conversation, rows, django_assert_num_queries
):
    for _ in range(1, rows):
        actions.receive_message(conversation=conversation, text="补充")
    client.get(url_of(conversation))

    with django_assert_num_queries(QUERIES):
        client.get(url_of(conversation))


# conversation, messages, files, steps; the frame: site settings, estates
QUERIES = 4
