"""Which articles may answer what somebody is writing.

The collection is small (hundreds of articles, kept by hand), so each is compared: how much of its
question and keywords occurs in the text, rarer pairs of characters counting more.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import opencc

from answers.models import KnowledgeArticle

if TYPE_CHECKING:
    from owners.viewers import Viewer

_T2S = opencc.OpenCC("t2s")
_HAN = re.compile("[㐀-䶿一-鿿]+")
_WORD = re.compile("[a-z0-9]{2,}")
# Pairs that say that somebody asks, not what about.
_EMPTY = {
    "怎么",
    "么办",
    "如何",
    "什么",
    "为什",
    "可以",
    "需要",
    "我们",
    "你们",
    "请问",
    "一下",
    "办理",
    "哪里",
    "业主",
    "小区",
}
_LONGEST_TEXT = 2_000
# One rare pair in common is chance; a keyword, or two pairs, is not.
_ENOUGH = 2.0


def suggestions(viewer: Viewer, text: str, *, estate_id: int | None, limit: int) -> list[KnowledgeArticle]:
    """One query. Nothing for a text that says nothing yet."""
    folded = _T2S.convert(text[:_LONGEST_TEXT]).lower()
    asked = _pieces(folded)
    if not asked:
        return []
    articles = list(KnowledgeArticle.objects.visible_to(viewer).near(estate_id))
    own = {article.pk: _pieces(_said_by(article)) for article in articles}
    spread = Counter(piece for pieces in own.values() for piece in pieces)
    close: list[tuple[float, KnowledgeArticle]] = []
    for article in articles:
        weight = sum(1 + math.log(len(articles) / spread[piece]) for piece in own[article.pk] & asked)
        score = weight / 2 + 2 * _keywords_named(article, folded)
        if score >= _ENOUGH:
            close.append((score, article))
    close.sort(key=lambda pair: (-pair[0], pair[1].sort, pair[1].pk))
    return [article for _, article in close[:limit]]


def _pieces(folded: str) -> set[str]:
    pairs = {run[at : at + 2] for run in _HAN.findall(folded) for at in range(len(run) - 1)}
    return (pairs | set(_WORD.findall(folded))) - _EMPTY


def _said_by(article: KnowledgeArticle) -> str:
    return _T2S.convert(f"{article.title} {article.title_en} {article.keywords}").lower()


def _keywords_named(article: KnowledgeArticle, folded: str) -> int:
    return sum(word in folded for word in _T2S.convert(article.keywords).lower().split() if len(word) > 1)
