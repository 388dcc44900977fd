"""Đọc văn bản thường: encodings, old code tables, marks of the web, page numbers."""

import unicodedata

import pytest

from campaigns.outline import LineKind as K
from campaigns.reading import Unreadable, read_file, read_text
from campaigns.reading.decoding import decode, tidy
from campaigns.reading.legacy import (
    _TCVN3,
    _VNI_ALONE,
    _VNI_MARKS,
    _raise_capitals,
    converter,
)
from campaigns.reading.letterhead import read_head
from campaigns.reading.syllables import is_syllable, share_of_syllables
from tests.reading_files import SHORT

WANTED = read_text(SHORT)


def outline(text: str) -> list[tuple[K, str, str]]:
    content = read_text(text).content
    return [
        (line.kind, marker, line.text)
        for line, marker in zip(content.lines, content.markers, strict=True)
    ]


def plan(body: str) -> str:
    return f"KẾ HOẠCH\nTổ chức hội thi\n\n{body}"


# ---- encodings ---------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        SHORT.encode(),
        b"\xef\xbb\xbf" + SHORT.encode(),
        SHORT.encode("utf-16"),
        SHORT.encode("utf-16-le"),
        SHORT.encode("utf-16-be"),
        SHORT.encode("utf-32"),
        unicodedata.normalize("NFD", SHORT).encode(),
        SHORT.replace("\n", "\r\n").encode(),
        SHORT.replace("\n", "\r").encode(),
        SHORT.replace("\n", "\u2028").encode(),
        SHORT.replace(" ", "\u00a0").encode(),
        SHORT.replace("thi đua", "thi\u200b đua\ufeff").encode(),
        SHORT.replace("chất lượng", "chất lư\u00adợng").encode(),
        SHORT.replace("I. MỤC", "\x07I. MỤC\x01").encode(),
    ],
    ids=[
        "utf-8", "utf-8 bom", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "nfd", "crlf", "cr",
        "line separator", "nbsp", "zero width", "soft hyphen", "controls",
    ],
)  # fmt: skip
def test_the_same_text_in_any_clothes(data):
    assert read_file("ke-hoach.txt", data) == WANTED


def cp1258(text: str) -> bytes:
    """As Windows writes it: the base letter composed, the tone a character of its own."""
    out = []
    for char in text:
        try:
            out.append(char.encode("cp1258"))
        except UnicodeEncodeError:
            tones = "\u0300\u0301\u0303\u0309\u0323"
            parts = unicodedata.normalize("NFD", char)
            base = unicodedata.normalize(
                "NFC", "".join(c for c in parts if c not in tones)
            )
            out.append(
                (base + "".join(c for c in parts if c in tones)).encode("cp1258")
            )
    return b"".join(out)


def test_windows_1258():
    data = cp1258(SHORT)
    with pytest.raises(UnicodeDecodeError):
        data.decode()
    assert read_file("ke-hoach.txt", data) == WANTED


def old(text: str, table: dict[str, str]) -> str:
    """Unicode → the characters that an old font shows as ``text``."""
    back = {letter: code for code, letter in table.items()}
    return "".join(back.get(char, char) for char in text)


def vni(text: str) -> str:
    marks = {mark: code for code, mark in _VNI_MARKS.items()}
    alone = {letter: code for code, letter in _VNI_ALONE.items()}
    out = []
    for char in text:
        if char in alone:
            out.append(alone[char])
            continue
        base, *rest = unicodedata.normalize("NFD", char)
        if "\u031b" in rest:  # the horn is part of VNI's own letter
            base = unicodedata.normalize("NFC", base + "\u031b")
            rest.remove("\u031b")
        for order in (rest, rest[::-1]):
            if "".join(order) in marks:
                out.append(alone.get(base, base) + marks["".join(order)])
                break
        else:
            out.append(char)
    return "".join(out)


