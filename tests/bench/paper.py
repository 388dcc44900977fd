"""Đo việc dựng văn bản: ratios within one run, so that the machine's speed does not matter.

``python -m tests.bench.paper``; ``main()`` returns how many limits were missed.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from time import process_time

import django
import psutil

from tests.bench._bare import bare_html, best, print_bare, ten_pages

ROOT = Path(__file__).resolve().parents[2]


def speed() -> dict[str, float]:
    from reports import sheets  # noqa: PLC0415 after django.setup
    from reports.checking import check  # noqa: PLC0415 after django.setup
    from reports.rendering import (  # noqa: PLC0415 after django.setup
        DRAFT,
        engine,
        page_images,
        paper,
        printing,
        render_plan,
        render_preview,
    )  # fmt: skip
    from tests import papers  # noqa: PLC0415 after django.setup

    plan, marks = ten_pages(), papers.CODE
    printed, whole = render_plan(plan, marks=marks), bare_html(plan, marks)
    composed = paper.compose(plan, marks)
    document = engine.layout(composed.html, composed.assets, printing.sheets(marks))
    times = best(
        {
            "bare": lambda: print_bare(whole),
            "render": lambda: render_plan(plan, marks=marks),
            "preview": lambda: render_preview(plan, marks=DRAFT),
            "check": lambda: check(printed.pdf),
            "pictures": lambda: page_images(printed.pdf, sheets.WIDTHS),
            "tagged": lambda: engine.write(document),
            "untagged": lambda: engine.write(document, tagged=False),
        }
    )
    sizes = {
        tagged: len(engine.write(document, tagged=tagged)) for tagged in (True, False)
    }
    bare = times["bare"]
    return {
        "pages": printed.page_count,
        "bare_seconds": bare,
        "render": times["render"] / bare,
        "preview": times["preview"] / bare,
        "check": times["check"] / bare,
        "pictures": times["pictures"] / bare,
        "tags_write": times["tagged"] / times["untagged"],
        "tags_size": sizes[True] / sizes[False],
    }


def second_document() -> float:
    """Second document of a fresh worker against its first."""
    from reports.rendering import render_plan  # noqa: PLC0415 after django.setup

    plan = ten_pages()
    times = []
    for _ in range(2):
        start = process_time()
        render_plan(plan)
        times.append(process_time() - start)
    return times[1] / times[0]


def memory(plans: int = 100) -> dict[str, float]:
    """Resident megabytes after ten plans and after a hundred, checks included."""
    from reports.checking import check  # noqa: PLC0415 after django.setup
    from reports.rendering import render_plan  # noqa: PLC0415 after django.setup

    plan, process = ten_pages(), psutil.Process()
    after_ten = 0.0
    for number in range(1, plans + 1):
        check(render_plan(replace(plan, title=f"{plan.title} lần {number}")).pdf)
        if number == 10:
            after_ten = process.memory_info().rss / 2**20
    return {"after_ten": after_ten, "after_all": process.memory_info().rss / 2**20}


def elsewhere(part: str) -> object:
    """Run a part in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.paper", part],
        capture_output=True, text=True, check=True, cwd=ROOT,
    )  # fmt: skip
    return json.loads(done.stdout.splitlines()[-1])


def main() -> int:
    """Print the figures; how many limits were missed."""
    figures = elsewhere("speed")
    second, used = elsewhere("second"), elsewhere("memory")
    growth = used["after_all"] / used["after_ten"]
    print(f"Kế hoạch {figures['pages']:.0f} trang; WeasyPrint trần = 1 "
          f"({figures['bare_seconds']:.2f} s CPU)")  # fmt: skip
    rows = [
        ("Dựng văn bản (thẻ, dữ liệu kèm)", figures["render"], 1.3),
        ("Xem trước", figures["preview"], 1.1),
        ("Kiểm tra thể thức", figures["check"], 1.0),
        ("Ảnh trang, mỗi trang ba cỡ", figures["pictures"], None),
        ("Ghi tệp có thẻ / không thẻ", figures["tags_write"], None),
        ("Cỡ tệp có thẻ / không thẻ", figures["tags_size"], None),
        ("Văn bản thứ hai / thứ nhất của một tiến trình", second, 0.8),
        ("Bộ nhớ sau 100 kế hoạch / 300 MB", used["after_all"] / 300, 1.0),
        ("Bộ nhớ sau 100 kế hoạch / sau 10", growth, 1.1),
    ]
    missed = 0
    for name, ratio, limit in rows:
        over = limit is not None and ratio > limit
        missed += over
        shown = f"≤ {limit:.2f} {'QUÁ' if over else 'đạt'}" if limit is not None else ""
        print(f"  {name:<48}{ratio:6.2f}  {shown}")
    return missed


PARTS = {"speed": speed, "second": second_document, "memory": memory}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if len(sys.argv) > 1:
        django.setup()
        print(json.dumps(PARTS[sys.argv[1]]()))
    else:
        sys.exit(main())
