"""Names, telephone numbers and identity numbers in a register."""

import re
from dataclasses import dataclass
from datetime import date

from owners.registry import problems
from owners.registry.values import Cell, compact, from_exponent, text_of
from portal.worktime import today

_OLDEST = 120
_MAX_NAME = 60
_BETWEEN_PEOPLE = re.compile(
    r"[、,;/&|+]|(?<=[\u4e00-\u9fff]) ?(?:与|以及) ?(?=[\u4e00-\u9fff])"
    r"|(?<=[\u4e00-\u9fff]{2})及(?=[\u4e00-\u9fff]{2,3}(?:$|[、,;/&|+ ]))"
)
# `欧阳娜娜(共有人:陈晓)`: what stands in the brackets is an owner, no remark.
_JOINT = re.compile(r"[(\[【〔]\s*(?:共有权?人?|共同(?:所有|产权|共有)人?)\s*[:\uff1a]?\s*([^)\]】〕]*)[)\]】〕]")
_BRACKETS = re.compile(r"[(\[【〔<].*?[)\]】〕>]")
_TAIL = re.compile(r"(?<=[\u4e00-\u9fff]{2})(?:等\d*人?|先生|女士|小姐)$")
_CHINESE_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")
# Two characters that are one family name, in both scripts, one beside the other.
_TWO_CHARACTER_SURNAMES = re.compile(
    "欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|司徒|司空|夏侯|端木|百里|"
    "南宫|南宮|长孙|長孫|宇文|轩辕|軒轅|闻人|聞人|赫连|赫連|澹台|澹臺|呼延"
)
_NOBODY = {"空置", "空房", "未售", "待售", "未知", "开发商", "空", "业主", "暂空", "未交付"}

_BETWEEN_PHONES = re.compile(r"[、,;/|&]|或|和")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TWO_MOBILES = re.compile(r"(1[3-9]\d{9})(1[3-9]\d{9})")
_LANDLINE = re.compile(r"0(10|2\d|[3-9]\d{2})([2-9]\d{6,7})")
_EXTENSION = re.compile(r"(?:转|分机|EXT\.?|X)(\d{1,5})$", re.IGNORECASE)
_SERVICE = re.compile(r"(?:400|800)\d{7}")

_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_ID_18 = re.compile(r"\d{17}[\dX]")
_OTHER_DOCUMENT = re.compile(r"(?=.*\d)[A-Z\u4e00-\u9fff][A-Z\d\u4e00-\u9fff]{4,19}")


def read_names(cell: Cell) -> list[str]:
    """Everybody named in a cell: `田兰涵、常娜` are two, `罗  美国` is one. Remarks in brackets are left out.

    A space parts two people only where both sides are whole Chinese names.
    """
    text = text_of(re.sub(r"[\r\n]+", "、", cell) if isinstance(cell, str) else cell)
    found: list[str] = []
    for part in _BETWEEN_PEOPLE.split(_BRACKETS.sub("", _JOINT.sub(r"、\1", text))):
        for name in _by_space(part.strip()):
            name = _TAIL.sub("", name)
            if name and name not in found and name not in _NOBODY and any(c.isalpha() for c in name):
                found.append(name)
    return found


def _by_space(part: str) -> list[str]:
    pieces = part.split()
    if len(pieces) > 1 and all(re.fullmatch(r"[\u3400-\u9fff·]+", piece) for piece in pieces):
        whole = all(_CHINESE_NAME.fullmatch(piece) and not _TWO_CHARACTER_SURNAMES.fullmatch(piece) for piece in pieces)
        return pieces if whole else ["".join(pieces)]
    return [part]


def name_problem(names: list[str]) -> str:
    if not names:
        return problems.NAME_MISSING
    return problems.NAME_TOO_LONG if any(len(name) > _MAX_NAME for name in names) else ""


def read_phones(cell: Cell) -> tuple[list[str], list[str]]:
    """The telephone numbers in a cell as E.164, and what is wrong with the others."""
    text = re.sub(r"\.0+$", "", text_of(cell.replace("\n", "、") if isinstance(cell, str) else cell))
    numbers: list[str] = []
    wrong: list[str] = []
    for part in _BETWEEN_PHONES.split(text) if text else []:
        for piece in _phone_pieces(part):
            number, problem = read_phone(piece)
            if number and number not in numbers:
                numbers.append(number)
            if problem and problem not in wrong:
                wrong.append(problem)
    return numbers, wrong


def _phone_pieces(part: str) -> list[str]:
    """Two whole numbers with only a space between them are two; `138 0000 1501` is one."""
    digits = re.sub(r"\D", "", part)
    if two := _TWO_MOBILES.fullmatch(digits):
        return [two[1], two[2]]
    pieces = part.split()
    if len(pieces) > 1 and all(read_phone(piece)[0] for piece in pieces):
        return pieces
    return [part] if part.strip() else []


