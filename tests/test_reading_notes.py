"""Điều kế hoạch nói: goals, dues, phases, duties and the rest, from sentences of our own."""

from datetime import date
from decimal import Decimal

import pytest

from campaigns.content import Comparator as C
from campaigns.content import Direction, Milestone, PlanContent, Side
from campaigns.reading import Reading, read_text

HEAD = """\
UBND HUYỆN AN TÂY
Số: 15/KH-UBND

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
An Tây, ngày 04 tháng 3 năm 2024

KẾ HOẠCH
Phát động phong trào thi đua năm 2024

"""


def read(body: str, **more: str) -> PlanContent:
    return read_whole(body, **more).content


def read_whole(body: str, *, preamble: str = "", head: str = HEAD) -> Reading:
    begin = preamble or "Ủy ban nhân dân huyện xây dựng Kế hoạch như sau:"
    return read_text(f"{head}{begin}\n{body}\nTrên đây là Kế hoạch./.\n")


def goals(*sentences: str) -> PlanContent:
    lines = "\n".join(f"- {sentence}" for sentence in sentences)
    return read(f"I. CHỈ TIÊU THI ĐUA\n{lines}")


def figures(sentence: str) -> list[tuple]:
    return [
        (t.value, t.value_max, t.unit, t.comparator) for t in goals(sentence).targets
    ]


# ---- goals -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("Tỷ lệ hộ nghèo giảm còn dưới 0,39%.", [("0.39", None, "%", C.AT_MOST)]),
        (
            "100% cơ quan phát động; trên 90% cán bộ đăng ký tham gia.",
            [("100", None, "%", C.EQUAL), ("90", None, "%", C.AT_LEAST)],
        ),
        (
            "Thu ngân sách đạt và vượt 12.500 tỷ đồng.",
            [("12500", None, "tỷ đồng", C.AT_LEAST)],
        ),
        (
            "Giảm 1/3 số vụ tai nạn giao thông so với cùng kỳ.",
            [("0.3333", None, "số vụ", C.EQUAL)],
        ),
        (
            "Xây dựng từ 1-2 công trình chào mừng.",
            [("1", "2", "công trình", C.RANGE)],
        ),
        (
            "Mỗi thôn có ít nhất một mô hình tự quản.",
            [("1", None, "mô hình", C.AT_LEAST)],
        ),
        ("Tăng trưởng đạt 8 - 8,5%/năm.", [("8", "8.5", "%", C.RANGE)]),
        ("Có từ 95% trở lên học sinh đạt chuẩn.", [("95", None, "%", C.AT_LEAST)]),
        # what may happen at most; "điểm" are places here
        (
            "Không quá 05 điểm tồn đọng rác tại mọi thời điểm.",
            [("5", None, "điểm", C.AT_MOST)],
        ),
        ("Không quá 03 vụ cháy trong năm.", [("3", None, "vụ", C.AT_MOST)]),
        ("Xóa 04 điểm tập kết rác tự phát.", [("4", None, "điểm", C.EQUAL)]),
        ("Báo cáo không quá 05 trang, không quá 02 lần mỗi năm.", []),
        ("Không quá 05 điểm cho mỗi sáng kiến; đạt 90 điểm trở lên.", []),
        ("Điểm thưởng không quá 05 điểm tiêu chí phụ.", []),
        # a goal without a number is a goal as well
        ("Phấn đấu không để xảy ra cháy, nổ trên địa bàn.", [(None, None, "", None)]),
        # where it starts is no goal
        ("Nâng tỷ lệ lao động qua đào tạo từ 60% lên 70%.", [("70", None, "%", C.EQUAL)]),
        (
            "Hộ nghèo giảm từ 5,2% năm 2023 xuống còn 3%.",
            [("3", None, "%", C.AT_MOST)],
        ),
        ("Giữ vững an ninh trật tự.", []),
        ("Thực hiện Nghị quyết số 15-NQ/HU, mục 2.3 Đề án 06.", []),
    ],
)  # fmt: skip
def test_goals_of_a_sentence(sentence, wanted):
    decimals = [
        (low and Decimal(low), high and Decimal(high), unit, way)
        for low, high, unit, way in wanted
    ]
    assert figures(sentence) == decimals


