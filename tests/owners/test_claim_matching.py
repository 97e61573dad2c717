import pytest

from owners.claim_matching import Agreement, agree_on_names


@pytest.mark.parametrize(
    ("typed", "registered", "agreement"),
    [
        ("周喆", "周 喆", Agreement.SAME),
        ("周吉", "周喆", Agreement.NEAR),
        ("周喆喆", "周喆", Agreement.NEAR),
        ("喆", "周喆", Agreement.DIFFERENT),
        ("吴桐", "周喆", Agreement.DIFFERENT),
        ("Zhou Zhe", "zhouzhe", Agreement.SAME),
    ],
)
def test_agree_on_names_forgives_one_character(typed, registered, agreement):
    assert agree_on_names(typed, registered) == agreement
