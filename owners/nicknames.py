"""Names that nobody takes for the company, however they are written.

A nickname is compared by its skeleton: what is left when width, case, script, accents, blanks, signs and
everything invisible are gone, and each letter stands for all that look like it (Unicode TS 39, as far as the
words below need it). `ａｄｍіn`, `客・服`, `官\u200b方` and `物業` have the skeletons of `admin`, 客服, 官方 and 物业.
"""

import unicodedata
from functools import cache

import opencc
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MANY_DIGITS = 7
# Whoever bears one of these in the name speaks for the company, or seems to.
OFFICIAL_WORDS = (
    "官方", "客服", "物业", "发言人", "管理员", "版主", "工作人员", "开发商", "售楼处", "项目部", "服务中心",
    "系统通知", "系统消息", "官微", "邻里网", "邻里平台", "admin", "administrator", "official", "linli",
    "staff", "moderator", "spokesperson", "customerservice", "support",
)  # fmt: skip
# Whoever asks without a name is seen under one of these: nobody else may.
NAMELESS_WORDS = ("匿名", "anonymous")

# Left: what looks like, right: what it is taken for. Latin letters, then characters of the words above.
LATIN_LOOKS_LIKE = (
    ("аɑαа", "a"), ("ьЬ", "b"), ("сϲᴄ", "c"), ("ԁ", "d"), ("еєҽ", "e"), ("ƒſ", "f"), ("ɡ", "g"), ("һհ", "h"),
    ("іıιɩ1l|!ⅼӏ", "i"), ("јϳ", "j"), ("κк", "k"), ("мｍ", "m"), ("ոпη", "n"), ("оοσ0", "o"), ("рρ", "p"),
    ("ԛ", "q"), ("г", "r"), ("ѕ5$", "s"), ("тτ", "t"), ("υսцμ", "u"), ("νѵ", "v"), ("ѡω", "w"), ("хχ", "x"),
    ("уγү", "y"), ("@4", "a"), ("3", "e"),
)  # fmt: skip
_CHARACTERS_LOOK_LIKE = (("宫宦", "官"), ("牧沕", "物"), ("亚", "业"), ("报", "服"), ("吂", "言"))
_TAKEN_FOR = {ord(one): target for many, target in (*LATIN_LOOKS_LIKE, *_CHARACTERS_LOOK_LIKE) for one in many}
# What turns the writing direction, joins, or is nothing at all: no name needs it.
_UNSEEN = {"Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp"}
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"
# The joiner that holds some emoji together, and the mark that colours them.
_OF_EMOJI = "\u200d\ufe0f"


def clean_nickname(written: str) -> str:
    """The nickname with single blanks. Raises ValidationError in the reader's language."""
    nickname = " ".join(written.split())
    if any(_is_unseen(character) for character in nickname):
        raise ValidationError(_("Please leave out characters that can’t be seen."))
    if passes_for_official(nickname):
        raise ValidationError(_("Neighbours would take this name for the company. Please choose another."))
    if any(skeleton(word) in skeleton(nickname) for word in NAMELESS_WORDS):
        raise ValidationError(_("This is how anonymous questions are signed. Please choose another name."))
    if sum(character.isdigit() for character in nickname) > MANY_DIGITS:
        raise ValidationError(_("Please don't use a telephone number as your name: everybody sees it."))
    return nickname


def passes_for_official(nickname: str) -> bool:
    bones = skeleton(nickname)
    return any(word in bones for word in _official_skeletons())


def skeleton(text: str) -> str:
    """Letters, digits and characters only, each in the one form that stands for all that look like it."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    seen = (character for character in plain if not unicodedata.category(character).startswith("M"))
    simplified = "".join(_simplified(character) for character in seen)
    alike = simplified.translate(_TAKEN_FOR)
    return "".join(character for character in alike if character.isalnum())


@cache
def _official_skeletons() -> tuple[str, ...]:
    return tuple(skeleton(word) for word in OFFICIAL_WORDS)


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simplified(character: str) -> str:
    """One by one: converted as words, what stands beside a character would change it."""
    return str(_converter().convert(character)) if character > "\u2e80" else character


def _is_unseen(character: str) -> bool:
    if character in _OF_EMOJI:
        return False
    return unicodedata.category(character) in _UNSEEN or character in _FILLERS
