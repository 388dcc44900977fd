"""Câu và tên: a sentence is neither a heading nor a unit; an article is no plan."""

import pytest

from campaigns.content import PaperKind
from campaigns.reading import read_file, read_text
from tests.reading_files import par, run, word

BOLD = "<w:b/>"
PLAN = """\
KẾ HOẠCH
Thi đua lập thành tích
I. NHIỆM VỤ
1. Phát triển kinh tế
- Hỗ trợ hộ khó khăn.
II. TỔ CHỨC THỰC HIỆN
{lines}
Trên đây là Kế hoạch thi đua./.
"""


def plan(lines):
    return read_text(PLAN.format(lines=lines)).content


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        ("1. Các thôn, tổ dân phố đăng ký thi đua và làm tốt phong trào\n- Việc một.",
         "Các thôn, tổ dân phố"),
        ("1. Công an xã phối hợp với Ban Chỉ huy Quân sự giữ gìn trật tự: trực ban hằng ngày",
         "Công an xã"),
        ("1. Ban Chỉ đạo thực hiện phong trào thi đua xã\n- Việc một.",
         "Ban Chỉ đạo thực hiện phong trào thi đua xã"),
        ("1. Ban Tổ chức Đảng ủy\n- Việc một.", "Ban Tổ chức Đảng ủy"),
    ],
)  # fmt: skip
def test_the_unit_of_a_line_is_its_name_alone(lines, unit):
    assert [given.unit for given in plan(lines).assignments] == [unit]


def test_the_last_sentence_before_the_closing_words_is_no_heading():
    content = plan(
        "1. Công an xã\n1.1. Giữ vững an ninh trật tự.\n"
        "2. Trong khi thực hiện, nếu có vướng mắc, các đơn vị phản ánh về xã."
    )

    titles = [line.text for line in content.lines if line.is_title]
    assert titles == [
        "NHIỆM VỤ", "Phát triển kinh tế", "TỔ CHỨC THỰC HIỆN", "Công an xã",
    ]  # fmt: skip


def test_a_long_bold_sentence_is_no_heading():
    long = (
        "1. Tập trung phát triển kinh tế, nâng cao thu nhập cho nhân dân, chăm lo đời sống"
        " vật chất và tinh thần của người dân trong toàn xã."
    )
    short = "2. Phát triển văn hóa."
    body = "".join(par(line) for line in PLAN.splitlines()[:3])
    body += par(run(long, BOLD)) + par("- Việc một.") + par(run(short, BOLD))
    body += par("- Việc hai.")

    lines = read_file("a.docx", word(body)).content.lines

    assert [(line.text[:9], line.is_title) for line in lines] == [
        ("NHIỆM VỤ", True), ("Tập trung", False), ("Việc một.", False),
        ("Phát triể", True), ("Việc hai.", False),
    ]  # fmt: skip


ARTICLE = """\
Xã Tân Hưng phát động phong trào thi đua năm 2025
Thứ Tư, 12/02/2025 08:15
Sáng 12/02, UBND xã Tân Hưng tổ chức hội nghị phát động phong trào thi đua với chủ đề “Kỷ cương, sáng tạo”, từ nay đến hết ngày 20/12/2025.
Theo đó, xã phấn đấu giảm tỷ lệ hộ nghèo còn dưới 2,5% và trồng mới ít nhất 1.000 cây xanh.
Năm 2024, xã đã thu ngân sách đạt 4.200 triệu đồng, vượt 5% kế hoạch.
"""  # noqa: E501  one paragraph a line


def test_an_article_of_a_launch_is_news():
    reading = read_text(ARTICLE)

    content = reading.content
    assert (content.kind, content.title, content.letterhead.authority) == (
        PaperKind.NEWS, "Phong trào thi đua năm 2025", "UBND xã Tân Hưng",
    )  # fmt: skip
    assert [str(t.value) for t in content.targets] == ["2.5", "1000"]
    assert any("tin, bài viết" in text for text in reading.warnings)


def test_a_plan_without_head_that_speaks_of_a_launch_is_no_news():
    text = "UBND xã Tân Hưng phát động phong trào thi đua năm 2025 trong toàn xã, gồm các việc."

    assert read_text(f"{text}\n1. Việc một.\n2. Việc hai.").content.kind == "plan"
    assert read_text("\n".join([text] * 5)).content.kind == "plan"
