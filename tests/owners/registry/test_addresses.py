from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from owners.registry.addresses import (
    AddressUnreadable,
    UnitAddress,
    read_block,
    read_building,
    read_entrance,
    read_room,
)


@pytest.mark.parametrize(
    "cell", ["3#", "3号楼", "三号楼", "03栋", "3", 3, 3.0, "3幢", "第3栋", "3号", "金水湾3号楼", "金水湾小区3号楼"]
)
def test_read_building_is_one_number_in_every_spelling(cell):
    assert read_building(cell, estate_name="金水湾") == "3"


@pytest.mark.parametrize(
    ("cell", "building"),
    [
        ("B座", "B"),
        ("b座", "B"),
        ("A02栋", "A2"),
        ("十二号楼", "12"),
        ("东区3号楼", "东区3"),
        ("望江阁", "望江阁"),
        (None, ""),
    ],
)
def test_read_building_keeps_letters_and_names(cell, building):
    assert read_building(cell) == building


@pytest.mark.parametrize("cell", ["1单元", "一单元", "01", 1, "1门"])
def test_read_entrance_is_one_number_in_every_spelling(cell):
    assert read_entrance(cell) == "1"


@pytest.mark.parametrize(
    "cell",
    [
        "3-1-1501",
        "3号楼1单元1501室",
        "三号楼一单元1501",
        "3#-1-1501",
        "3栋1-1501",
        "03-01-1501",
        "3幢1单元1501号",
        "金水湾3-1-1501",
    ],
)
def test_read_room_takes_a_whole_address_apart(cell):
    assert read_room(cell, estate_name="金水湾") == UnitAddress("3", "1", "1501")


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("1501", UnitAddress(room="1501")),
        (1501.0, UnitAddress(room="1501")),
        ("1501室", UnitAddress(room="1501")),
        ("0301", UnitAddress(room="301")),
        ("12A01", UnitAddress(room="12A01")),
        ("3#1501", UnitAddress("3", "", "1501")),
        ("B座1501", UnitAddress("B", "", "1501")),
        ("甲单元101", UnitAddress("", "甲", "101")),
        ("1-1501", UnitAddress("", "1", "1501")),
        ("商铺12", UnitAddress(room="商铺12")),
        ("", UnitAddress()),
    ],
)
def test_read_room_says_what_the_cell_says(cell, address):
    assert read_room(cell) == address


@pytest.mark.parametrize("cell", ["见合同", "a-b-c-d", "1501-02-03-04", "一二三四五六七八九十楼上那一户"])
def test_read_room_refuses_what_is_no_room(cell):
    with pytest.raises(AddressUnreadable):
        read_room(cell)


def test_read_block_takes_an_entrance_along():
    assert read_block("3号楼1单元") == ("3", "1")
    assert read_block("3#") == ("3", "")


@given(st.one_of(st.text(max_size=60), st.integers(), st.floats()))
def test_readers_answer_or_refuse_whatever_a_cell_holds(cell):
    for reader in (read_room, read_building, read_entrance, read_block):
        with suppress(AddressUnreadable):
            reader(cell)
