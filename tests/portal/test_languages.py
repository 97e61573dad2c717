from types import SimpleNamespace

import pytest
from django.utils import translation

from portal.languages import localized

BAY = SimpleNamespace(name="金水湾", name_zh_hant="金水灣", name_en="")


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "金水湾"), ("zh-hant", "金水灣"), ("en", "金水湾")])
def test_localized_takes_the_column_of_the_language_or_the_first_one(language: str, said: str):
    with translation.override(language):
        assert localized(BAY, "name") == said


def test_localized_of_a_column_that_nobody_has_fails():
    with pytest.raises(AttributeError):
        localized(BAY, "title")