def read_phone(text: str) -> tuple[str, str]:
    """(E.164, "") or ("", problem). Landlines keep an extension as `+861088880000;12`."""
    bare = re.sub(r"[\s\-‐-―−()\[\].·:]+", "", re.sub(r"[\u4e00-\u9fff]*[::]", "", text))
    if re.search(r"\d[Ee]\+?\d", text):
        digits = from_exponent(text.replace(" ", "").upper())
        return read_phone(digits) if digits else ("", problems.PHONE_DAMAGED)
    extension = _EXTENSION.search(bare)
    if extension:
        bare = bare[: extension.start()]
    bare = re.sub(r"[\u4e00-\u9fff]+", "", bare)
    if not re.fullmatch(r"\+?\d+", bare):
        return "", problems.PHONE_UNREADABLE
    return _classified(bare, extension[1] if extension else "")


def _classified(bare: str, extension: str) -> tuple[str, str]:
    number = re.sub(r"^(?:\+86|0086)", "", bare)
    if number == bare and re.match(r"^(?:\+|00)[1-9]", bare):
        international = "+" + bare.lstrip("+0")
        return (international, "") if 8 <= len(international) <= 16 else ("", problems.PHONE_UNREADABLE)
    if len(number) == 13 and number.startswith("86"):
        number = number[2:]
    if re.fullmatch(rf"0{_MOBILE.pattern}", number):
        number = number[1:]
    if _MOBILE.fullmatch(number) or _SERVICE.fullmatch(number):
        return f"+86{number}", ""
    if number != bare and re.fullmatch(r"(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}", number):
        number = f"0{number}"
    if landline := _LANDLINE.fullmatch(number):
        return f"+86{landline[1]}{landline[2]}{f';{extension}' if extension else ''}", ""
    return "", _phone_problem(number)


def _phone_problem(number: str) -> str:
    if len(number) in {7, 8} and number[0] not in "01":
        return problems.PHONE_NO_AREA_CODE
    if len(number) < 11:
        return problems.PHONE_TOO_SHORT
    return problems.PHONE_TOO_LONG if len(number) > (12 if number[0] == "0" else 11) else problems.PHONE_IMPOSSIBLE


@dataclass(frozen=True, slots=True)
class IdNumber:
    """`number` in capitals; `born` where the number tells it (Chinese identity cards)."""

    number: str = ""
    born: date | None = None


def read_id_number(cell: Cell) -> tuple[IdNumber, str]:
    """A Chinese identity number (GB 11643), or another document's.

    The old form of fifteen digits comes back in the form of eighteen: it is the same person's.
    (IdNumber(), problem) where it can't be taken; (IdNumber(), "") for an empty cell.
    """
    # A number of more than fifteen digits has lost its last ones in a spreadsheet.
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= 10**15:
        return IdNumber(), problems.ID_DAMAGED
    text = re.sub(r"[\s'’‘`-]+", "", text_of(cell)).upper()
    if not text:
        return IdNumber(), ""
    if re.fullmatch(r"\d(\.\d+)?E\+?\d+", text):
        return IdNumber(), problems.ID_DAMAGED
    if _ID_18.fullmatch(text):
        return _checked(text)
    if re.fullmatch(r"\d{15}", text):
        longer = f"{text[:6]}19{text[6:]}"
        return _checked(longer + id_check_digit(longer))
    if re.fullmatch(r"\d+X?", text):
        return IdNumber(), problems.ID_LENGTH
    if _OTHER_DOCUMENT.fullmatch(text):
        return IdNumber(text), ""
    return IdNumber(), problems.ID_UNREADABLE


def id_check_digit(first_seventeen: str) -> str:
    """GB 11643 (ISO 7064 MOD 11-2): `0`–`9` or `X`."""
    total = sum(int(digit) * weight for digit, weight in zip(first_seventeen, _ID_WEIGHTS, strict=True))
    return _ID_CHECKS[total % 11]


def _checked(text: str) -> tuple[IdNumber, str]:
    if id_check_digit(text[:17]) != text[17]:
        return IdNumber(), problems.ID_CHECK_DIGIT
    born = _born(text[6:14])
    return (IdNumber(text, born), "") if born else (IdNumber(), problems.ID_BIRTH_IMPOSSIBLE)


def _born(digits: str) -> date | None:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return born if birth_possible(born) else None


def birth_possible(born: date) -> bool:
    return today().year - _OLDEST <= born.year and born <= today()


def read_email(cell: Cell) -> tuple[str, str]:
    """(address in small letters, "") or ("", problem)."""
    text = compact(cell).lower()
    if not text:
        return "", ""
    fine = re.fullmatch(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;.]+", text) and len(text) <= 254
    return (text, "") if fine else ("", problems.EMAIL_UNREADABLE)
