"""Tệp PDF → manuscript: text by its places on the page, read in a child process.

PDF libraries are the likeliest to crash or hang on a hostile file, so pdfium runs in a
process of its own with limits on memory and time.
"""

import json
import signal
import subprocess
import sys
from pathlib import Path

from campaigns.content import PlanContent
from campaigns.reading.enclosed import content_of_twin
from campaigns.reading.errors import TakesLong, Unreadable
from campaigns.reading.finishing import finish
from campaigns.reading.layout import blocks_of_pages
from campaigns.reading.limits import (
    CHILD_MEMORY,
    CHILD_SECONDS,
    LARGEST_TEXT,
    MOST_PAGES,
    QUICK_SECONDS,
)
from campaigns.reading.manuscript import Manuscript

BROKEN = "Tệp PDF bị hỏng hoặc tải chưa đủ; hãy tải lại tệp, hoặc dùng bản Word của kế hoạch."
_SENTENCES = {
    "locked": "Tệp PDF được đặt mật khẩu; hãy mở tệp, in lại thành một tệp PDF mới không đặt"
    " mật khẩu rồi nhập tệp mới đó.",
    "pages": f"Tệp PDF dài hơn {MOST_PAGES} trang; hãy tách riêng phần kế hoạch rồi nhập lại.",
    "long": "Tệp PDF có quá nhiều chữ; hãy tách riêng phần kế hoạch rồi nhập lại.",
    "empty": "Tệp PDF là bản quét, không có lớp chữ; hãy nhận dạng chữ (OCR) trước,"
    " hoặc dùng bản Word của kế hoạch.",
    "broken": BROKEN,
}
_CHILD = Path(__file__).with_name("pdfchild.py")


def read_portable(
    data: bytes, *, hurry: bool = False
) -> tuple[Manuscript, PlanContent | None]:
    """(bản thảo, the plan itself where the file carries its machine-readable twin).

    Raises ``Unreadable`` for a PDF without a text layer, a broken or a locked one; in a
    ``hurry`` ``TakesLong`` for one that takes more than QUICK_SECONDS.
    """
    answer = _ask_child(data, QUICK_SECONDS if hurry else CHILD_SECONDS, hurry)
    if "error" in answer:
        raise Unreadable(_SENTENCES.get(answer["error"], BROKEN))
    pages = answer["pages"]
    manuscript = Manuscript()
    blank = sum(not page["lines"] for page in pages)
    if blank:
        manuscript.warnings.append(
            f"Có {blank} trang không có lớp chữ (ảnh quét); nội dung các trang đó không đọc được."
        )
    manuscript.blocks = blocks_of_pages(pages)
    return finish(manuscript), content_of_twin(answer["twin"])


def _ask_child(data: bytes, seconds: int, hurry: bool) -> dict:
    limits = [str(CHILD_MEMORY), str(seconds), str(MOST_PAGES), str(LARGEST_TEXT)]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_CHILD), *limits],
            input=data,
            capture_output=True,
            timeout=seconds * 2,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise (TakesLong() if hurry else Unreadable(BROKEN)) from error
    if hurry and done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
        raise TakesLong
    if done.returncode or not done.stdout:
        raise Unreadable(BROKEN)
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise Unreadable(BROKEN) from error