# TCVN3 has no capitals with tones: an old text writes them small.
BODY = "\n".join(x for x in SHORT.splitlines() if not x.isupper())


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_tcvn3(encoding):
    data = old(BODY.replace("Ủy", "ủy"), _TCVN3).encode(encoding, errors="strict")
    reading = read_file("ke-hoach.txt", data)
    assert [x.text for x in reading.content.lines] == [
        x.text for x in read_text(BODY).content.lines
    ]
    assert any("TCVN3" in warning for warning in reading.warnings)


def test_capitals_that_tcvn3_cannot_write_are_raised():
    known = set(_TCVN3.values())
    small = "".join(
        c.lower() if c.lower() in known and c not in known else c for c in SHORT
    )
    assert "CộNG HòA" in small
    reading = read_file("ke-hoach.txt", old(small, _TCVN3).encode("cp1252"))
    assert reading.content.letterhead == WANTED.content.letterhead
    assert reading.content.signature == WANTED.content.signature
    assert reading.content.lines == WANTED.content.lines


@pytest.mark.parametrize(
    ("spoiled", "text"),
    [
        ("Xã THANH BìNH", "XÃ THANH BÌNH"),
        ("Tổ CHứC THựC HIệN", "TỔ CHỨC THỰC HIỆN"),
        ("TM. ủY BAN NHÂN DÂN", "TM. ỦY BAN NHÂN DÂN"),
        ("UBND xã Hòa An, Sở Y tế, Bộ TNMT", "UBND xã Hòa An, Sở Y tế, Bộ TNMT"),
        ("ủy ban nhân dân xã; ở đó", "Ủy ban nhân dân xã; ở đó"),
    ],
)
def test_which_words_are_raised(spoiled, text):
    assert _raise_capitals(spoiled) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_vni(encoding):
    data = vni(SHORT).encode(encoding, errors="strict")
    reading = read_file("ke-hoach.txt", data)
    assert reading.content == WANTED.content
    assert any("VNI" in warning for warning in reading.warnings)


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_that_was_opened_as_western_is_restored(encoding):
    spoiled = "".join(
        bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in SHORT.encode()
    )
    reading = read_text(spoiled)
    assert reading.content == WANTED.content
    assert reading.warnings == (
        "Chữ trong tệp bị vỡ do mở nhầm bảng mã, đã khôi phục; hãy soát lại.",
    )


def test_letters_that_no_table_explains_are_refused_in_one_sentence():
    spoiled = "".join(c if c.isascii() else "ßþðÿÅ"[ord(c) % 5] for c in SHORT)
    with pytest.raises(Unreadable) as told:
        read_text(spoiled)
    assert "Unikey" in str(told.value)
    assert str(told.value).count(".") <= 1


def test_unicode_text_is_never_taken_for_an_old_one():
    assert converter(SHORT) == ("", None)
    assert converter("Only a few words of English, naïve ones, in a café " * 4) == (
        "",
        None,
    )


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "giếng", "khuỷu", "ngoằn", "thuở", "ươm", "yêu"]
)
def test_syllables(word):
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["đẩymạnh", "lượnng", "ngh", "ầt", "ộć"])
def test_what_is_no_syllable(word):
    assert not is_syllable(word)


def test_how_much_of_a_text_is_vietnamese():
    assert share_of_syllables("Thi đua dạy tốt, học tốt") == 1
    assert share_of_syllables("UBND: 15/KH-PNV") == 1  # abbreviations do not count
    assert share_of_syllables("xyz thi đua bcd") == 0.5


# ---- what comes with text from pages and programs -----------------------------------------
def test_tidy_takes_away_what_nobody_sees():
    assert tidy("a\u00a0b\u200bc\u00ad\x07\r\nd\u2029e\x0cf") == "a bc\nd\ne\x0cf"


def test_utf_16_without_a_mark_is_recognised_by_its_spaces():
    assert (
        decode("Thi đua dạy tốt, học tốt".encode("utf-16-be"))
        == "Thi đua dạy tốt, học tốt"
    )


