"""Finding the header of a register, and which column means what."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from owners.registry.values import Cell

HEADER_WITHIN = 10


class Field(StrEnum):
    BUILDING = "building"
    ENTRANCE = "entrance"
    ROOM = "room"
    AREA = "area"
    NAME = "name"
    BIRTH = "birth"
    ID_NUMBER = "id_number"
    PHONE = "phone"
    MORE_PHONES = "more_phones"
    EMAIL = "email"
    HANDED_OVER = "handed_over"
    ROLE = "role"


# Compared after `_plain`: half-width, no spaces, brackets and their content, marks or case.
_SYNONYMS: dict[Field, str] = {
    Field.BUILDING: (
        "楼栋 楼栋号 楼号 栋号 栋 幢 幢号 楼幢 楼座 座号 座栋 楼宇 楼宇号 楼 大楼 楼幢号 楼栋名称 "
        "楼宇名称 栋座 号楼 樓棟 樓號 樓宇 棟 building buildingno block tower"
    ),
    Field.ENTRANCE: "单元 单元号 单元名称 门洞 门栋 梯号 單元 單元號 entrance staircase",
    Field.ROOM: (
        "房号 房间号 房间 室号 门牌号 门牌 户号 房屋编号 房产编号 房屋号 房间编号 房屋 房产 房源 "
        "房源名称 室 房屋名称 房产名称 房屋地址 房产地址 房屋坐落 房号地址 户室号 单元房号 楼栋房号 "
        "房间名称 物业地址 住址 房屋位置 房屋信息 資產 房號 門牌 室號 room roomno unit unitno flat "
        "apartment address"
    ),
    Field.AREA: (
        "建筑面积 面积 房屋面积 产权面积 建面 合同面积 实测面积 房产面积 住宅面积 计费面积 收费面积 "
        "建築面積 面積 area floorarea"
    ),
    Field.NAME: (
        "业主姓名 姓名 业主 业主名称 业主名 产权人 产权人姓名 房主 房主姓名 户主 户主姓名 客户姓名 "
        "客户名称 客户 购房人 买受人 买受人姓名 购房者 所有权人 住户姓名 住户 业主或产权人 业主信息 "
        "业主姓名产权人 业主客户 名字 業主姓名 業主 戶主 name owner ownername"
    ),
    Field.BIRTH: "出生日期 生日 出生年月 出生年月日 出生 出生时间 业主生日 birthdate dateofbirth birthday dob",
    Field.ID_NUMBER: (
        "身份证号 身份证号码 身份证 证件号码 证件号 证件 身份证件号 身份证件号码 公民身份号码 "
        "身份号码 业主身份证号 业主身份证 居民身份证号 身分證號 身份證號碼 身份證號 idnumber idno "
        "idcard"
    ),
    Field.PHONE: (
        "手机号码 手机号 手机 联系电话 电话 电话号码 联系方式 业主电话 移动电话 联系手机 业主手机 "
        "业主手机号 联系号码 手机电话 主要电话 本人电话 业主联系电话 业主联系方式 手机联系方式 手機 "
        "手機號碼 電話 聯絡電話 phone mobile telephone tel cell"
    ),
    Field.MORE_PHONES: (
        "备用电话 其他电话 其它电话 第二电话 紧急联系电话 固定电话 座机 家庭电话 住宅电话 备用手机 "
        "备用联系电话 备用号码 电话2 手机2 联系电话2 备用联系方式 宅电 固话 配偶电话 備用電話 phone2 "
        "otherphone altphone"
    ),
    Field.EMAIL: "邮箱 电子邮箱 电子邮件 邮件 邮箱地址 電郵 電子郵件 email mail e-mail",
    Field.HANDED_OVER: (
        "交付日期 交房日期 收房日期 入伙日期 入住日期 交付时间 交房时间 收房时间 入伙时间 入住时间 "
        "接房日期 接房时间 收楼日期 交楼日期 交屋日期 入住年月 交付年月 handover handedover "
        "handoverdate"
    ),
    Field.ROLE: (
        "身份 住户类型 住户身份 与业主关系 与户主关系 与产权人关系 人员类型 业主类型 客户类型 "
        "住户性质 居住身份 關係 role relation"
    ),
}
_FIELD_OF = {word.replace("-", ""): field for field, words in _SYNONYMS.items() for word in words.split()}

# Columns beside an owner's own that look like them and are not: emergency contacts, tenants, family.
_OTHERS = re.compile(r"紧急|配偶|子女|租户|租客|承租|家属|家庭成员|物业费|车位|联系人|代理|经办|管家")
_INSIDE: tuple[tuple[str, Field], ...] = (
    (r"身份证|证件号", Field.ID_NUMBER),
    (r"出生|生日", Field.BIRTH),
    (r"备用|其他电话|座机|固话|固定电话", Field.MORE_PHONES),
    (r"手机|电话|联系方式", Field.PHONE),
    (r"(?:交付|交房|收房|入伙|入住|接房).*(?:日期|时间|日|年月)", Field.HANDED_OVER),
    (r"面积", Field.AREA),
    (r"邮箱|电子邮件", Field.EMAIL),
    (r"(?:业主|产权人|户主|房主).*(?:姓名|名称)", Field.NAME),
    (r"房号|房间号|门牌|室号", Field.ROOM),
    (r"楼栋|栋号|楼号|幢号", Field.BUILDING),
    (r"单元", Field.ENTRANCE),
)


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header ends (`last_row`, counted from 1) and the column index of each field."""

    last_row: int
    columns: Mapping[Field, int]
    more_phones: tuple[int, ...] = ()

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(self.columns)