@pytest.mark.parametrize(
    "body",
    [
        "I. KINH PHÍ\n- Tổng kinh phí 250 triệu đồng; 02 giải nhì, mỗi giải 3.000.000 đồng.",
        "I. CÁCH CHẤM ĐIỂM\n- Thang điểm 100; trừ 5 điểm khi báo cáo chậm.",
        "I. HÌNH THỨC KHEN THƯỞNG\n- Bằng khen: không quá 05 tập thể, 10 cá nhân.",
        "I. ĐẶC ĐIỂM, TÌNH HÌNH\n- Xã có 12 thôn, 95% dân số làm nông nghiệp.",
        "I. NHIỆM VỤ\n- Không quá 05 điểm tồn đọng rác, không quá 03 vụ cháy.",
        "I. YÊU CẦU\n- Hồ sơ gồm 02 bộ, dài không quá 05 trang; điện thoại 0912.345.678.",
    ],
)  # fmt: skip
def test_figures_that_are_no_goals(body):
    assert read(body).targets == ()


@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("Đến ngày 30/6/2024: 100% thôn có tổ công nghệ số.", date(2024, 6, 30)),
        ("Trước ngày 15/8, 100% hộ ký cam kết.", date(2024, 8, 15)),
        ("Thu nhập bình quân đạt 65 triệu đồng vào năm 2025.", date(2025, 12, 31)),
        ("Trong quý III đạt 50% kế hoạch.", date(2024, 9, 30)),
        ("Đạt 80% kế hoạch đến hết tháng 10/2024.", date(2024, 10, 31)),
        ("Tăng 8% so với năm 2023.", None),
        ("Trồng mới 2.000 ha rừng (quý III: 1.200 ha; quý IV: 800 ha).", None),
    ],
)  # fmt: skip
def test_when_a_goal_is_due(sentence, due):
    assert [t.deadline for t in goals(sentence).targets] == [due]


def test_a_due_of_one_clause_is_not_taken_for_the_next():
    content = goals(
        "Mở 01 buổi đối thoại trong quý II; tập huấn cho 100% công chức trước ngày 31/5/2024."
    )
    assert [(t.value, t.deadline) for t in content.targets] == [
        (100, date(2024, 5, 31))
    ]


def test_a_goal_in_steps_is_one_goal_with_milestones():
    content = goals(
        "Phấn đấu 6 tháng đầu năm đạt 70%, 10 tháng đầu năm đạt 100% kế hoạch."
    )
    [target] = content.targets
    assert (target.value, target.deadline) == (100, date(2024, 10, 31))
    assert target.milestones == (
        Milestone(label="6 tháng đầu năm", value=Decimal(70), due_on=date(2024, 6, 30)),
        Milestone(
            label="10 tháng đầu năm", value=Decimal(100), due_on=date(2024, 10, 31)
        ),
    )


def test_steps_may_be_days_without_their_year():
    content = goals("Đến 30/6 đạt 50% và đến hết 05/11/2024 đạt trên 95% hồ sơ.")
    [target] = content.targets
    assert (target.value, target.deadline) == (95, date(2024, 11, 5))
    assert [(step.label, step.value, step.due_on) for step in target.milestones] == [
        ("30/6", 50, date(2024, 6, 30)), ("05/11/2024", 95, date(2024, 11, 5)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "Phấn đấu đến 10/12 trường đạt chuẩn quốc gia.",
        "Nâng từ 08/12 đến 10/12 trường, đạt 83%.",
        "Phấn đấu hết 12/12 tổ dân phố đạt chuẩn.",
        "Đến 09/11 xã hoàn thành, đạt 81%; đến 11/11 xã hoàn thành, đạt 100%.",
        "Nâng từ 1/2 đến 3/4 diện tích, đạt 80% kế hoạch.",
        "Nâng từ 01/02 đến 03/04 diện tích, đạt 80% kế hoạch.",
    ],
)
def test_a_fraction_is_no_day(sentence):
    found = goals(sentence).targets
    assert [(target.deadline, target.milestones) for target in found] == [
        (None, ())
    ] * len(found)
    assert found


def test_a_day_that_no_calendar_has_is_told_and_taken_for_none():
    reading = read_whole(
        "I. NỘI DUNG\n1. Đến 31/6 đạt 50%, đến 15/11 đạt 100% hồ sơ.\n"
    )
    assert [(t.value, t.deadline) for t in reading.content.targets] == [
        (50, None), (100, date(2024, 11, 15)),
    ]  # fmt: skip
    assert [r.text for r in reading.remarks if "lịch" in r.text] == [
        "“31/6” không có trong lịch; hãy kiểm tra lại ngày này."
    ]


