import pytest
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from home.translators import OpenCCTranslator

pytestmark = pytest.mark.django_db


@pytest.fixture
def locales(db):
    return {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("zh-hans", "zh-hant", "en")}


def test_translator_fills_the_traditional_draft(locales):
    string = StringValue.from_translated_html("电梯<b>已经</b>修好")

    drafts = OpenCCTranslator({}).translate(locales["zh-hans"], locales["zh-hant"], [string])

    assert drafts[string].get_translatable_html() == "電梯<b>已經</b>修好"


def test_translator_offers_only_the_other_script(locales):
    translator = OpenCCTranslator({})

    assert translator.can_translate(locales["zh-hans"], locales["zh-hant"])
    assert not translator.can_translate(locales["zh-hans"], locales["en"])
