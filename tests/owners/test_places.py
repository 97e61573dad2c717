import pytest

from owners.models import Building


@pytest.mark.parametrize(
    ("phase", "number", "shown"),
    [("", "3", "3号楼"), ("2", "3", "2期3号楼"), ("", "A", "A座"), ("", "A2", "A2座"), ("", "望江阁", "望江阁")],
)
def test_building_is_named_as_people_say_it(phase, number, shown):
    assert str(Building(phase=phase, number=number)) == shown