def test_days_without_a_year_in_a_plan_for_the_year_to_come():
    """What is reached is reached in that year; what is due may be due before it begins."""
    content = read(
        "I. NỘI DUNG\n1. Giải ngân đến 30/6 đạt 50%, đến 31/12 đạt 100%.\n"
        "2. Trong quý III đạt 60% kế hoạch.\n"
        "II. TỔ CHỨC THỰC HIỆN\n1. Phòng Nội vụ báo cáo trước ngày 15/12.\n"
        "2. Phòng Kinh tế báo cáo trước ngày 15/6.\n",
        head=HEAD.replace("04 tháng 3 năm 2024", "20 tháng 11 năm 2026")
        .replace("năm 2024", "năm 2027"),
    )  # fmt: skip
    first, second = content.targets
    assert [step.due_on for step in first.milestones] == [
        date(2027, 6, 30),
        date(2027, 12, 31),
    ]
    assert second.deadline == date(2027, 9, 30)
    assert [note.due_on for note in content.deadlines] == [
        date(2026, 12, 15),
        date(2027, 6, 15),
    ]


def test_which_way_a_goal_goes_and_from_where():
    content = goals(
        "Giảm ít nhất 20% số vụ so với năm 2023.",
        "Nâng tỷ lệ từ 60% lên 70%.",
        "Duy trì 100% xã đạt chuẩn.",
    )
    assert [(t.direction, t.baseline, t.shown) for t in content.targets] == [
        (Direction.DOWN, "so với năm 2023", "ít nhất 20%"),
        (Direction.UP, "từ 60%", "70%"),
        (Direction.HOLD, "", "100%"),
    ]


def test_a_goal_under_a_units_duties_is_that_units():
    content = read(
        "I. TỔ CHỨC THỰC HIỆN\n1. Trung tâm Y tế huyện\n"
        "- Phấn đấu 95% trẻ em được tiêm chủng đầy đủ.\n"
    )
    assert [(t.value, t.responsible) for t in content.targets] == [
        (95, "Trung tâm Y tế huyện")
    ]


# ---- dues and registrations ---------------------------------------------------------------
def test_dues():
    content = read(
        "I. TỔ CHỨC THỰC HIỆN\n"
        "1. Phòng Nội vụ tổng hợp, báo cáo trước ngày 15/12/2024.\n"
        "2. Các xã xây dựng kế hoạch chậm nhất ngày 31/3.\n"
        "3. Báo cáo định kỳ 6 tháng (trước ngày 10/6), năm (trước ngày 10/12).\n"
        "4. Phòng Văn hóa tổ chức Hội diễn, hoàn thành trước 20/10.\n"
        "5. Định kỳ ngày 20 hằng tháng báo cáo kết quả.\n"
    )
    assert [(d.line, d.due_on) for d in content.deadlines] == [
        (2, date(2024, 12, 15)),
        (3, date(2024, 3, 31)),
        (4, date(2024, 6, 10)),
        (4, date(2024, 12, 10)),
        (5, date(2024, 10, 20)),
    ]


def test_what_must_be_registered():
    content = read(
        "I. TỔ CHỨC THỰC HIỆN\n"
        "1. Các thôn đăng ký xây dựng ít nhất 02 tuyến đường hoa, gửi danh sách về xã chậm nhất"
        " đến ngày 15/8/2024.\n"
        "2. Mỗi đảng viên đăng ký 01 phần việc tự nguyện, chậm nhất ngày 31/3.\n"
        "3. Phòng Nội vụ tổng hợp kết quả đăng ký trước ngày 20/8/2024.\n"
    )
    assert [(r.line, r.what, r.minimum, r.deadline) for r in content.registrations] == [
        (2, "tuyến đường hoa", 2, date(2024, 8, 15)),
        (3, "phần việc tự nguyện", 1, date(2024, 3, 31)),
    ]


