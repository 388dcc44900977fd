"""Quận Long Biên, 2021: awards, section IV (who does what) and the annex of milestones."""

from datetime import date
from decimal import Decimal

from campaigns.content import (
    AssignmentNote,
    AwardFormNote,
    Comparator,
    DeadlineNote,
    Direction,
    RegistrationNote,
    Side,
    SubjectNote,
    TargetNote,
)
from reports.demo.writing import HERE, Writer


def write(w: Writer) -> None:
    _awards(w)
    w.section("TỔ CHỨC THỰC HIỆN")
    _home_affairs(w)
    _office(w)
    _culture(w)
    _works(w)
    _everybody(w)


def annex(w: Writer) -> None:
    w.annex("Các mốc của phong trào thi đua")
    w.table(
        ("TT", "Việc", "Cơ quan chủ trì", "Thời hạn"),
        ("1", "Phát động, đăng ký thi đua Đợt 1", "Các đơn vị, 14 phường", "31/8/2021"),
        ("2", "Kiểm tra, sơ kết năm thứ nhất", "Phòng Nội vụ", "Tháng 12/2021"),
        (
            "3",
            "Đăng ký công trình gắn biển năm 2022",
            "Ban Quản lý dự án đầu tư xây dựng",
            "Tháng 3/2022",
        ),
        ("4", "Sơ kết Đợt 1, chọn điển hình", "Phòng Nội vụ", "Tháng 12/2022"),
        ("5", "Kế hoạch chi tiết Đợt 2", "Thường trực Hội đồng", "Tháng 12/2022"),
        (
            "6",
            "Phóng sự 20 năm, sách lịch sử Đảng bộ quận",
            "Ban Tuyên giáo, Phòng Văn hóa - Thông tin",
            "Tháng 8/2023",
        ),
        (
            "7",
            "Tuần Văn hóa",
            "Trung tâm Văn hóa - Thông tin và Thể thao",
            "Tháng 10/2023",
        ),
        (
            "8",
            "Hoàn chỉnh hồ sơ khen thưởng cao điểm",
            "Các đơn vị, Phòng Nội vụ",
            "10/10/2023",
        ),
        (
            "9",
            "Lễ kỷ niệm, tổng kết phong trào",
            "Văn phòng HĐND và UBND quận",
            "06/11/2023",
        ),
    )


def _awards(w: Writer) -> None:
    w.section("ĐỐI TƯỢNG, HÌNH THỨC KHEN THƯỞNG")
    w.title("Đối tượng")
    w.point(
        "Tập thể: các phòng, ban, đơn vị, Mặt trận Tổ quốc, đoàn thể quận; 14 phường; trường "
        "học, doanh nghiệp, đơn vị hiệp quản trên địa bàn.",
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Các phòng, ban, đơn vị, Mặt trận Tổ quốc, đoàn thể quận; 14 phường",
        ),
        SubjectNote(
            line=HERE,
            side=Side.COLLECTIVE,
            name="Trường học, doanh nghiệp, đơn vị hiệp quản trên địa bàn",
        ),
    )
    w.point(
        "Cá nhân: cán bộ, công chức, viên chức, chiến sĩ, người lao động và Nhân dân trong quận.",
        SubjectNote(
            line=HERE,
            side=Side.INDIVIDUAL,
            name="Cán bộ, công chức, viên chức, chiến sĩ, người lao động",
        ),
        SubjectNote(line=HERE, side=Side.INDIVIDUAL, name="Nhân dân trong quận"),
    )
    w.title("Hình thức")
    w.dash(
        "Giấy khen của Chủ tịch UBND quận tặng tập thể, cá nhân xuất sắc của từng đợt;",
        AwardFormNote(line=HERE, name="Giấy khen của Chủ tịch UBND quận"),
    )
    w.dash(
        "Đề nghị Bằng khen của Chủ tịch UBND thành phố cho tập thể, cá nhân tiêu biểu nhất của "
        "cả phong trào.",
        AwardFormNote(line=HERE, name="Bằng khen của Chủ tịch UBND thành phố"),
    )


def _home_affairs(w: Writer) -> None:
    unit = "Phòng Nội vụ, Cơ quan Thường trực Hội đồng"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Giúp Hội đồng hướng dẫn từng đơn vị lập kế hoạch, nhắc tiến độ; duy trì quy trình xét "
        "khen thưởng đúng hạn, đủ hồ sơ."
    )
    w.dash(
        "Tham mưu đợt cao điểm và lộ trình đề nghị khen thưởng bậc cao của quận, của các tập thể, "
        "cá nhân có quá trình cống hiến."
    )
    w.dash(
        "Kiểm tra kết quả từng nội dung đã phát động; đề xuất khen nơi làm tốt, phê bình nơi làm "
        "qua loa, báo cáo Chủ tịch Ủy ban nhân dân quận."
    )


