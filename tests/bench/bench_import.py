"""How long a register of 100,000 rows takes, and how much memory: `make bench-import`.

Works in a database of its own, beside the one that DATABASE_URL names, and removes it. The last
line is the result as one JSON object. ROWS=20000 makes a shorter run.
"""

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
FLOORS, DOORS = 25, 4


def write_register(path: Path, rows: int) -> None:
    """Buildings of two entrances; merged building cells, phones and dates in turns of spelling."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("业主台账")
    sheet.append(["业主台账"])
    sheet.append(["序号", "楼栋", "单元", "房号", "建筑面积", "业主姓名", "出生日期", "手机号码", "交付日期"])
    for number in range(rows):
        entrance, flat = divmod(number, FLOORS * DOORS)
        building, door = divmod(entrance, 2)
        floor, side = divmod(flat, DOORS)
        phone = f"138{number:08}"
        sheet.append(
            [
                number + 1,
                f"{building + 1}号楼" if flat == 0 and door == 0 else None,
                f"{door + 1}单元" if flat == 0 else None,
                f"{floor + 1}{side + 1:02}",
                88.5,
                SURNAMES[number % len(SURNAMES)] + chr(0x4E00 + number % 5000) + chr(0x5200 + number // 5000),
                "1980年3月5日" if number % 3 else "1980/3/5",
                f"+86 {phone[:3]} {phone[3:7]} {phone[7:]}" if number % 4 else int(phone),
                "2023.5.15",
            ]
        )
    book.save(path)


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, rows: int) -> dict[str, object]:
    from django.db import connection

    from owners.actions.imports import import_register
    from owners.actions.undo_import import undo_import
    from owners.models import Estate, ImportRun

    estate = Estate.objects.create(slug="bench", code="BENCH", name="测试楼盘")
    before, marks = peak_mib(), {}

    def progress(done: int) -> None:
        if done * 10 // rows not in marks:
            marks[done * 10 // rows] = round(peak_mib())
            print(f"{done} rows, {peak_mib():.0f} MiB", file=sys.stderr)

    times = []
    for _run in ("first", "again"):
        started, on_cpu = time.perf_counter(), time.process_time()
        report = import_register(path=path, estate=estate, actor="bench", progress=progress)
        times.append((time.perf_counter() - started, time.process_time() - on_cpu))
    assert (report.data_rows, report.units, report.problems) == (rows, rows, []), report
    started = time.perf_counter()
    *_again, undone = [undo_import(run=run, actor="bench") for run in ImportRun.objects.order_by("-id")]
    undo_seconds = time.perf_counter() - started
    assert (undone.rows, undone.kept) == (rows, []), (undone.rows, undone.kept[:3])
    return {
        "bench": "import",
        "database": connection.vendor,
        "rows": rows,
        "first_seconds": round(times[0][0], 1),
        "first_cpu_seconds": round(times[0][1], 1),
        "rows_per_second": round(rows / times[0][0]),
        "again_seconds": round(times[1][0], 1),
        "again_cpu_seconds": round(times[1][1], 1),
        "undo_seconds": round(undo_seconds, 1),
        "memory_before_mib": round(before),
        "memory_peak_mib": round(peak_mib()),
        "memory_by_tenth_mib": list(marks.values()),
    }


def main() -> None:
    sys.path.insert(0, str(ROOT))
    rows = int(os.environ.get("ROWS", "100000"))
    with tempfile.TemporaryDirectory(prefix="linli-bench-") as folder:
        os.environ["LINLI_VAR"] = folder
        os.environ["LINLI_TEST_DB"] = str(Path(folder) / "bench.sqlite3")
        os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
        import django

        django.setup()
        from django.db import connection

        path = Path(folder) / "register.xlsx"
        write_register(path, rows)
        original = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True)
        try:
            result = measure(path, rows)
        finally:
            connection.creation.destroy_test_db(original, verbosity=0)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
