"""Chữ dán dính: a paper that was pasted as one line."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.reading import glued, read_text
from tests.reading_files import SHORT

UNION = """\
LIÊN ĐOÀN LAO ĐỘNG TỈNH AN HẢI CÔNG ĐOÀN NGÀNH Y TẾ Số: 07/HD-CĐN CỘNG HÒA XÃ HỘI CHỦ NGHĨA
VIỆT NAM Độc lập - Tự do - Hạnh phúc An Hải, ngày 05 tháng 3 năm 2024 HƯỚNG DẪN Tổ chức phong
trào thi đua “Lao động giỏi, lao động sáng tạo” Căn cứ Kế hoạch số 20/KH-LĐLĐ ngày 10/01/2024
của Liên đoàn Lao động tỉnh; Ban Thường vụ Công đoàn ngành hướng dẫn như sau: I. MỤC ĐÍCH, YÊU
CẦU 1. Khơi dậy tinh thần sáng tạo của đoàn viên. 2. Phong trào phải thiết thực. II. NỘI DUNG
1. Chỉ tiêu a) Mỗi công đoàn cơ sở có ít nhất 02 sáng kiến; b) 90% đoàn viên đăng ký thi đua
trước ngày 30/4/2024. 2. Giải pháp - Tuyên truyền trên bản tin. - Tổ chức hội thi tay nghề.
III. TỔ CHỨC THỰC HIỆN 1. Ban Tuyên giáo: Chủ trì, theo dõi phong trào. 2. Tổ Văn hóa - Xã hội:
Báo cáo trước ngày 20/11/2024. Trên đây là Hướng dẫn tổ chức phong trào./. Nơi nhận: - LĐLĐ
tỉnh (b/c); - Các CĐCS; - Lưu: VP. TM. BAN THƯỜNG VỤ PHÓ CHỦ TỊCH (Đã ký) Lý Thu Mẫu"""


def one_line(text):
    return " ".join(text.split())


def test_a_plan_pasted_as_one_line_is_read_like_the_plan():
    assert read_text(one_line(SHORT)) == read_text(SHORT)


def test_head_bases_outline_and_signature_of_one_line():
    content = read_text(one_line(UNION)).content

    head = content.letterhead
    assert (head.parent_authority, head.authority, head.number, head.symbol) == (
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH AN HẢI", "CÔNG ĐOÀN NGÀNH Y TẾ", 7, "HD-CĐN",
    )  # fmt: skip
    assert content.title == (
        "Tổ chức phong trào thi đua “Lao động giỏi, lao động sáng tạo”"
    )
    shown = [
        f"{marker} {line.text}".strip()[:34]
        for line, marker in zip(content.lines, content.markers, strict=True)
    ]
    assert shown == [
        "Căn cứ Kế hoạch số 20/KH-LĐLĐ ngày",
        "Ban Thường vụ Công đoàn ngành hướn",
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Khơi dậy tinh thần sáng tạo của",
        "2. Phong trào phải thiết thực.",
        "II. NỘI DUNG",
        "1. Chỉ tiêu",
        "a) Mỗi công đoàn cơ sở có ít nhất ",
        "b) 90% đoàn viên đăng ký thi đua t",
        "2. Giải pháp",
        "- Tuyên truyền trên bản tin.",
        "- Tổ chức hội thi tay nghề.",
        "III. TỔ CHỨC THỰC HIỆN",
        "1. Ban Tuyên giáo: Chủ trì, theo d",
        "2. Tổ Văn hóa - Xã hội: Báo cáo tr",
        "Trên đây là Hướng dẫn tổ chức phon",
    ]
    assert content.recipients == ("LĐLĐ tỉnh (b/c)", "Các CĐCS", "Lưu: VP")
    signature = content.signature
    assert (signature.authority_lines, signature.signer) == (
        ("TM. BAN THƯỜNG VỤ", "PHÓ CHỦ TỊCH"), "Lý Thu Mẫu",
    )  # fmt: skip


def test_text_with_lines_of_its_own_is_left_alone():
    paragraph = "Động viên nhân dân thi đua, phấn đấu hoàn thành nhiệm vụ. " * 20

    assert glued.part(SHORT) == SHORT
    assert glued.part(paragraph) == paragraph


@given(st.lists(st.sampled_from([*one_line(UNION).split(), "1.", "-", "a)", "I."])))
def test_no_word_is_lost_or_moved(words):
    text = one_line(UNION) + " " + " ".join(words)

    assert glued.part(text).split() == text.split()


def test_a_million_characters_without_a_line_end_take_no_time():
    for text in (" - A b" * 160_000, "Số: " + " " * 900_000, "TM. A" + " AB" * 300_000):
        start = time.perf_counter()
        glued.part("x " + text)
        assert time.perf_counter() - start < 5


@pytest.mark.parametrize(
    "line",
    [
        "- Lưu: VT, VX.TM. ỦY BAN NHÂN DÂN",
        "- Lưu: VT, VX. TM. ỦY BAN NHÂN DÂN",
        "- Lưu: VT, VX;TM. ỦY BAN NHÂN DÂN",
        "- Lưu: VT, VX TM. ỦY BAN NHÂN DÂN",
    ],
)
def test_an_authority_glued_to_the_last_recipient_is_parted(line):
    text = SHORT.replace("- Lưu: VT.", line).replace(
        "TRƯỞNG PHÒNG", "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH"
    )
    content = read_text(text).content
    assert content.recipients == ("Thường trực Huyện ủy", "Lưu: VT, VX")
    assert content.signature.authority_lines == (
        "TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH",
    )  # fmt: skip
    assert content.signature.signer == "Trần Khánh Hòa"