def test_markdown_stars_mean_bold_and_go():
    text = plan("**I. MỤC ĐÍCH**\n\n**1. Mục tiêu:** Giảm *một nửa* thời gian chờ.\n")
    assert outline(text) == [
        (K.SECTION, "I.", "MỤC ĐÍCH"),
        (K.ITEM, "1.", "Mục tiêu: Giảm một nửa thời gian chờ."),
    ]


def test_a_markdown_table_and_a_pipe_on_every_line():
    rows = "STT\tTổ\n1\tTổ 1"
    markdown = plan("I. CHỈ TIÊU\n| STT | Tổ |\n|---|---|\n| 1 | Tổ 1 |\n")
    divided = plan("I. CHỈ TIÊU\n|\nSTT\n|\nTổ\n|\n|\n1\n|\nTổ 1\n|\n")
    assert outline(markdown)[1:] == [(K.TABLE, "", rows)]
    assert outline(divided)[1:] == [(K.TABLE, "", rows)]


def test_page_numbers_go_and_sentences_cut_by_a_page_are_joined():
    text = plan(
        "I. NỘI DUNG\n- Mỗi tổ dân phố nhận chăm sóc một tuyến đường hoa và\n\n2\n\n"
        "giữ cho tuyến đường không rác.\n- Mỗi tuần ra quân một lần.\n"
        + "- Mỗi tháng họp một lần.\n" * 9
        + "\n3\n\n- Mỗi quý báo cáo một lần.\n"
    )
    texts = [words for _, _, words in outline(text)]
    assert texts[1] == (
        "Mỗi tổ dân phố nhận chăm sóc một tuyến đường hoa và giữ cho tuyến đường không rác."
    )
    assert texts[-1] == "Mỗi quý báo cáo một lần."
    assert not {"2", "3"} & set(texts)


def test_a_number_that_is_no_page_number_stays():
    text = plan("I. SỐ LIỆU\n\nSố tổ dân phố:\n\n17\n\nSố hộ:\n\n905\n")
    assert "17" in " ".join(words for _, _, words in outline(text))


def test_lines_wrapped_by_hand_become_paragraphs_again():
    wrapped = plan(
        "I. MỤC ĐÍCH\n"
        "     - Đưa việc giữ gìn vệ sinh nơi ở và nơi làm việc thành thói quen của\n"
        "mỗi người dân, mỗi cán bộ trong phường.\n"
        "     - Lấy kết quả phong trào làm căn cứ xếp loại các tổ dân phố vào dịp\n"
        "cuối năm.\n"
    )
    assert outline(wrapped) == [
        (K.SECTION, "I.", "MỤC ĐÍCH"),
        (
            K.DASH,
            "-",
            "Đưa việc giữ gìn vệ sinh nơi ở và nơi làm việc thành thói quen của mỗi người dân,"
            " mỗi cán bộ trong phường.",
        ),
        (
            K.DASH,
            "-",
            "Lấy kết quả phong trào làm căn cứ xếp loại các tổ dân phố vào dịp cuối năm.",
        ),
    ]


def test_syllables_joined_by_underscores_are_parted():
    text = plan("I. NỘI_DUNG\n- Phát_động thi_đua dạy tốt , học tốt .\n")
    assert outline(text)[1] == (K.DASH, "-", "Phát động thi đua dạy tốt, học tốt.")


def test_a_basis_that_ends_with_a_comma_is_a_line_of_its_own():
    text = plan(
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;\n"
        "Xét đề nghị của Phòng Văn hóa - Xã hội,\n"
        "Ủy ban nhân dân phường ban hành Kế hoạch như sau:\n"
        "I. MỤC ĐÍCH\n- Giữ sạch đường phố.\n"
    )
    assert outline(text)[:3] == [
        (K.BASIS, "", "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;"),
        (K.BASIS, "", "Xét đề nghị của Phòng Văn hóa - Xã hội,"),
        (K.PARAGRAPH, "", "Ủy ban nhân dân phường ban hành Kế hoạch như sau:"),
    ]


