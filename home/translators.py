from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from home.scripts import to_traditional


class OpenCCTranslator(BaseMachineTranslator):
    """Fills the Traditional draft of a Simplified page; the editor goes over the words afterwards."""

    display_name = "OpenCC"

    def translate(
        self, source_locale: Locale, target_locale: Locale, strings: Iterable[StringValue]
    ) -> dict[StringValue, StringValue]:
        return {
            string: StringValue.from_translated_html(to_traditional(string.get_translatable_html()))
            for string in strings
        }

    def can_translate(self, source_locale: Locale, target_locale: Locale) -> Any:
        return source_locale.language_code == "zh-hans" and target_locale.language_code == "zh-hant"
