"""Bytes of a mail as text, whatever its label says.

Chinese mail labelled gb2312 is mostly GBK or GB18030, headers come in raw 8-bit without any label,
and some programs write one charset while naming another. Every decoding here succeeds: where nothing
fits, what can't be read becomes U+FFFD.
"""

import codecs
import re

# Labels seen in the wild that Python doesn't know, and labels whose superset is what is meant.
_MEANT = {
    "gb2312": "gb18030",
    "gb_2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gb2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "windows-936": "gb18030",
    "euc-cn": "gb18030",
    "chinese": "gb18030",
    "zh-cn": "gb18030",
    "gb18030-2000": "gb18030",
    "gb18030-2022": "gb18030",
    "big5": "big5hkscs",
    "big-5": "big5hkscs",
    "big5-eten": "big5hkscs",
    "x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "csbig5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "cp950": "big5hkscs",
    "ms950": "big5hkscs",
    "windows-950": "big5hkscs",
    "zh-tw": "big5hkscs",
    "utf8": "utf-8",
    "utf-8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "hz": "hz",
    "hz-gb-2312": "hz",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-2022-cn": "iso-2022-cn",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "iso-8859-8-i": "iso-8859-8",
    "tis-620": "cp874",
}
# Labels that programs put on anything. Other labels are believed when the bytes fit them.
_DOUBTFUL = {"gb18030", "big5hkscs", "utf-8", "ascii", "iso8859-1", "cp1252", ""}
_GUESSES = ("utf-8", "gb18030", "big5hkscs", "cp950")
_SAMPLE = 32_768  # bytes that are looked at when guessing
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_LATIN = re.compile(r"[A-Za-z][\u00c0-\u024f]|[\u00c0-\u024f][A-Za-z]")
_TWO_LATIN = re.compile(r"[\u0080-\u07ff]{2}")
_JIS_ESCAPE = re.compile(rb"\x1b[$(][@BJ]")


def codec_of(label: str) -> str:
    """The codec that a charset label means, or "" for one that nobody knows."""
    name = label.strip().strip("\"'").lower().partition("*")[0]
    name = _MEANT.get(name, name)
    if not name or len(name) > 40 or "escape" in name or name in {"idna", "punycode", "undefined", "mbcs", "oem"}:
        return ""
    try:
        "".encode(name)  # a charset, not one of Python's bytes-to-bytes codecs
        return codecs.lookup(name).name
    except (LookupError, ValueError):
        return ""


def decode(data: bytes, label: str = "") -> str:
    """`data` as clean text (no NUL, no controls but newline and tab), repaired where the label lies."""
    return clean(_decode(data, label))


def clean(text: str) -> str:
    """Without what no database and no page takes: NUL, control characters, lone surrogates."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _decode(data: bytes, label: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data[3:].decode("utf-8", "replace")
    codec = codec_of(label)
    if codec.startswith(("utf-16", "utf-32")):
        return _wide(data, codec)
    if data.isascii():
        return _seven_bit(data, codec)
    if codec == "utf-8" or codec not in _DOUBTFUL:
        try:
            return data.decode(codec)
        except (UnicodeError, ValueError):
            pass
    best = max(dict.fromkeys((codec, *_GUESSES) if codec else _GUESSES), key=lambda c: _fit(data, c, label=codec))
    if codec in {"ascii", "iso8859-1", "cp1252", ""} and _fit(data, best) < _fit(data, "cp1252"):
        best = "cp1252"
    return data.decode(best, "replace")


def _wide(data: bytes, codec: str) -> str:
    """UTF-16 and UTF-32; without a byte order mark the zero bytes tell which end comes first."""
    if codec in {"utf-16", "utf-32"} and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        sample = data[:_SAMPLE]
        low_first, high_first = sample[1::2].count(0), sample[::2].count(0)
        if codec == "utf-16" and low_first != high_first:
            codec = "utf-16-le" if low_first > high_first else "utf-16-be"
        elif codec == "utf-16":
            codec = max(("utf-16-be", "utf-16-le"), key=lambda c: _plausible(sample.decode(c, "replace")))
    return data.decode(codec, "replace")


def _seven_bit(data: bytes, codec: str) -> str:
    """ASCII, and the charsets that hide in seven bits."""
    if codec in {"utf-7", "hz"} or codec.startswith("iso2022"):
        return data.decode(codec, "replace")
    if _JIS_ESCAPE.search(data, 0, _SAMPLE):
        return data.decode("iso2022_jp_ext", "replace")
    return data.decode("ascii")


def _fit(data: bytes, codec: str, label: str = "") -> float:
    """How much `data` looks like words when read as `codec`; a label and strict UTF-8 speak for themselves."""
    sample = data[:_SAMPLE]
    fit = _plausible(sample.decode(codec, "replace"))
    if codec == label:
        fit += 0.25
    if codec == "utf-8":
        fit += _utf8_evidence(data)
    elif codec == "cp950":
        fit -= 0.05  # only where HKSCS fits less
    return fit


def _utf8_evidence(data: bytes) -> float:
    """What it says for UTF-8 that the bytes are valid in it. Two-byte sequences alone say little: pairs of
    GBK often look like them (漏水, 联通), unless each stands alone between Latin letters."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return 0.0
    sample = text[:_SAMPLE]
    long = sum(1 for character in sample if character > "\u07ff")
    latin = bool(_LATIN.search(sample)) and not _TWO_LATIN.search(sample)
    return max(min(1.0, 0.1 * long), 1.0 if latin else 0.0)


def _plausible(text: str) -> float:
    """The mean worth of the characters beyond ASCII: common Han 1, replacement -2."""
    worth = [_worth(character) for character in text if character > "\x7f"]
    return sum(worth) / len(worth) if worth else 0.0


def _worth(character: str) -> float:
    point = ord(character)
    if 0x4E00 <= point <= 0x9FFF:
        return 1.0 if _is_common(character) else 0.3
    if 0x3000 <= point <= 0x303F or 0xFF01 <= point <= 0xFF5E or 0x2010 <= point <= 0x2026:
        return 0.9
    if character == "\ufffd":
        return -2.0
    if 0x80 <= point <= 0x9F or 0xE000 <= point <= 0xF8FF:
        return -1.5
    if point >= 0x1F300 or 0x3040 <= point <= 0x30FF or 0x2460 <= point <= 0x27BF:
        return 0.5
    return 0.2 if character.isalpha() else 0.1


def _is_common(character: str) -> bool:
    """True for the first level of GB 2312 (3,755 everyday characters) and of Big5 (5,401)."""
    try:
        return character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        pass
    try:
        return character.encode("big5")[0] <= 0xC6
    except UnicodeEncodeError:
        return False
