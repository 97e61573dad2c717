from pathlib import Path

import wagtail
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from home.cms_words import TEXTS


def test_every_word_for_editors_is_one_that_wagtail_says() -> None:
    said: set[str] = set()
    for catalogue in Path(wagtail.__file__).parent.glob("**/locale/en/LC_MESSAGES/django.po"):
        with catalogue.open("rb") as file:
            said.update(m.id if isinstance(m.id, str) else m.id[0] for m in read_po(file, locale="en"))

    assert not [text for text in TEXTS if text not in said]


def test_editors_read_chinese_where_wagtail_has_none() -> None:
    with override("zh-hans"):
        simplified = gettext("The page could not be saved due to validation errors.")
    with override("zh-hant"):
        traditional = gettext("The page could not be saved due to validation errors.")

    assert (simplified, traditional) == ("有地方没填对，页面没有保存。", "有地方沒填對，頁面沒有儲存。")