def _office(w: Writer) -> None:
    unit = "Văn phòng HĐND và UBND quận"
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Rà soát, đơn giản hóa thủ tục hành chính; cắt giảm từ 30% thời hạn giải quyết thủ tục, "
        "hồ sơ thuộc thẩm quyền của Ủy ban nhân dân quận.",
        TargetNote(
            line=HERE,
            name="Cắt giảm thời hạn giải quyết thủ tục hành chính",
            value=Decimal(30),
            unit="%",
            comparator=Comparator.AT_LEAST,
            direction=Direction.UP,
            shown="từ 30%",
            responsible=unit,
        ),
    )
    w.dash(
        "Đưa tin về phong trào và thành tựu của quận trên Cổng thông tin điện tử và báo chí, có "
        "số liệu, có nhân vật."
    )
    w.dash(
        "Chuẩn bị chương trình, kịch bản, khách mời, hậu cần cho Lễ kỷ niệm ngày 06/11/2023.",
        DeadlineNote(line=HERE, text="Tổ chức Lễ kỷ niệm", due_on=date(2023, 11, 6)),
    )


def _culture(w: Writer) -> None:
    unit = "Ban Tuyên giáo, Phòng Văn hóa - Thông tin, Trung tâm Văn hóa - Thông tin và Thể thao"
    w.title(f"Đề nghị {unit}", AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Lập kế hoạch, hướng dẫn các phường về tuyên truyền, văn hóa, văn nghệ, thể thao hướng "
        "tới ngày kỷ niệm."
    )
    w.dash(
        "Tăng thời lượng, đổi mới cách thể hiện: chuyên trang, tọa đàm, giao lưu trực tuyến; đều "
        "đặn nêu mô hình hay, nhân tố mới của giai đoạn 2021 - 2023."
    )
    w.dash("Dựng và phát hành phóng sự về 20 năm hình thành, phát triển của quận.")


def _works(w: Writer) -> None:
    unit = (
        "Phòng Tài nguyên và Môi trường, Ban Quản lý dự án đầu tư xây dựng, Trung tâm Phát "
        "triển quỹ đất"
    )
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Rà tiến độ từng công trình trên địa bàn, tháo gỡ mặt bằng, giám sát chất lượng, về đích "
        "sớm hơn kế hoạch."
    )
    w.dash(
        "Cùng Phòng Nội vụ chọn, đăng ký gắn biển những công trình có ý nghĩa với đời sống người "
        "dân, mừng ngày thành lập quận và những ngày lễ lớn khác trong năm."
    )


def _everybody(w: Writer) -> None:
    unit = (
        "Các phòng, ban, đơn vị, Mặt trận Tổ quốc, đoàn thể quận, Hội đồng Thi đua - Khen "
        "thưởng các phường, các trường THCS, THPT"
    )
    w.title(unit, AssignmentNote(line=HERE, unit=unit))
    w.dash(
        "Phổ biến tới từng cán bộ, công chức, người lao động; xây dựng kế hoạch của đơn vị và "
        "gửi bản đăng ký ít nhất 01 nội dung thi đua về Phòng Nội vụ trước ngày 31/8/2021.",
        RegistrationNote(
            line=HERE,
            what="Nội dung thi đua của đơn vị",
            deadline=date(2021, 8, 31),
        ),
    )
    w.dash(
        "Hoàn thành tốt, hoàn thành xuất sắc nhiệm vụ kinh tế - xã hội, an ninh quốc phòng hằng "
        "năm; mở các phong trào chuyên đề để mọi người cùng hưởng ứng.",
        TargetNote(
            line=HERE,
            name="Hoàn thành tốt, hoàn thành xuất sắc nhiệm vụ hằng năm",
            direction=Direction.UP,
            responsible=unit,
        ),
    )
    w.dash(
        "Báo cáo kết quả theo yêu cầu của Ủy ban nhân dân quận; gửi danh sách đề nghị khen "
        "thưởng đợt cao điểm trước ngày 10/10/2023.",
        DeadlineNote(
            line=HERE,
            text="Gửi danh sách đề nghị khen thưởng đợt cao điểm",
            due_on=date(2023, 10, 10),
        ),
    )