# ---- time --------------------------------------------------------------------------------
def test_period_and_phases():
    content = read(
        "I. THỜI GIAN\n"
        "1. Phong trào thực hiện từ ngày ban hành Kế hoạch đến hết năm 2030.\n"
        "- Giai đoạn 1 (2024 - 2025): triển khai.\n"
        "- Giai đoạn 2 (từ năm 2026 đến năm 2030): nhân rộng.\n"
    )
    assert (content.starts_on, content.ends_on) == (
        date(2024, 3, 4),
        date(2030, 12, 31),
    )
    assert [(p.name, p.starts_on, p.ends_on) for p in content.phases] == [
        ("Giai đoạn 1", date(2024, 1, 1), date(2025, 12, 31)),
        ("Giai đoạn 2", date(2026, 1, 1), date(2030, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "- Đợt 1: từ ngày 01/4/2024 đến ngày 30/6/2024.\n- Đợt 2: đến ngày 15/12/2024.",
            ["Đợt 1", "Đợt 2"],
        ),
        (
            "1. Đợt thứ nhất: Từ 26/3/2024 đến 31/12/2024\n2. Đợt thứ hai: Từ 01/01/2025 đến"
            " 08/8/2025",
            ["Đợt thứ nhất", "Đợt thứ hai"],
        ),
        ("- Chia làm hai đợt.", []),
        ("- Giai đoạn 2021 - 2025 đã có nhiều mô hình.", []),
    ],
)  # fmt: skip
def test_names_of_phases(body, names):
    assert [p.name for p in read(f"I. THỜI GIAN\n{body}").phases] == names


# ---- duties ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "units"),
    [
        (
            "1. Phòng Nội vụ\n- Theo dõi, đôn đốc.\n2. Công an huyện\n- Bảo đảm an ninh.",
            ["Phòng Nội vụ", "Công an huyện"],
        ),
        (
            "1. Phòng Tài chính - Kế hoạch chủ trì, phối hợp với Phòng Nội vụ bố trí kinh phí.",
            ["Phòng Tài chính - Kế hoạch"],
        ),
        (
            "1. Giao Công an huyện, Ban Chỉ huy Quân sự huyện bảo đảm an ninh trật tự.",
            ["Công an huyện, Ban Chỉ huy Quân sự huyện"],
        ),
        (
            "- Trung tâm Y tế huyện: Khám sức khỏe cho người cao tuổi.",
            ["Trung tâm Y tế huyện"],
        ),
        (
            "1. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam huyện và các đoàn thể\nVận động hội viên"
            " hưởng ứng.",
            ["Ủy ban Mặt trận Tổ quốc Việt Nam huyện và các đoàn thể"],
        ),
        ("1. Yêu cầu chung\n- Thực hiện nghiêm túc.", []),
        ("1. Tuyên truyền sâu rộng.\n2. Kiểm tra thường xuyên.", []),
    ],
)  # fmt: skip
def test_whose_task_it_is(body, units):
    assert [a.unit for a in read(f"I. TỔ CHỨC THỰC HIỆN\n{body}").assignments] == units


# ---- who takes part, what is won ---------------------------------------------------------
def test_subjects_and_awards():
    content = read(
        "I. ĐỐI TƯỢNG\n"
        "- Tập thể: Các cơ quan chuyên môn; Mặt trận Tổ quốc huyện; các xã, thị trấn.\n"
        "- Cá nhân: Cán bộ, công chức, viên chức và Nhân dân trong huyện.\n"
        "II. HÌNH THỨC KHEN THƯỞNG\n"
        "- Bằng khen của Chủ tịch UBND tỉnh (không quá 05 tập thể);\n"
        "- Giấy khen của Chủ tịch UBND huyện.\n"
    )
    assert [(s.side, s.name) for s in content.subjects] == [
        (Side.COLLECTIVE, "Các cơ quan chuyên môn"),
        (Side.COLLECTIVE, "Mặt trận Tổ quốc huyện"),
        (Side.COLLECTIVE, "các xã, thị trấn"),
        (Side.INDIVIDUAL, "Cán bộ, công chức, viên chức và Nhân dân trong huyện"),
    ]
    assert [f.name for f in content.award_forms] == [
        "Bằng khen của Chủ tịch UBND tỉnh",
        "Giấy khen của Chủ tịch UBND huyện",
    ]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (
            "II. HÌNH THỨC KHEN THƯỞNG\n"
            "- Giấy khen của Chủ tịch UBND quận tặng tập thể, cá nhân xuất sắc của từng đợt;\n"
            "- Đề nghị Bằng khen của Chủ tịch UBND thành phố cho tập thể tiêu biểu nhất.",
            [
                "Giấy khen của Chủ tịch UBND quận",
                "Bằng khen của Chủ tịch UBND thành phố",
            ],
        ),
        (
            "II. KHEN THƯỞNG\n- Giấy khen của Chủ tịch UBND xã tặng 05 tập thể, 10 cá nhân.",
            ["Giấy khen của Chủ tịch UBND xã"],
        ),
        (
            "II. KHEN THƯỞNG\n1. Tập thể: Giấy khen tặng 03 thôn dẫn đầu.\n"
            "2. Cá nhân: Giấy khen của Chủ tịch UBND xã được tặng cho các cá nhân.",
            ["Giấy khen", "Giấy khen của Chủ tịch UBND xã"],
        ),
        (
            "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n"
            "- Giấy khen của Chủ tịch UBND xã tặng các thôn dẫn đầu.",
            ["Giấy khen của Chủ tịch UBND xã"],
        ),
        # Counted, asked for or written of: nobody is promised anything.
        (
            "II. TỔ CHỨC THỰC HIỆN\n1. Văn phòng\n"
            "- Hoàn thành hồ sơ đề nghị tặng Bằng khen trước ngày 05/12/2025.\n"
            "- Giấy khen tặng năm trước là 20; in Giấy khen tặng các thôn.",
            [],
        ),
    ],
)
def test_an_award_that_is_given_to_somebody_is_a_form(body, names):
    content = read(f"I. MỤC ĐÍCH\n- Thi đua.\n{body}\n")
    assert [one.name for one in content.award_forms] == names


