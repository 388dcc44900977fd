"""Lỗi quét, lỗi gõ: what is suspected, and what is left in peace."""

import pytest

from campaigns.content import Line, PlanContent
from campaigns.outline import LineKind
from campaigns.reading import read_file
from campaigns.reading.spelling import read_suspicions
from tests.reading_files import documents


def suspected(*texts: str) -> list[tuple[int, str, str]]:
    lines = tuple(Line(kind=LineKind.DASH, text=text) for text in texts)
    found = read_suspicions(PlanContent(lines=lines))
    assert all(s.found in texts[s.line] and s.why for s in found)
    return [(s.line, s.found, s.suggestion) for s in found]


@pytest.mark.parametrize(
    ("text", "found", "suggestion"),
    [
        ("Phần đấu hoàn thành nhiệm vụ.", "Phần đấu", "Phấn đấu"),
        ("Phân đấu 100% hộ tham gia.", "Phân đấu", "Phấn đấu"),
        ("Giữ gìn hệ phố văn minh.", "hệ phố", "hè phố"),
        ("PHÁT ĐÔNG THI ĐUA", "PHÁT ĐÔNG", "PHÁT ĐỘNG"),
        ("Các tổ dân phổ đăng ký.", "tổ dân phổ", "tổ dân phố"),
        ("Nâng cao chất lương cuộc sống.", "chất lương", "chất lượng"),
        ("Cải cách, đơn giải hóa thủ tục.", "đơn giải hóa", "đơn giản hóa"),
        ("Đẩymạnh tuyên truyền.", "Đẩymạnh", "Đẩy mạnh"),
        ("Vận đ ộng nhân dân.", "đ ộng", "động"),
        ("Phần đầu đến hết năm đạt 90%.", "Phần đầu", "Phấn đấu"),
        ("Phần đầu khơi dậy tinh thần thi đua.", "Phần đầu", "Phấn đấu"),
    ],
)
def test_likely_faults(text, found, suggestion):
    assert (0, found, suggestion) in suspected(text)


@pytest.mark.parametrize(
    "text",
    [
        "Phần đầu của kế hoạch nêu mục đích.",
        "Thi đua dạy tốt, học tốt; kỉ niệm, kỷ niệm; hoà bình, hòa bình; văn hoá, văn hóa.",
        "đ) Mục thứ năm; b) Mục thứ hai; nhóm m và nhóm n.",
        "Tình hình thực tế, kết quả thực hiện, tiếp nhận, trình độ, thời gian tới.",
        "Chi tiêu ngân sách đúng chỉ tiêu được giao.",
        "VNPT, Facebook, Zalo, K'Ho, Đắk Lắk, Kon Tum, Bà Rịa - Vũng Tàu.",
        "thi dua day tot hoc tot phat dong phong trao",
        "",
    ],
)
def test_what_is_right_or_at_least_not_wrong(text):
    assert suspected(text) == []


def test_a_fault_is_named_once_a_line_and_lines_keep_their_numbers():
    assert suspected("Đúng.", "Phần đấu, Phần đấu.", "Phần đấu.") == [
        (1, "Phần đấu", "Phấn đấu"),
        (2, "Phần đấu", "Phấn đấu"),
    ]


def test_a_text_full_of_faults_is_not_listed_without_end():
    assert len(suspected(*["Phần đấu và hệ phố."] * 60)) == 40


def test_tables_and_endless_lines_are_passed_over():
    content = PlanContent(
        lines=(
            Line(kind=LineKind.TABLE, text="Phần đấu\tx"),
            Line(kind=LineKind.DASH, text="Phần đấu " * 4000),
        )
    )
    assert read_suspicions(content) == []


@pytest.mark.parametrize(
    "path",
    [p for p in documents() if p.stem != "11_scanned_cut"],
    ids=lambda p: p.stem,
)
def test_a_clean_document_is_not_suspected(path):
    assert read_file(path.name, path.read_bytes()).suspicions == ()


def test_a_scanned_document_is():
    path = next(p for p in documents() if p.stem == "11_scanned_cut")
    found = read_file(path.name, path.read_bytes()).suspicions
    assert len(found) >= 3
    assert all(s.found != s.suggestion for s in found)