def field_of(title: Cell) -> Field | None:
    """What a column title means; None for titles that the registry has no use for."""
    text = _plain(title) if isinstance(title, str) else ""
    if not text or len(text) > 20:
        return None
    if text in _FIELD_OF:
        return _FIELD_OF[text]
    if _OTHERS.search(text):
        return None
    return next((field for pattern, field in _INSIDE if re.search(pattern, text)), None)


def find_header(rows: Sequence[Sequence[Cell]]) -> Header | None:
    """The header among the first rows of a sheet; of one line, or of two under merged titles.

    None if no row names both a room and an owner.
    """
    best: Header | None = None
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        for candidate in _candidates(rows, index, row):
            if _usable(candidate) and (best is None or len(candidate.columns) > len(best.columns)):
                best = candidate
    return best


def _candidates(rows: Sequence[Sequence[Cell]], index: int, row: Sequence[Cell]) -> list[Header]:
    found = [_header(row, index + 1)]
    if index + 1 < len(rows):
        below = rows[index + 1]
        # A second line of titles, not a first line of data: it has titles of its own.
        if sum(field_of(cell) is not None for cell in below) >= 2:
            width = max(len(row), len(below))
            found.append(_header([_joined(row, below, column) for column in range(width)], index + 2))
    return found


def _joined(above: Sequence[Cell], below: Sequence[Cell], column: int) -> Cell:
    lower = below[column] if column < len(below) else None
    return lower if lower not in (None, "") else above[column] if column < len(above) else None


def _header(titles: Sequence[Cell], last_row: int) -> Header:
    columns: dict[Field, int] = {}
    more: list[int] = []
    for column, title in enumerate(titles):
        field = field_of(title)
        if field is Field.MORE_PHONES or (field is Field.PHONE and Field.PHONE in columns):
            more.append(column)
        elif field is not None:
            columns.setdefault(field, column)
    if Field.PHONE not in columns and more:
        columns[Field.PHONE] = more.pop(0)
    return Header(last_row, columns, tuple(more))


def _usable(header: Header) -> bool:
    return Field.NAME in header.columns and Field.ROOM in header.columns


def repeats_header(row: Sequence[Cell], header: Header) -> bool:
    """True for the titles printed again further down, as page headers are."""
    again = sum(1 for field, column in header.columns.items() if column < len(row) and field_of(row[column]) is field)
    return again >= 3 or again == len(header.columns)


def _plain(title: str) -> str:
    text = unicodedata.normalize("NFKC", title)
    text = re.sub(r"[(\[【〔].*?[)\]】〕]", "", text)
    return re.sub(r"[\s*:、./_\-—]+", "", text).lower()
