import pytest

from owners.rights.scrubbing import GONE, scrub


@pytest.mark.parametrize(
    "written",
    ["13800001501", "138 0000 1501", "138-0000-1501", "+86 138 0000 1501", "+8613800001501", "１３８００００１５０１"],
)
def test_telephone_numbers_go_however_they_are_written(written):
    assert scrub(f"请打{written}找我") == f"请打{GONE}找我"


@pytest.mark.parametrize(
    "written", ["0931-8880000", "010 8888 0000", "olga.o+x@mail.example.com", "620102199003071234"]
)
def test_landlines_addresses_and_id_numbers_go(written):
    assert scrub(f"<p>{written}</p>") == f"<p>{GONE}</p>"


def test_names_go_and_the_rest_stays():
    assert scrub("我是奥丽佳，3号楼1501漏水两天，单号JSW-2026-000123，¥12800.00。", ["奥丽佳"]) == (
        f"我是{GONE}，3号楼1501漏水两天，单号JSW-2026-000123，¥12800.00。"
    )


def test_again_changes_nothing():
    once = scrub("张三 13800001501", ["张三"])

    assert scrub(once, ["张三"]) == once
