from django.utils.translation import override

from owners.forms.fields import EstateChoice
from owners.models import Estate


def test_estates_are_chosen_by_their_names_in_the_readers_language(estate: Estate) -> None:
    Estate.objects.filter(pk=estate.pk).update(name="金水湾", name_zh_hant="金水灣", name_en="Jinshui Bay")

    field = EstateChoice(Estate.objects.filter(pk=estate.pk), empty_label=None)

    for language, name in (("zh-hans", "金水湾"), ("zh-hant", "金水灣"), ("en", "Jinshui Bay")):
        with override(language):
            assert [label for _, label in field.choices] == [name]
