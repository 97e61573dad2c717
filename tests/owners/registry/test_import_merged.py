"""A register goes on to say what was found out to be one and the same person."""

from owners.models import ImportRun, Person, PersonMerge, Residency
from owners.querysets import PersonQuerySet

HEAD = ["楼栋", "单元", "房号", "业主姓名", "手机号码", "身份证号"]


def merge(kept: Person, merged: Person) -> None:
    PersonMerge.objects.create(kept=kept, merged=merged, reason="同一人", merged_by="test")
    Person.objects.filter(pk=merged.pk).update(canonical=kept)


def people() -> PersonQuerySet:
    return Person.objects.order_by("pk")


def test_merged_people_stay_one_when_the_register_comes_again(importing, workbook):
    rows = [HEAD, ["3", "1", "101", "王芳", "13700000001", ""], ["3", "1", "102", "王方", "13700000001", ""]]
    importing(workbook(rows))
    kept, merged = people()
    merge(kept, merged)

    report = importing(workbook([*rows, ["3", "1", "103", "王方", "13700000001", ""]]))

    assert report.problems == []
    assert people().count() == 2
    new = Residency.objects.get(unit__room="103")
    assert new.person == kept
    assert not Residency.objects.filter(until__isnull=False).exists()


def test_merged_people_in_one_home_are_not_ended(importing, workbook):
    rows = [HEAD, ["3", "1", "101", "王芳、王方", "13700000001、13700000002", ""]]
    importing(workbook(rows))
    kept, merged = people()
    merge(kept, merged)

    importing(
        workbook([HEAD, ["3", "1", "101", "王芳", "13700000001", ""], ["3", "1", "109", "李四", "13700000009", ""]])
    )

    assert not Residency.objects.filter(until__isnull=False).exists()
    assert ImportRun.objects.latest("pk").ended == 0


def test_an_identity_number_of_the_merged_row_is_known(importing, workbook):
    number = "11010519491231002X"
    importing(
        workbook([HEAD, ["3", "1", "101", "王芳", "13700000001", ""], ["3", "1", "102", "王方", "13700000002", number]])
    )
    kept, merged = people()
    merge(kept, merged)

    report = importing(workbook([HEAD, ["3", "1", "104", "王芳", "13700000001", number]]))

    assert report.problems == []
    assert Residency.objects.get(unit__room="104").person == kept
    assert not hasattr(Person.objects.get(pk=kept.pk), "identity")
