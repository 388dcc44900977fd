"""Quận Long Biên, 2021: 20 năm Ngày thành lập quận: divisions, phases, an annex."""

from dataclasses import replace
from datetime import date

from campaigns.content import CitationNote, PeriodNote, PhaseNote, PlanContent
from reports.demo import long_bien_contents, long_bien_tasks
from reports.demo.writing import HERE, Writer

TITLE = (
    "Tổ chức phong trào thi đua hướng tới kỷ niệm 20 năm Ngày thành lập quận Long Biên "
    "(06/11/2003 - 06/11/2023)"
)
RECIPIENTS = (
    "Ban Thi đua - Khen thưởng Thành phố",
    "Thường trực Quận ủy, HĐND, UBND quận",
    "Thành viên Hội đồng TĐKT quận",
    "Các phòng, ban, đơn vị thuộc quận",
    "Ngành giáo dục và đào tạo quận",
    "Các đơn vị hiệp quản",
    "Đảng ủy, UBND các phường",
    "Lưu: VT, NV",
)


def plan() -> PlanContent:
    w = Writer()
    _bases(w)
    _purpose(w)
    w.section("NỘI DUNG VÀ CÁC ĐỢT THI ĐUA")
    long_bien_contents.write(w)
    _phases(w)
    long_bien_tasks.write(w)
    w.paragraph(
        "Trên đây là Kế hoạch tổ chức phong trào thi đua hướng tới kỷ niệm 20 năm Ngày thành lập "
        "quận. Hội đồng Thi đua - Khen thưởng quận đề nghị thủ trưởng các đơn vị tổ chức thực "
        "hiện, giữ đúng các mốc tại Phụ lục; quá trình triển khai có vướng mắc, đề nghị gửi về "
        "Phòng Nội vụ để báo cáo Hội đồng xem xét."
    )
    long_bien_tasks.annex(w)
    return w.content(title=TITLE, recipients=RECIPIENTS, drafter_mark="LP.(60)")


def issued() -> PlanContent:
    """As it is shown: the annex of milestones goes in a file of its own."""
    return replace(plan(), annexes_apart=True)


def _bases(w: Writer) -> None:
    w.basis(
        "Căn cứ Nghị định số 132/2003/NĐ-CP ngày 06/11/2003 của Chính phủ về việc điều chỉnh địa "
        "giới hành chính để thành lập quận Long Biên, thành phố Hà Nội",
        CitationNote(
            line=HERE,
            text="Nghị định số 132/2003/NĐ-CP ngày 06/11/2003",
            number="132/2003/NĐ-CP",
            issued_on=date(2003, 11, 6),
            issuer="Chính phủ",
        ),
    )
    w.basis(
        "Thực hiện Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị về tiếp tục đổi mới công "
        "tác thi đua, khen thưởng",
        CitationNote(
            line=HERE,
            text="Chỉ thị số 34-CT/TW ngày 07/4/2014",
            number="34-CT/TW",
            issued_on=date(2014, 4, 7),
            issuer="Bộ Chính trị",
        ),
    )
    w.basis(
        "Thực hiện Nghị quyết Đại hội đại biểu Đảng bộ thành phố Hà Nội lần thứ XVII, nhiệm kỳ "
        "2020 - 2025",
        CitationNote(
            line=HERE,
            text="Nghị quyết Đại hội đại biểu Đảng bộ thành phố Hà Nội lần thứ XVII, nhiệm kỳ "
            "2020 - 2025",
            issuer="Đảng bộ thành phố Hà Nội",
        ),
    )
    w.basis(
        "Thực hiện Kế hoạch số 03/KH-HĐTĐKT ngày 22/01/2021 của Hội đồng Thi đua - Khen thưởng "
        "quận Long Biên về nhiệm vụ thi đua, khen thưởng năm 2021",
        CitationNote(
            line=HERE,
            text="Kế hoạch số 03/KH-HĐTĐKT ngày 22/01/2021",
            number="03/KH-HĐTĐKT",
            issued_on=date(2021, 1, 22),
            issuer="Hội đồng Thi đua - Khen thưởng quận Long Biên",
        ),
    )
    w.paragraph(
        "Từ ngày đầu hoạt động 01/01/2004 với bộn bề khó khăn của một đơn vị hành chính non trẻ, "
        "đến nay quận Long Biên đã có diện mạo của một đô thị hiện đại bên tả ngạn sông Hồng. Để "
        "những năm tiến tới mốc 20 năm là những năm thi đua thực chất nhất, Hội đồng Thi đua - "
        "Khen thưởng quận ban hành Kế hoạch này với các nội dung sau:"
    )


