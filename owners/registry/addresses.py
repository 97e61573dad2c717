"""Building, entrance and room in the many ways of writing them: `3#`, `三号楼`, `03栋`, `3-1-1501`."""

import re
from dataclasses import dataclass

from owners.registry.values import Cell, chinese_number, compact

_MAX = 20
_NUMERALS = "〇零一二三四五六七八九十"
_BUILDING_WORD = r"(?:号楼|號樓|栋楼|栋|棟|幢|座|号栋|#楼|#|号|楼)"
_ENTRANCE_WORD = r"(?:单元|單元|门洞|梯)"
_ROOM_WORD = r"(?:号房|室|房|户|号|#)"
_MARK = rf"[A-Z]?\d+[A-Z]?|[A-Z]|[{_NUMERALS}]+|[甲乙丙丁东西南北中]"
_BUILDING = re.compile(rf"(?P<prefix>.*?)第?(?P<mark>{_MARK}){_BUILDING_WORD}?")
_ENTRANCE = re.compile(rf"第?(?P<mark>{_MARK})(?:{_ENTRANCE_WORD}|门)?")
_DASH = re.compile(r"[-‐-―−_~]+|/")
_BLOCK = re.compile(rf"(?P<building>.*?{_BUILDING_WORD})-?第?(?P<entrance>{_MARK}){_ENTRANCE_WORD}")
_WORDED = re.compile(
    rf"(?:(?P<building>.*?(?:{_MARK}){_BUILDING_WORD})-?)?"
    rf"(?:第?(?P<entrance>{_MARK})(?:(?:{_ENTRANCE_WORD}|门)-?|-))?"
    rf"(?P<room>[A-Z]?\d+[A-Z]?(?:[A-Z\d]*)|[A-Z]){_ROOM_WORD}?"
)


class AddressUnreadable(ValueError):
    """No building, entrance or room can be made of it."""


@dataclass(frozen=True, slots=True)
class UnitAddress:
    """Marks as the registry keeps them: `3`, `1`, `1501`, phase `2`; empty where nothing is said."""

    building: str = ""
    entrance: str = ""
    room: str = ""
    phase: str = ""


def mark_of(text: str) -> str:
    """`03` → `3`, `三` → `3`, `b` → `B`, `A02` → `A2`: one spelling per thing."""
    text = text.upper()
    number = chinese_number(text)
    if number is not None:
        return str(number)
    return re.sub(r"(?<!\d)0+(?=\d)", "", text)


def read_phase(cell: Cell) -> str:
    """`一期`, `第1期`, `1` → `1`; `东区` stays. Raises AddressUnreadable."""
    text = _upper(cell)
    match = re.fullmatch(rf"第?({_MARK})期?(?:工程|项目)?", text)
    found = mark_of(match[1]) if match else text
    if len(found) > _MAX:
        raise AddressUnreadable
    return found


def read_building(cell: Cell, *, estate_name: str = "") -> str:
    """`3#`, `3号楼`, `三号楼`, `03栋`, `3` → `3`; `B座` → `B`; `东区3号楼` → `东区3`. Raises AddressUnreadable."""
    text = _without_estate(_upper(cell), estate_name)
    if not text:
        return ""
    match = _BUILDING.fullmatch(text)
    # A building with a name of its own (`望江阁`) is called by it.
    found = f"{match['prefix']}{mark_of(match['mark'])}" if match else text
    if len(found) > _MAX:
        raise AddressUnreadable
    return found


def read_entrance(cell: Cell) -> str:
    """`1单元`, `一单元`, `01`, `1` → `1`; `甲单元` → `甲`. Raises AddressUnreadable."""
    text = _upper(cell)
    if not text:
        return ""
    match = _ENTRANCE.fullmatch(text)
    found = mark_of(match["mark"]) if match else text
    if len(found) > _MAX:
        raise AddressUnreadable
    return found


def read_block(cell: Cell, *, estate_name: str = "") -> tuple[str, str]:
    """A building's cell that may name the entrance too: `3号楼1单元` → (`3`, `1`), `3#` → (`3`, ``)."""
    text = _without_estate(_upper(cell), estate_name)
    if match := _BLOCK.fullmatch(text):
        return read_building(match["building"]), mark_of(match["entrance"])
    return read_building(text), ""


def read_room(cell: Cell, *, estate_name: str = "") -> UnitAddress:
    """`1501`, `1501室`, `3-1-1501`, `3号楼1单元1501室`, `3#1501`: the room, and what else the cell says.

    Two numbers (`1-1501`) give an entrance and a room; the caller knows whether a building stands
    elsewhere. An empty cell gives an empty address. Raises AddressUnreadable.
    """
    text = _without_estate(_upper(cell), estate_name)
    if not text:
        return UnitAddress()
    parts = [part for part in _DASH.split(text) if part]
    if len(parts) in {2, 3} and all(_plain(part) for part in parts):
        return _from_parts([_plain(part) for part in parts])
    match = _WORDED.fullmatch(text)
    if match is None:
        return UnitAddress("", "", _named_room(text))
    return UnitAddress(
        read_building(match["building"]) if match["building"] else "",
        read_entrance(match["entrance"]) if match["entrance"] else "",
        _room_mark(match["room"]),
    )


def _named_room(text: str) -> str:
    """`商铺12`, `地下车库B03`: a room that is called by more than a number."""
    if len(text) > _MAX or _DASH.search(text) or not re.fullmatch(r"[\u4e00-\u9fffA-Z]{1,8}\d{1,5}[A-Z]?", text):
        raise AddressUnreadable
    return text


def _room_mark(text: str) -> str:
    return text.upper().lstrip("0") or "0"


def _from_parts(parts: list[str]) -> UnitAddress:
    before, room = [mark_of(part) for part in parts[:-1]], _room_mark(parts[-1])
    if any(len(part) > _MAX for part in (*before, room)):
        raise AddressUnreadable
    return UnitAddress(before[0], before[1], room) if len(before) == 2 else UnitAddress("", before[0], room)


def _plain(part: str) -> str:
    """The bare mark of a part between dashes (`3号楼` → `3`), or nothing if it is none."""
    match = re.fullmatch(rf"({_MARK}|[A-Z\d]+)(?:{_BUILDING_WORD}|{_ENTRANCE_WORD}|{_ROOM_WORD}|门)?", part)
    return match[1] if match else ""


def _upper(cell: Cell) -> str:
    return compact(cell).upper()


def _without_estate(text: str, estate_name: str) -> str:
    return text.removeprefix(estate_name.upper()).removeprefix("小区") if estate_name else text