BASES = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022 và các văn bản dưới\n"
    "luật;\n\n"
    "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/11/2026 của Ủy ban nhân dân tỉnh về\n"
    "tổ chức phong trào thi đua bảo vệ môi trường trong giai đoạn 2026 - 2030 ở tỉnh,\n"
)
PURPOSE = (
    "I. MỤC ĐÍCH\n\n- Nâng cao nhận thức của cán bộ, công chức, viên chức và Nhân dân về\n"
    "phân loại rác; đưa việc giữ vệ sinh nơi ở và nơi làm việc thành thói quen của\n"
    "mỗi người dân, mỗi cán bộ trong phường, lấy kết quả phong trào làm căn cứ xếp\n"
    "loại các tổ dân phố vào dịp cuối năm.\n"
)


def test_the_announcement_below_a_full_line_of_a_basis_stands_apart():
    text = plan(
        f"{BASES}\nỦy ban nhân dân phường ban hành kế hoạch như sau:\n\n{PURPOSE}"
    )
    kinds = [(kind, words.split()[0], words[-5:]) for kind, _, words in outline(text)]
    assert kinds[:4] == [
        (K.BASIS, "Căn", "luật;"),
        (K.BASIS, "Thực", "tỉnh,"),
        (K.PARAGRAPH, "Ủy", " sau:"),
        (K.SECTION, "MỤC", " ĐÍCH"),
    ]


def test_a_basis_that_goes_on_in_the_next_line_is_not_cut():
    cited = "Ủy ban nhân dân tỉnh ban hành Quy định về thi đua trong toàn tỉnh;"
    text = plan(f"{BASES}{cited}\n\n{PURPOSE}")
    basis = BASES.split("\n\n")[1].replace("\n", " ")
    assert outline(text)[1][2] == f"{basis}{cited}"


ALIGNED = """\
        4. Không để rác tồn đọng.
TT Chỉ tiêu                    Đơn vị tính Đến 30/6 Cả năm
1  Hộ phân loại rác tại nguồn  %           60       85
   theo hướng dẫn
2  Chất thải nhựa thu hồi      tấn         6        12
        IV. KHEN THƯỞNG
"""


def test_a_table_kept_by_spaces_is_a_table():
    found = outline(
        plan(f"III. CHỈ TIÊU\n        3. Trồng cây.\n{ALIGNED}- Giấy khen.\n")
    )
    assert found[2:5] == [
        (K.ITEM, "4.", "Không để rác tồn đọng."),
        (
            K.TABLE,
            "",
            "TT\tChỉ tiêu\tĐơn vị tính\tĐến 30/6\tCả năm\n"
            "1\tHộ phân loại rác tại nguồn theo hướng dẫn\t%\t60\t85\n"
            "2\tChất thải nhựa thu hồi\ttấn\t6\t12",
        ),
        (K.SECTION, "IV.", "KHEN THƯỞNG"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        "TT  Việc phải làm\n1  Trồng cây\n2  Quét đường\n",  # two columns are a list
        "TT  Việc      Hạn\n1  Trồng cây  Quý I\n",  # one row tells no column
        "TT  Việc      Hạn\n3  Trồng cây  Quý I\n4  Quét đường  Quý II\n",
        # the number stands in the middle of a cell of two lines
        "TT  Việc          Hạn\n    Trồng cây\n1                 Quý I\n    trên phố\n"
        "2   Quét đường    Quý II\n",
    ],
)
def test_what_spaces_make_no_table_of(rows):
    kinds = {kind for kind, _, _ in outline(plan(f"I. VIỆC\n- Việc chung.\n{rows}"))}
    assert K.TABLE not in kinds


@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("- Trồng cây trước ngày", "30/6/2026."),
        ("- Tổng kết vào tháng", "12 năm 2026."),
        ("- Thực hiện Kế hoạch số", "12/KH-UBND của huyện."),
    ],
)
def test_a_line_cut_before_its_figure_goes_on(above, below):
    found = outline(
        plan(f"I. VIỆC\n- Giữ sạch đường phố.\n{above}\n{below}\n- Việc sau.\n")
    )
    assert [text for _, _, text in found[2:]] == [f"{above[2:]} {below}", "Việc sau."]


