"""Speaking to somebody by name: who can be meant by an @, and how it looks in the text.

Only people who write in the topic can be meant, by their nickname, and the company as @客服. What is
meant is found here, from the text; a mark that comes with the text counts for nothing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString

from forum.models import Post, Topic
from owners.audiences import who_may_see
from owners.models import User

COMPANY = "客服"
MOST = 10
MOST_SUGGESTED = 8
LONGEST_NAME = 30
# Not within a mail address. Full-width signs come from Chinese keyboards.
_SIGN = re.compile(r"(?<![A-Za-z0-9._%+-])[@＠]")
_MARK = re.compile(r"</?span[^>]*>")
_TAG = re.compile(r"(<[^>]+>)")
# Another's words, and what stands for itself, speak to nobody.
_SILENT = ("blockquote", "a", "code", "pre")


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A text with its marks, and who is meant in it."""

    html: SafeString
    users: list[User] = field(default_factory=list)
    company: bool = False


def read(html: str, topic: Topic, *, author_id: int | None) -> Mentioned:
    """Finds who is meant in cleaned HTML. One query more, and only where there is an @."""
    bare = _MARK.sub("", html)
    if not _SIGN.search(bare):
        return Mentioned(SafeString(bare))
    spoken = [text for text, is_spoken in _pieces(bare) if is_spoken]
    named = {user.nickname: user for user in _writers(topic).filter(nickname__in=_possible_names(spoken))}
    named = {user.nickname: user for user in who_may_see(named.values(), topic.audience)}
    marks = _Marks(named, author_id)
    marked = "".join(marks.put(text) if is_spoken else text for text, is_spoken in _pieces(bare))
    return Mentioned(SafeString(marked), list(marks.users.values()), marks.company)


def suggest(topic: Topic, begun: str, *, apart_from: int) -> list[str]:
    """Names that begin so, of the people who write in the topic; the company first."""
    people = _writers(topic).filter(nickname__istartswith=begun).exclude(pk=apart_from).order_by("nickname", "pk")
    names = [user.nickname for user in who_may_see(people[:MOST_SUGGESTED], topic.audience)]
    return [COMPANY, *names] if COMPANY.startswith(begun) else names


def _writers(topic: Topic) -> QuerySet[User]:
    wrote = Post.objects.filter(topic=topic, author=OuterRef("pk"), visibility="visible", is_official=False)
    wrote = wrote.filter(is_anonymous=False)
    return User.objects.filter(Exists(wrote), is_active=True).exclude(nickname="")


def _pieces(html: str) -> Iterable[tuple[str, bool]]:
    """The HTML in order, each piece with whether it is text that its author says."""
    silent = 0
    for piece in _TAG.split(html):
        if piece.startswith("<"):
            name = re.match(r"</?(\w+)", piece)
            if name and name[1] in _SILENT:
                silent += -1 if piece.startswith("</") else 1
            yield piece, False
        else:
            yield piece, silent == 0


def _possible_names(texts: Iterable[str]) -> set[str]:
    """Whatever could be a name behind an @: every beginning of what follows it."""
    names: set[str] = set()
    for text in texts:
        said = unescape(text)
        for sign in list(_SIGN.finditer(said))[: 3 * MOST]:
            follows = said[sign.end() : sign.end() + LONGEST_NAME]
            names.update(follows[:length] for length in range(1, len(follows) + 1))
    return names


class _Marks:
    def __init__(self, named: dict[str, User], author_id: int | None) -> None:
        self.named = sorted([COMPANY, *named], key=len, reverse=True)
        self.people = named
        self.author_id = author_id
        self.users: dict[int, User] = {}
        self.company = False

    def put(self, text: str) -> str:
        said, out, at = unescape(text), [], 0
        for sign in _SIGN.finditer(said):
            if sign.start() < at or not (name := self._name_at(said, sign.end())):
                continue
            if not (kind := self._meant(name)):
                continue
            out += [escape(said[at : sign.start()]), f'<span data-mention="{kind}">@{escape(name)}</span>']
            at = sign.end() + len(name)
        return text if not out else "".join([*out, escape(said[at:])])

    def _name_at(self, said: str, at: int) -> str:
        """The longest name that stands there; a Latin one must end there too."""
        for name in self.named:
            if said.startswith(name, at):
                after = said[at + len(name) : at + len(name) + 1]
                if not (name[-1].isascii() and after.isascii() and after.isalnum()):
                    return name
        return ""

    def _meant(self, name: str) -> str:
        if name == COMPANY:
            self.company = True
            return "company"
        user = self.people[name]
        if user.pk == self.author_id or (len(self.users) >= MOST and user.pk not in self.users):
            return ""
        self.users[user.pk] = user
        return "person"
