"""`fresh_text`: what the sender wrote, without the history that the program quoted below it.

Known ways: QQ and Foxmail (------ 原始邮件 ------), Outlook and Alimail (a block of 发件人/发送时间 or
From/Sent), 163 (在 … 写道, 回复的原邮件), Gmail and Apple (于 … 写道, On … wrote), and `>` before lines,
answers between or below the quotes included. A forwarded mail is what the sender wants read: it stays.
"""

import re

_ORIGINAL = re.compile(
    r"(?:回复的|回覆的)?\s?(?:原始邮件|原始郵件|原邮件|原郵件|邮件原件|邮件原文|原始信息)"
    r"|Original(?: Message| Mail| E-?mail)?|Reply message|Ursprüngliche Nachricht|Message d'origine",
    re.IGNORECASE,
)
_RULE_MARKS = "-_—=*>| \t"
_LABELS = {
    "from": r"发\s*件\s*人|寄\s*件\s*者|寄\s*件\s*人|發\s*件\s*人|From|Von|De",
    "date": r"发\s*送\s*时\s*间|发\s*送\s*日\s*期|发\s*件\s*时\s*间|日\s*期|时\s*间|寄\s*件\s*日\s*期"
    r"|傳\s*送\s*時\s*間|發\s*送\s*時\s*間|Sent|Date|Gesendet|Envoyé",
    "to": r"收\s*件\s*人|收\s*件\s*者|To|An|À",
    "subject": r"主\s*题|主\s*題|主\s*旨|标\s*题|Subject|Betreff|Objet",
    "copy": r"抄\s*送(?:\s*人)?|副\s*本|Cc",
}
_LABEL = re.compile(
    r"^[\s>|*]*(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items()) + r")[\s*]*[:\uff1a|]",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^[\s>]*(?:"
    r"(?:On|At)\b.{4,300}\bwrote"
    r"|(?:在|于|於)\s?.{4,300}(?:写道|寫道|写到|寫到)"
    r"|.{0,200}(?:于|於|在|[,\uff0c\s])\s?\d{2,4}\s?(?:年|[-/.]).{2,200}(?:写道|寫道|写到|寫到)"
    r"|\d{4}\s?(?:年|[-/.]).{4,300}(?:写道|寫道)"
    r"|.{1,200}<[^<>\s]{3,200}@[^<>\s]{2,200}>.{0,80}(?:写道|寫道|wrote)"
    r"|Am\b.{4,300}\bschrieb.{0,120}|Le\b.{4,300}a écrit"
    # Gmail in Japanese says no verb; only its colon tells it from a sentence that ends with an address.
    r"|\d{4}\s?[年/].{4,200}<[^<>\s]{1,200}@[^<>\s]{2,200}>(?=\s*[:\uff1a])"
    r")\s*[:\uff1a]?\s*$",
    re.IGNORECASE,
)
_EVIDENCE = re.compile(r"\d|@")
_RULE = re.compile(r"^\s*[-_—*]{5,}\s*$")
_LINE_CAP = 400


def fresh_text(text: str) -> str:
    """`text` without quoted history; "" where it is nothing but history."""
    lines = [line.replace("\xa0", " ").replace("\u3000", " ").replace("\u200b", "") for line in text.split("\n")]
    kept: list[str] = []
    index = 0
    while index < len(lines):
        if _is_original_rule(lines[index]) or _starts_block(lines, index):
            break
        length = _attribution_length(lines, index)
        if length:
            after = _next_filled(lines, index + length)
            if after is None or not lines[after].lstrip().startswith(">"):
                break
            index = after
            continue
        if not lines[index].lstrip().startswith(">"):
            kept.append(lines[index])
        index += 1
    while kept and (not kept[-1].strip() or _RULE.match(kept[-1])):
        kept.pop()
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _is_original_rule(line: str) -> bool:
    """True for `------ 原始邮件 ------` and its kin: rules of two marks or more around the words."""
    if len(line) > _LINE_CAP:
        return False
    line = line.strip()
    words = line.strip(_RULE_MARKS)
    return len(line) - len(words) >= 4 and line[0] in _RULE_MARKS and bool(_ORIGINAL.fullmatch(words))


def _starts_block(lines: list[str], index: int) -> bool:
    """True where a block of at least three header labels, a sender among the first two, begins."""
    first = _LABEL.match(lines[index][:_LINE_CAP])
    if not first or first.lastgroup not in {"from", "date"}:
        return False
    names = {first.lastgroup}
    for line in lines[index + 1 : index + 9]:
        found = _LABEL.match(line[:_LINE_CAP])
        if found and found.lastgroup:
            names.add(found.lastgroup)
    return "from" in names and len(names) >= 3


def _attribution_length(lines: list[str], index: int) -> int:
    """How many lines (1–3, programs wrap it) an "On … wrote:" takes from here; 0 for none."""
    if not lines[index].strip() or len(lines[index]) > _LINE_CAP:
        return 0
    joined = ""
    for length, line in enumerate(lines[index : index + 3], start=1):
        joined = f"{joined} {line.strip()}".strip()
        if len(joined) > _LINE_CAP:
            return 0
        if _WROTE.match(joined) and _EVIDENCE.search(joined):
            return length if length == 1 or _opens_attribution(lines[index]) else 0
    return 0


def _opens_attribution(line: str) -> bool:
    """A wrapped attribution starts with a date, an address or the word for "on": not with a sentence."""
    return bool(re.match(r"^[\s>]*(?:On |At |在|于|於|\d{4}\s?[年/-]|Am |Le )", line) or "<" in line or "@" in line)


def _next_filled(lines: list[str], index: int) -> int | None:
    return next((at for at in range(index, min(index + 4, len(lines))) if lines[at].strip()), None)