def test_a_number_below_a_heading_that_ends_with_year_is_the_next_heading():
    found = outline(plan("I. VIỆC TRONG NĂM\n1. Giữ sạch đường phố.\n2. Trồng cây.\n"))
    assert [kind for kind, _, _ in found] == [K.SECTION, K.ITEM, K.ITEM]


@pytest.mark.parametrize(
    ("above", "told"),
    [
        (
            "VĂN KIỆN ĐẠI HỘI\n",
            ["Phần đầu có chữ chưa đặt được vào ô nào: “VĂN KIỆN ĐẠI HỘI”; hãy đối chiếu với"
             " bản gốc."],
        ),
        ("DỰ THẢO LẦN 2\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_words_above_the_names_are_told_and_a_draft_is_no_loss(above, told):
    text = (
        f"{above}ỦY BAN NHÂN DÂN\nXÃ HÒA TIẾN\n\nSố: 18/KH-UBND\n\nKẾ HOẠCH\n"
        "Thi đua năm 2025\n\nI. MỤC ĐÍCH\n- Động viên nhân dân thi đua.\n"
    )
    reading = read_text(text)
    assert [x for x in reading.warnings if "ô nào" in x] == told
    assert reading.content.letterhead.authority == "ỦY BAN NHÂN DÂN\nXÃ HÒA TIẾN"


@pytest.mark.parametrize("at", [2, 4, 6, 7])
@pytest.mark.parametrize(
    "side_by_side", [False, True], ids=["one below the other", "side by side"]
)
def test_a_wrapped_motto_is_still_the_motto(at, side_by_side):
    words = ["CỘNG", "HÒA", "XÃ", "HỘI", "CHỦ", "NGHĨA", "VIỆT", "NAM"]
    first, second = " ".join(words[:at]), " ".join(words[at:])
    wide = " " * 30
    head = (
        f"   ỦY BAN NHÂN DÂN{wide}{first}\n   XÃ HÒA TIẾN    {wide}{second}\n"
        if side_by_side
        else f"{wide}{first}\n  ỦY BAN NHÂN DÂN\n{wide}{second}\n  XÃ HÒA TIẾN\n"
    )
    reading = read_text(
        f"{head}{wide}{wide}Độc lập - Tự do - Hạnh phúc\n   Số: 18/KH-UBND\n\n"
        "KẾ HOẠCH\nThi đua năm 2025\n\nI. MỤC ĐÍCH\n- Động viên nhân dân thi đua.\n"
    )
    letterhead = reading.content.letterhead
    assert letterhead.parent_authority == ""
    assert letterhead.authority == "ỦY BAN NHÂN DÂN\nXÃ HÒA TIẾN"
    assert reading.content.title == "Thi đua năm 2025"
    assert not [x for x in reading.warnings if "ô nào" in x]


@pytest.mark.parametrize(
    ("lines", "authority", "left"),
    [
        (
            "PHƯỜNG BÌNH AN\nKẾ HOẠCH\nTHI ĐUA",
            "PHƯỜNG BÌNH AN",
            ("KẾ HOẠCH", "THI ĐUA"),
        ),
        ("PHÒNG TÀI CHÍNH -\nKẾ HOẠCH", "PHÒNG TÀI CHÍNH -\nKẾ HOẠCH", ()),
        ("SỞ KẾ HOẠCH VÀ\nĐẦU TƯ", "SỞ KẾ HOẠCH VÀ\nĐẦU TƯ", ()),
    ],
)
def test_the_type_of_a_paper_is_no_part_of_a_name(lines, authority, left):
    head = read_head(f"{lines}\nSố: 18/KH-UBND")
    assert (head.letterhead.authority, head.left) == (authority, left)
