"""The shape of what is typed into the forum. What it means is checked by the actions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from forum.actions.drafts import Writing
from forum.actions.voting import NewPoll
from forum.models import BY_READERS, Board, ModerationAct, Post, RemovalKind, Topic
from forum.pace import PACES
from forum.private_details import Detail, find, find_in_html, mask, mask_html
from forum.public_numbers import public_numbers
from forum.querysets import BoardQuerySet
from forum.wording import MAX_HTML
from portal import richtext


def new_send_key() -> str:
    return get_random_string(24)


class TextForm(forms.Form):
    """A text with files, looked through for private details before it goes out.

    Where some are found and `details` says nothing, the form comes back with them (`private`) and asks:
    mask them, or publish the text as it is. Details that stood in `already` are not asked about again.
    """

    asks_about_details = True
    details = forms.ChoiceField(choices=[("mask", "mask"), ("keep", "keep")], required=False)

    def __init__(self, *args: Any, already: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.already = already
        self.private: list[Detail] = []

    @property
    def unsent(self) -> str:
        """What came with a form that could not be taken, to be read and copied; empty of a fresh one."""
        return richtext.clean(self.data.get("body", "")) if self.is_bound else ""

    @property
    def upload_ids(self) -> list[str]:
        return self.data.getlist("upload_ids") if hasattr(self.data, "getlist") else []

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.asks_about_details or data.get("details") == "keep":
            return data
        title, body = data.get("title", ""), data.get("body", "")
        if not (find(title) or find_in_html(body)):
            return data
        public = public_numbers()
        in_title, in_body = find(title, public=public), find_in_html(body, public=public)
        found = [detail for detail in in_title + in_body if detail.passage not in self.already]
        if found and data.get("details") == "mask":
            data |= {"body": mask_html(body, public=public)} | (
                {"title": mask(title, public=public)} if in_title else {}
            )
        elif found:
            self.private = found
            self.add_error("body" if in_body else "title", _("Please choose below what is to become of these details."))
        return data


class PostForm(TextForm):
    """`body` is the composer's HTML, or plain text where no script runs."""

    body = forms.CharField(label=_("Your reply"), required=False, widget=forms.Textarea)
    send_key = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput, initial=new_send_key)
    # The version of the board's rules that was ticked.
    accepts_rules = forms.IntegerField(required=False, widget=forms.HiddenInput)

    @property
    def written(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        said = {
            "html": self.cleaned_data["body"],
            "upload_ids": self.upload_ids,
            "send_key": self.cleaned_data["send_key"],
        }
        if "accepts_rules" in self.fields:
            said["accepts_rules"] = self.cleaned_data["accepts_rules"] or 0
        return said


class TopicForm(PostForm):
    title = forms.CharField(
        label=_("Title"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "next"}),
        help_text=_("One sentence that says what it is about, e.g. where and since when."),
    )
    anonymous = forms.BooleanField(
        label=_("Ask anonymously"),
        required=False,
        help_text=_(
            "Neighbours never see who you are; staff only for a reason that is kept, and you can read on “My data” "
            "that they looked. Your replies in this topic are anonymous too. What you write may still give you away."
        ),
    )
    poll_question = forms.CharField(
        label=_("Question of the poll"), max_length=80, required=False, help_text=_("Left empty: the title.")
    )
    poll_options = forms.CharField(
        label=_("Answers"),
        max_length=800,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Two to ten, one on each line."),
    )
    poll_several = forms.BooleanField(label=_("Several answers may be chosen"), required=False)
    poll_per_home = forms.BooleanField(label=_("One vote for each verified home"), required=False)
    poll_days = forms.TypedChoiceField(
        label=_("Runs for"),
        choices=[(days, ngettext_lazy("%d day", "%d days", days) % days) for days in (1, 3, 7, 14, 30)],
        coerce=int,
        initial=7,
        required=False,
    )
    field_order = ["title", "body", "send_key"]

    def __init__(self, *args: Any, may_hide: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = _("What would you like to say?")
        if not may_hide:
            del self.fields["anonymous"]

    def add_error(self, field: str | None, error: Any) -> None:
        """What is said of a field that isn't offered any more stands above the form."""
        super().add_error(field if field is None or field in self.fields else None, error)

    @property
    def poll(self) -> NewPoll | None:
        """The poll that was filled in; none where neither question nor answers were."""
        data = self.cleaned_data
        if not (data.get("poll_question") or data.get("poll_options")):
            return None
        return NewPoll(
            question=data["poll_question"],
            options=tuple(data["poll_options"].splitlines()),
            several=data["poll_several"],
            per_home=data["poll_per_home"],
            days=data["poll_days"] or 7,
        )

    @property
    def has_poll(self) -> bool:
        """Whether the part for the poll is to stand open."""
        return bool(self.data.get("poll_question") or self.data.get("poll_options"))


class EditForm(TextForm):
    title = forms.CharField(label=_("Title"), max_length=80)
    body = forms.CharField(label=_("Text"), required=False, widget=forms.Textarea)

    def __init__(self, *args: Any, with_title: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_title:
            del self.fields["title"]


class DraftForm(forms.Form):
    """What a composer saves while somebody writes. `upload_ids` is a list, so it is read by hand."""

    html = forms.CharField(required=False, strip=False, max_length=MAX_HTML)
    title = forms.CharField(required=False, max_length=200)
    anonymous = forms.BooleanField(required=False)
    seq = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    base = forms.IntegerField(required=False, min_value=0, max_value=2_000_000_000)
    tab = forms.SlugField(required=False, max_length=36)
    send_key = forms.CharField(required=False, max_length=32)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        ids = self.data.get("upload_ids") or []
        if not isinstance(ids, list) or not all(isinstance(one, str) and len(one) <= 24 for one in ids):
            raise forms.ValidationError("upload_ids")
        data["upload_ids"] = ids
        return data

    @property
    def writing(self) -> Writing:
        return Writing(**{**self.cleaned_data, "base": self.cleaned_data["base"] or 0})


class FlagForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("What is wrong with it?"),
        choices=[(reason.value, reason.label) for reason in BY_READERS],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Anything else we should know"), max_length=200, required=False)


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Everybody who may read the topic can read the reason too.")
    )


class HideForm(ReasonForm):
    """Taking words away: why they harm, and the reason in words. A second person reads both."""

    kind = forms.ChoiceField(
        label=_("Why it must go"),
        choices=[("", "—"), *RemovalKind.choices],
        help_text=_("Somebody else confirms it within a working day, or it is shown again."),
    )
    field_order = ["kind", "reason"]


class ObjectionForm(forms.Form):
    text = forms.CharField(
        label=_("Why it should stay"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The person who decides reads this. You can say it once."),
    )  # fmt: skip


class SanctionForm(ReasonForm):
    """What follows for the author of a post."""

    measure = forms.ChoiceField(
        label=_("What follows"),
        widget=forms.RadioSelect,
        choices=[
            ("warning-0", _("A warning")),
            *(
                (f"time_out-{n}", ngettext_lazy("No writing for %d day", "No writing for %d days", n) % n)
                for n in (1, 3, 7, 14)
            ),
            *((f"ban-{n}", ngettext_lazy("Ban for %d day", "Ban for %d days", n) % n) for n in (30, 90, 365)),
        ],
    )
    everywhere = forms.BooleanField(label=_("At all estates"), required=False)
    field_order = ["measure", "everywhere", "reason"]

    def __init__(self, *args: Any, may_everywhere: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_everywhere:
            del self.fields["everywhere"]

    @property
    def decided(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        kind, _dash, days = self.cleaned_data["measure"].partition("-")
        everywhere = self.cleaned_data.get("everywhere", False)
        return {"kind": kind, "days": int(days), "reason": self.cleaned_data["reason"], "everywhere": everywhere}


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why the decision is wrong"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Somebody else decides, not who decided first. You can say it once."),
    )  # fmt: skip


class ModerateTopicForm(forms.Form):
    act = forms.ChoiceField(label=_("What to do with this topic"), widget=forms.RadioSelect)
    board = forms.ModelChoiceField(label=_("Move to"), queryset=Board.objects.none(), required=False)
    wider = forms.BooleanField(
        label=_("More people may read it there"),
        required=False,
        help_text=_("Needed where the other board is more open: what neighbours wrote for fewer is open to all of it."),
    )
    minutes = forms.TypedChoiceField(
        label=_("Between two posts of one person"),
        coerce=int,
        choices=[(n, ngettext_lazy("%d minute", "%d minutes", n) % n) for n in PACES],
        initial=10,
        required=False,
    )
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        coerce=int,
        choices=[
            *((n, ngettext_lazy("%d hour", "%d hours", n) % n) for n in (3, 24)),
            *((24 * n, ngettext_lazy("%d day", "%d days", n) % n) for n in (3, 7)),
            (0, _("until somebody ends it")),
        ],
        initial=24,
        required=False,
    )
    other = forms.CharField(
        label=_("Merge with"),
        max_length=200,
        required=False,
        help_text=_("The address of the other topic. The newer one goes into the older; old links go on working."),
    )
    kind = forms.ChoiceField(
        label=_("Why it must go"),
        choices=[("", "—"), *RemovalKind.choices],
        required=False,
        help_text=_("When hiding. Somebody else confirms it within a working day, or it is shown again."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        required=False,
        help_text=_("Everybody who may read the topic can read the reason too."),
    )

    def __init__(self, *args: Any, topic: Topic, boards: BoardQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = [
            ModerationAct.UNPIN if topic.is_pinned else ModerationAct.PIN,
            ModerationAct.UNLOCK if topic.is_locked else ModerationAct.LOCK,
            ModerationAct.SHOW_TOPIC if topic.is_hidden else ModerationAct.HIDE_TOPIC,
            ModerationAct.UNSLOW if topic.pace else ModerationAct.SLOW,
            ModerationAct.MOVE,
            ModerationAct.MERGE,
        ]
        words = {
            ModerationAct.PIN: _("Pin to the top of the board"),
            ModerationAct.UNPIN: _("No longer pin"),
            ModerationAct.LOCK: _("Lock: nobody can reply"),
            ModerationAct.UNLOCK: _("Unlock"),
            ModerationAct.SLOW: _("Slow mode: each person waits between two posts"),
            ModerationAct.UNSLOW: _("End slow mode"),
            ModerationAct.HIDE_TOPIC: _("Hide the whole topic; the reason stays"),
            ModerationAct.SHOW_TOPIC: _("Show it again"),
            ModerationAct.MOVE: _("Move to another board"),
            ModerationAct.MERGE: _("Merge with another topic"),
        }
        self.fields["act"].choices = [(act.value, words[act]) for act in acts]  # type: ignore[attr-defined]
        self.fields["board"].queryset = boards.exclude(pk=topic.board_id)  # type: ignore[attr-defined]

    def clean_other(self) -> str:
        """The topic's public id, out of an address or alone."""
        parts = self.cleaned_data["other"].partition("?")[0].partition("#")[0].strip().strip("/").split("/")
        return parts[-1]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("act") == ModerationAct.MOVE and not data.get("board"):
            self.add_error("board", _("Please choose the board."))
        if data.get("act") == ModerationAct.MERGE and not data.get("other"):
            self.add_error("other", _("Please give the address of the other topic."))
        if data.get("act") == ModerationAct.HIDE_TOPIC and not data.get("kind"):
            self.add_error("kind", _("Please choose why it must go."))
        return data


class SplitForm(forms.Form):
    """Which posts become a topic of their own, and how it is called."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("These posts"), coerce=int, widget=forms.CheckboxSelectMultiple, error_messages={
            "required": _("Please choose the posts."),
        }
    )  # fmt: skip
    title = forms.CharField(label=_("Title of the new topic"), max_length=80)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("Everybody who may read the topic can read the reason too."),
    )

    def __init__(self, *args: Any, posts: Sequence[Post], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [  # type: ignore[attr-defined]
            (post.number, f"#{post.number} {post.by_name}：{richtext.excerpt(post.html, 60)}") for post in posts
        ]


class VerdictForm(forms.Form):
    said = forms.CharField(
        label=_("What is not settled yet?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The case desk reads it and takes the matter up again. It isn't published."),
    )