@pytest.mark.parametrize(
    ("body", "collectives", "individuals"),
    [
        (
            "1. Đối tượng thi đua\nCác phòng, ban, đoàn thể, trường học, tổ dân phố; cán bộ,"
            " công chức, người lao động và hộ gia đình trên địa bàn.\n2. Thời gian\nNăm 2024.",
            ["Các phòng, ban, đoàn thể, trường học, tổ dân phố"],
            ["cán bộ, công chức, người lao động và hộ gia đình trên địa bàn"],
        ),
        (
            "1. Đối tượng tham gia thi đua: Các thôn và toàn thể Nhân dân trong huyện.",
            ["Các thôn"],
            ["toàn thể Nhân dân trong huyện"],
        ),
        (
            "1. Đối tượng thi đua\n- Các xã, thị trấn;\n- Cán bộ các cơ quan, đơn vị.",
            ["Các xã, thị trấn"],
            ["Cán bộ các cơ quan, đơn vị"],
        ),
        ("1. Đối tượng thi đua gồm đoàn viên, hội viên.", [], ["đoàn viên, hội viên"]),
    ],
)  # fmt: skip
def test_subjects_without_labels(body, collectives, individuals):
    content = read(f"I. ĐỐI TƯỢNG, THỜI GIAN\n{body}")
    for side, names in (
        (Side.COLLECTIVE, collectives),
        (Side.INDIVIDUAL, individuals),
    ):
        assert [s.name for s in content.subjects if s.side is side] == names


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("1. Đối tượng thi đua\nTập thể và cá nhân trong huyện.", ["Tập thể và cá nhân"]),
        ("1. Đối tượng thi đua\nCác hộ gia đình; Phong trào mở rộng.", ["Các hộ gia"]),
        ("1. Đối tượng thi đua\nCông chức và các cơ quan.", ["Công chức và các"]),
        ("1. Đối tượng tham gia\nHọc sinh lớp 5.", ["Học sinh lớp 5"]),
        ("1. Đối tượng thi đua\nCác thôn.\n2. Đối tượng tham gia\nHọc sinh.", []),
        ("1. Đối tượng kiểm tra\nHọc sinh lớp 5.", []),
        ("1. Đối tượng khen thưởng\nTập thể và cá nhân.", []),
    ],
)  # fmt: skip
def test_subjects_in_doubt_are_told_not_noted(body, told):
    reading = read_text(
        f"{HEAD}Ủy ban nhân dân huyện ban hành Kế hoạch:\nI. ĐỐI TƯỢNG, THỜI GIAN\n{body}\n"
    )
    found = [x for x in reading.warnings if "Chưa ghi được đối tượng" in x]
    assert len(found) == len(told)
    assert all(words in x for words, x in zip(told, found, strict=True))
    if told:
        assert reading.content.subjects == ()


