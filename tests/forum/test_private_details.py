"""Private details in what neighbours write: found, masked, and nothing else touched."""

import pytest

from forum.private_details import Kind, find, find_in_html, mask, mask_html
from tests.forum.private_texts import INNOCENT, PRIVATE


@pytest.mark.parametrize(("text", "kind", "masked"), PRIVATE)
def test_private_detail_is_found_and_masked(text: str, kind: Kind, masked: str) -> None:
    found = find(text)

    assert [detail.kind for detail in found] == [kind]
    assert mask(text) == masked
    # What is masked is private no longer.
    assert find(masked) == []


@pytest.mark.parametrize("text", INNOCENT)
def test_innocent_text_is_left_alone(text: str) -> None:
    assert find(text) == []
    assert mask(text) == text


def test_public_number_is_for_everybody() -> None:
    assert find("物业 138 0000 1501", public={"13800001501"}) == []


def test_several_details_are_masked_at_once() -> None:
    text = "3栋2单元1201的车京A12345，电话13800001501"

    assert [detail.kind for detail in find(text)] == [Kind.ROOM, Kind.PLATE, Kind.PHONE]
    assert mask(text) == "3栋2单元****的车京A***45，电话138****1501"


def test_html_is_masked_in_its_words_only() -> None:
    html = '<p>打 <b>13800001501</b> &amp; <a href="tel:13800001501">这里</a></p>'

    assert mask_html(html) == "<p>打 <b>138****1501</b> &amp; <a>这里</a></p>"
    assert len(find_in_html(html)) == 1
    assert mask_html("<p>a &lt; b</p>") == "<p>a &lt; b</p>"
