"""Dàn ý, phần đầu, phần cuối: numbers kept, nothing lost, names in their places."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.content import Line, PaperKind
from campaigns.outline import LineKind as K
from campaigns.outline import markers
from campaigns.reading import read_text
from campaigns.reading.bodylines import read_lines, to_lines
from campaigns.reading.letterhead import read_head
from campaigns.reading.manuscript import Par

HEAD = """\
UBND HUYỆN AN TÂY
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Tây, ngày 04 tháng 3 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua năm 2024

"""
END = "\nTrên đây là Kế hoạch./.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\n\nVũ Thu Hà\n"


def outline(body: str) -> list[tuple[K, str, str]]:
    content = read_text(HEAD + body + END).content
    return [
        (line.kind, marker, line.text)
        for line, marker in zip(content.lines, content.markers, strict=True)
    ][:-1]  # the closing sentence


# ---- laws --------------------------------------------------------------------------------
SENTENCES = st.sampled_from(
    [
        "Tuyên truyền sâu rộng trong nhân dân.",
        "Mỗi tuần ra quân dọn vệ sinh một lần.",
        "Gắn phong trào với nhiệm vụ chuyên môn.",
        "Bình xét công khai, đúng người, đúng việc.",
        "Nhân rộng cách làm hay ở cơ sở.",
    ]
)
TITLES = st.sampled_from(["MỤC ĐÍCH, YÊU CẦU", "NỘI DUNG", "GIẢI PHÁP", "KHEN THƯỞNG"])


@st.composite
def bodies(draw: st.DrawFn) -> list[Line]:
    """Lines as an office would number them: sections, items, points, dashes, in this order."""
    lines: list[Line] = []
    for _ in range(draw(st.integers(1, 4))):
        lines.append(Line(kind=K.SECTION, text=draw(TITLES)))
        for _ in range(draw(st.integers(0, 3))):
            lines.append(Line(kind=K.ITEM, text=draw(SENTENCES)))
            for kind in (K.POINT, K.DASH, K.PLUS):
                for _ in range(draw(st.integers(0, 2))):
                    lines.append(Line(kind=kind, text=draw(SENTENCES)))
    return lines


@settings(deadline=None, max_examples=60)
@given(bodies())
def test_an_outline_written_out_reads_back(lines):
    printed = [f"{m} {x.text}" for x, m in zip(lines, markers(lines), strict=True)]
    content = read_text(HEAD + "\n".join(printed) + END).content
    assert [(x.kind, x.text) for x in content.lines[:-1]] == [
        (x.kind, x.text) for x in lines
    ]
    # numbers that the paper makes by itself are not stored
    assert {x.marker for x in content.lines} == {""}


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["", "I.", "II.", "1.", "2.", "7.", "1.1.", "a)", "đ)", "-", "+", "•", "A.", "(1)"]
            ),
            SENTENCES,
        ),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_whatever_the_numbers_no_word_of_the_body_is_lost(pieces):
    body = [f"{marker} {text}".strip() for marker, text in pieces]
    lines = to_lines(read_lines([Par(text) for text in body]))
    again = " ".join(
        f"{m} {x.text}" for x, m in zip(lines, markers(lines), strict=True)
    )
    assert _letters(again) == _letters(" ".join(body))


def _letters(text: str) -> list[str]:
    return re.findall(r"\w+", text)


# ---- numbers as they come ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (
            "1. Mục đích\n- Ý một.\n2. Nội dung\n- Ý hai.",
            [(K.ITEM, "1."), (K.DASH, "-"), (K.ITEM, "2."), (K.DASH, "-")],
        ),
        (
            "A. MỤC ĐÍCH\nI. Ý NGHĨA\n1. Việc.\nB. NỘI DUNG",
            [(K.PART, "A."), (K.SECTION, "I."), (K.ITEM, "1."), (K.PART, "B.")],
        ),
        (
            "I. NỘI DUNG\nA. VIỆC CHUNG\n1. Việc.\nB. VIỆC RIÊNG",
            [(K.SECTION, "I."), (K.DIVISION, "A."), (K.ITEM, "1."), (K.DIVISION, "B.")],
        ),
        (
            "PHẦN I\nMỤC ĐÍCH\nI. Ý NGHĨA\n1. Việc.",
            [(K.PART, "PHẦN I"), (K.SECTION, "I."), (K.ITEM, "1.")],
        ),
        (
            "I. NỘI DUNG\n1. Chung\n1.1. Một.\n1.2. Hai.\n1.2.1. Sâu.\n2. Riêng",
            [
                (K.SECTION, "I."), (K.ITEM, "1."), (K.SUBITEM, "1.1."), (K.SUBITEM, "1.2."),
                (K.POINT, "1.2.1."), (K.ITEM, "2."),
            ],
        ),
        (
            "I. NỘI DUNG\n1/ Một.\n2/ Hai.\na. Nhỏ.\nb. Nhỏ nữa.",
            [(K.SECTION, "I."), (K.ITEM, "1/"), (K.ITEM, "2/"), (K.POINT, "a."), (K.POINT, "b.")],
        ),
        (
            "I/ MỤC ĐÍCH:\n- Một.\nII/ YÊU CẦU:\n+ Hai.",
            [(K.SECTION, "I/"), (K.DASH, "-"), (K.SECTION, "II/"), (K.PLUS, "+")],
        ),
        (
            "I. NỘI DUNG\n- Tăng 1.5 triệu đồng.\n1.5 triệu đồng cho mỗi hộ.",
            [(K.SECTION, "I."), (K.DASH, "-"), (K.PARAGRAPH, "")],
        ),
        ("Đ. Ngọc phụ trách chung.", [(K.PARAGRAPH, "")]),
    ],
)  # fmt: skip
def test_numbers_are_kept_as_written(body, wanted):
    assert [(kind, marker) for kind, marker, _ in outline(body)] == wanted


def test_only_a_number_that_differs_is_stored():
    body = "I. MỤC ĐÍCH\n1. Một.\n3. Ba.\n4. Bốn.\nIII. NỘI DUNG"
    content = read_text(HEAD + body + END).content
    assert [x.marker for x in content.lines[:-1]] == ["", "", "3.", "4.", "III."]
    assert [m for m in content.markers[:-1]] == ["I.", "1.", "3.", "4.", "III."]


def test_headings_run_into_text_go_on_and_stand_alone():
    body = (
        "I. MỤC ĐÍCH: Nhằm đưa phong trào vào nền nếp.\n"
        "II. NỘI DUNG, GIẢI PHÁP\nTHỰC HIỆN PHONG TRÀO\n- Một việc."
    )
    assert outline(body) == [
        (K.SECTION, "I.", "MỤC ĐÍCH:"),
        (K.PARAGRAPH, "", "Nhằm đưa phong trào vào nền nếp."),
        (K.SECTION, "II.", "NỘI DUNG, GIẢI PHÁP THỰC HIỆN PHONG TRÀO"),
        (K.DASH, "-", "Một việc."),
    ]


def test_an_annex_after_the_signature_belongs_to_the_plan():
    text = HEAD + "I. NỘI DUNG\n- Theo Phụ lục I." + END + (
        "\nPHỤ LỤC I\nDANH SÁCH CÔNG TRÌNH\n1. Đường hoa thôn Một.\n2. Sân chơi thôn Hai.\n"
    )  # fmt: skip
    content = read_text(text).content
    assert content.signature.signer == "Vũ Thu Hà"
    assert [
        (x.kind, m, x.text) for x, m in zip(content.lines, content.markers, strict=True)
    ][-3:] == [
        (K.ANNEX, "PHỤ LỤC I", "DANH SÁCH CÔNG TRÌNH"),
        (K.ITEM, "1.", "Đường hoa thôn Một."),
        (K.ITEM, "2.", "Sân chơi thôn Hai."),
    ]


# ---- letterhead --------------------------------------------------------------------------
SIDE_BY_SIDE = """\
   UBND HUYỆN AN TÂY          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
     PHÒNG NỘI VỤ                 Độc lập - Tự do - Hạnh phúc
   Số: 07/HD-PNV              An Tây, ngày 4 tháng 3 năm 2024
