"""Simplified text for readers of Traditional: the same words in the other script, converted as they are shown."""

import opencc

_S2T = opencc.OpenCC("s2t")


def to_traditional(text: str) -> str:
    return _S2T.convert(text)
