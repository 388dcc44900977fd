"""Mục soạn thảo: how the pages of the editor are called."""

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.sections import sections


def test_a_page_is_called_as_its_heading_and_one_without_words_by_its_number():
    content = PlanContent(
        title="Thi đua",
        lines=(
            Line(kind=LineKind.SECTION, text="MỤC ĐÍCH"),
            Line(kind=LineKind.SECTION, text=""),
            Line(kind=LineKind.ANNEX, text=""),
        ),
    )

    assert [page.name for page in sections(content)] == [
        "Thông tin chung", "Căn cứ, mở đầu", "I. MỤC ĐÍCH", "II.", "Phụ lục",
        "Nơi nhận", "Người ký",
    ]  # fmt: skip