"""


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            SIDE_BY_SIDE,
            ("UBND HUYỆN AN TÂY", "PHÒNG NỘI VỤ", 7, "HD-PNV", "An Tây", date(2024, 3, 4)),
        ),
        (
            "ĐẢNG BỘ TỈNH LAM SƠN\nHUYỆN ỦY AN TÂY\n*\nSố 58-KH/HU\nĐẢNG CỘNG SẢN VIỆT NAM\n"
            "An Tây, ngày 20 tháng 8 năm 2025",
            (
                "ĐẢNG BỘ TỈNH LAM SƠN", "HUYỆN ỦY AN TÂY", 58, "KH/HU", "An Tây",
                date(2025, 8, 20),
            ),
        ),
        (
            "ỦY BAN NHÂN DÂN\nXÃ PHÚ LÃNG\nSố:      /KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\nPhú Lãng, ngày    tháng 7 năm 2025",
            ("", "ỦY BAN NHÂN DÂN XÃ PHÚ LÃNG", None, "KH-UBND", "Phú Lãng", None),
        ),
        (
            "ỦY BAN NHÂN DÂN\nXÃ PHÚ LÃNG\nSố:      /\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\n…………, ngày …… tháng …… năm ……",
            ("", "ỦY BAN NHÂN DÂN XÃ PHÚ LÃNG", None, "", "", None),
        ),
        (
            "SỞ NỘI VỤ\nSố: 12/HD-SNV\nĐộc lập - Tự do - Hạnh phúc\nngày 06 tháng 9 năm 2024",
            ("", "SỞ NỘI VỤ", 12, "HD-SNV", "", date(2024, 9, 6)),
        ),
        ("Trang chủ | Giới thiệu | Liên hệ", ("", "", None, "", "", None)),
    ],
)  # fmt: skip
def test_letterheads(text, wanted):
    head = read_head(text).letterhead
    assert (
        " ".join(head.parent_authority.split()),
        " ".join(head.authority.split()),
        head.number,
        head.symbol,
        head.place,
        head.issued_on,
    ) == wanted


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("KẾ HOẠCH\nThi đua", PaperKind.PLAN),
        ("HƯỚNG DẪN\nThi đua", PaperKind.GUIDANCE),
        ("CHỈ THỊ\nVề thi đua", PaperKind.DIRECTIVE),
        ("Kính gửi: Các phòng, ban.", PaperKind.LETTER),
    ],
)
def test_kinds_of_paper(title, kind):
    text = HEAD.replace("KẾ HOẠCH\nPhát động phong trào thi đua năm 2024", title)
    assert read_text(text + "1. Một việc.\n2. Hai việc." + END).content.kind is kind


# ---- the end -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("ending", "recipients", "authority", "below", "signer"),
    [
        (
            "Nơi nhận:\n- Như trên;\n- Lưu: VT, NV.\n\nTM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\n"
            "PHÓ CHỦ TỊCH\n\n(Đã ký)\n\nVũ Thu Hà",
            ("Như trên", "Lưu: VT, NV"),
            ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
            "",
            "Vũ Thu Hà",
        ),
        (
            "TRƯỞNG PHÒNG\n\nThS. Trần Khánh Hòa\n\nNơi nhận:\n- Các trường;\n- Lưu VP.",
            ("Các trường", "Lưu VP"),
            ("TRƯỞNG PHÒNG",),
            "",
            "ThS. Trần Khánh Hòa",
        ),
        (
            "Nơi nhận:                     TL. CHỦ TỊCH\n- Như trên;                  TRƯỞNG PHÒNG"
            "\n- Lưu: VT.\n\n                             Lê Hoài Vũ",
            ("Như trên", "Lưu: VT"),
            ("TL. CHỦ TỊCH", "TRƯỞNG PHÒNG"),
            "",
            "Lê Hoài Vũ",
        ),
        ("", (), (), "", ""),
    ],
)  # fmt: skip
def test_endings(ending, recipients, authority, below, signer):
    text = HEAD + "I. NỘI DUNG\n- Một việc.\nTrên đây là Kế hoạch./.\n\n" + ending
    content = read_text(text).content
    assert content.recipients == recipients
    block = content.signature
    assert (block.authority_lines, block.title_below, block.signer) == (
        authority,
        below,
        signer,
    )
    assert [x.text for x in content.lines] == [
        "NỘI DUNG",
        "Một việc.",
        "Trên đây là Kế hoạch./.",
    ]


def test_a_label_with_its_own_words_is_a_sentence_not_a_heading():
    """ "Thời gian: từ … đến …, chia làm 02 đợt:" is printed like what it says, not in bold."""
    body = (
        "I. THỜI GIAN\n1. Thời gian: từ ngày 05/3/2024 đến 20/12/2024, chia làm 02 đợt:\n"
        "- Đợt 1: từ ngày 05/3/2024 đến ngày 30/6/2024.\n"
        "- Đợt 2: từ ngày 01/7/2024 đến ngày 20/12/2024.\n2. Các đợt gồm:\n- Đợt 1.\n- Đợt 2."
    )
    lines = read_text(HEAD + body + END).content.lines

    assert [line.text for line in lines if line.is_title] == [
        "THỜI GIAN",
        "Các đợt gồm:",
    ]