# ---- bases -------------------------------------------------------------------------------
def test_bases_and_the_plan_of_the_level_above():
    content = read(
        "I. MỤC ĐÍCH\n- Thi đua.",
        preamble="Căn cứ Luật Thi đua, khen thưởng năm 2022;\n"
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31/12/2023 của Chính phủ; Thông tư số"
        " 01/2024/TT-BNV ngày 24 tháng 02 năm 2024 của Bộ trưởng Bộ Nội vụ;\n"
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 15/01/2024 của Ủy ban nhân dân tỉnh về phát động"
        " phong trào thi đua năm 2024;\n",
    )
    assert [
        (c.line, c.number, c.issued_on, c.issuer, c.is_superior_plan)
        for c in content.citations
    ] == [
        (0, "", None, "", False),
        (1, "98/2023/NĐ-CP", date(2023, 12, 31), "Chính phủ", False),
        (1, "01/2024/TT-BNV", date(2024, 2, 24), "Bộ trưởng Bộ Nội vụ", False),
        (2, "12/KH-UBND", date(2024, 1, 15), "Ủy ban nhân dân tỉnh", True),
    ]


# ---- what the officer is told ------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("II. CHỈ TIÊU\n- Phấn đấu tốt hơn năm trước.", "không liên tục ở mục “II”"),
        ("I. VIỆC\n- Báo cáo trước ngày 20/01/2024.", "20/01/2024"),
        ("I. THỜI GIAN\n- Đợt 1: từ ngày 01/9/2024 đến ngày 30/6/2024.", "Đợt 1"),
        ("I. VIỆC\n- Báo cáo trước ngày 20 hằng tháng.", "“trước ngày 20 hằng tháng”"),
        ("I. VIỆC\n- Nộp số liệu chậm nhất vào ngày 05 của mỗi quý.", "05 của mỗi quý”"),
        ("I. KHEN THƯỞNG\n1. Đối tượng: tập thể, cá nhân, hộ gia đình tiêu biểu.",
         "có “Đối tượng: tập thể, cá nhân, hộ gia đình tiêu biểu.”"),
    ],
)  # fmt: skip
def test_odd_things_are_told(body, words):
    reading = read_text(f"{HEAD}Ủy ban nhân dân huyện ban hành Kế hoạch:\n{body}\n")
    assert any(words in warning for warning in reading.warnings), reading.warnings


def test_a_due_that_comes_again_has_no_date_and_subjects_are_asked_for_once():
    content = read("I. VIỆC\n- Báo cáo trước ngày 20 hằng tháng.")
    assert content.deadlines == ()
    subjects = "I. ĐỐI TƯỢNG THI ĐUA\n1. Tập thể: các thôn.\n2. Cá nhân: nhân dân."
    awards = "II. KHEN THƯỞNG\n1. Đối tượng: tập thể, cá nhân tiêu biểu."
    reading = read_text(
        f"{HEAD}Ủy ban nhân dân huyện ban hành Kế hoạch:\n{subjects}\n{awards}"
    )
    assert len(reading.content.subjects) == 2
    assert not any("đối tượng" in warning for warning in reading.warnings)


# ---- the ending ----------------------------------------------------------------------------
END = "I. VIỆC\n- Giữ sạch đường thôn.\nTrên đây là Kế hoạch./.\n"


def test_a_list_of_recipients_that_is_not_there_is_to_be_looked_at():
    assert read_text(HEAD + END).sure["recipients"] < 0.8
    found = read_text(f"{HEAD}{END}Nơi nhận:\n- Các thôn;\n- Lưu: VT.\n")
    assert found.sure["recipients"] > 0.8


def test_words_of_the_ending_that_fit_nowhere_are_kept_and_told():
    signature = (
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n- Kính báo cáo Thường trực xã;\nLý Thu Mẫu\n"
    )
    reading = read_text(f"{HEAD}{END}Nơi nhận:\n- Lưu: VT.\n{signature}")
    assert reading.content.lines[-1].text == "Kính báo cáo Thường trực xã;"
    assert [w for w in reading.warnings if "được giữ ở cuối nội dung" in w] == [
        "Có 1 dòng ở phần Nơi nhận, khối ký chưa rõ thuộc đâu, được giữ ở cuối nội dung:"
        " “- Kính báo cáo Thường trực xã;”."
    ]
