import pytest

from portal.sections import section_of


@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/", "home"),
        ("/en/", "home"),
        ("/forum/t/abc/", "forum"),
        ("/zh-hant/forum/", "forum"),
        ("/club/events/3/", "events"),
        ("/club/card/", "club"),
        ("/desk/watch/", "watch"),
        ("/desk/", "dashboard"),
        ("/notifications/", "me"),
        ("/elsewhere/", ""),
    ],
)
def test_section_of_an_address(path: str, section: str):
    assert section_of(path) == section