def _purpose(w: Writer) -> None:
    w.section("MỤC ĐÍCH, YÊU CẦU")
    w.title("Mục đích")
    w.dash(
        "Ghi lại và đánh giá công bằng chặng đường xây dựng quận, để thế hệ hôm nay hiểu công sức "
        "của người đi trước; qua đó bồi đắp niềm tin, lòng tự hào và trách nhiệm với nơi mình "
        "sống, làm việc."
    )
    w.dash(
        "Quy tụ sức của cán bộ, công chức, lực lượng vũ trang, doanh nghiệp và Nhân dân vào các "
        "nhiệm vụ, chỉ tiêu kinh tế - xã hội, quốc phòng - an ninh hằng năm; mỗi tập thể, cá nhân "
        "có một thành tích thiết thực mừng quận tròn 20 tuổi."
    )
    w.dash(
        "Phát hiện sớm, vun đắp và lan tỏa những tập thể, cá nhân điển hình, gương “Người tốt, "
        "việc tốt”, mô hình mới trên mọi lĩnh vực, từ cơ quan quận tới từng ngõ phố."
    )
    w.dash(
        "Xây dựng quận thành đô thị văn minh, hiện đại, đáng sống, góp phần vào sự phát triển của "
        "Thủ đô Hà Nội trong giai đoạn mới."
    )
    w.title("Yêu cầu")
    long_bien_contents.requirement(w)
    w.dash(
        "Các hoạt động kỷ niệm trang trọng mà tiết kiệm, đúng quy định của Đảng và Nhà nước; gắn "
        "với đợt sinh hoạt chính trị trong toàn Đảng bộ, chính quyền và Nhân dân quận."
    )
    w.dash(
        "Bình xét khách quan, công khai; người lao động trực tiếp, cán bộ tổ dân phố được quan "
        "tâm trước; khen ngay khi có thành tích, không dồn đến cuối năm."
    )


def _phases(w: Writer) -> None:
    w.division("Các đợt thi đua")
    w.paragraph(
        "Phong trào kéo dài từ tháng 7/2021 đến ngày 06/11/2023, chia thành hai đợt nối tiếp "
        "nhau:",
        PeriodNote(line=HERE, starts_on=date(2021, 7, 1), ends_on=date(2023, 11, 6)),
    )
    w.title(
        "Đợt 1: từ tháng 7/2021 đến hết tháng 12/2022",
        PhaseNote(
            line=HERE,
            name="Đợt 1",
            starts_on=date(2021, 7, 1),
            ends_on=date(2022, 12, 31),
        ),
    )
    w.dash(
        "Trọng tâm: vượt kế hoạch năm 2021; sau 02 năm (2021, 2022) các chương trình toàn khóa mà "
        "Đại hội Đảng bộ quận lần thứ IV đề ra phải có kết quả đo được."
    )
    w.dash(
        "Phạm vi: mọi lĩnh vực, từ kinh tế, quy hoạch, trật tự đô thị, bảo vệ môi trường đến văn "
        "hóa, giáo dục, y tế, an sinh, trật tự xã hội, đối ngoại và hội nhập."
    )
    w.dash(
        "Kết thúc đợt, từng đơn vị tự chấm theo nội dung đã đăng ký; Hội đồng chọn điển hình để "
        "giới thiệu ở Đợt 2."
    )
    w.title(
        "Đợt 2: đợt cao điểm, từ tháng 01/2023 đến ngày 06/11/2023",
        PhaseNote(
            line=HERE,
            name="Đợt 2: đợt cao điểm",
            starts_on=date(2023, 1, 1),
            ends_on=date(2023, 11, 6),
            plan_due_on=date(2022, 12, 31),
        ),
    )
    long_bien_contents.detailed_plan(w)
    w.dash(
        "Cả quận dồn sức lập nhiều thành tích, công trình, phần việc mừng ngày 06/11/2023; mỗi "
        "tuần có tin, ảnh về gương tốt, mỗi tháng có việc hoàn thành để giới thiệu."
    )
    w.dash(
        "Tổng kết phong trào, biểu dương tập thể, cá nhân xuất sắc tại Lễ kỷ niệm 20 năm Ngày "
        "thành lập quận."
    )
