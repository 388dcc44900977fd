"""Quận Long Biên, 2021: section II.A, what is competed in."""

from datetime import date
from decimal import Decimal

from campaigns.content import (
    Comparator,
    Direction,
    TargetNote,
)
from reports.demo.writing import HERE, Writer


def requirement(w: Writer) -> None:
    w.dash(
        "100% đơn vị thuộc quận tổ chức phong trào thi đua bằng việc làm hợp với chức năng của "
        "mình, gắn với chương trình, công tác trọng tâm năm, giữ không khí vui tươi, phấn khởi ở "
        "nơi làm việc.",
        TargetNote(
            line=HERE,
            name="Đơn vị thuộc quận tổ chức tốt phong trào thi đua",
            value=Decimal(100),
            unit="%",
            comparator=Comparator.EQUAL,
            direction=Direction.UP,
            shown="100%",
        ),
    )


def detailed_plan(w: Writer) -> None:
    w.dash(
        "Trong tháng 12/2022, Thường trực Hội đồng trình ban hành kế hoạch chi tiết của Đợt 2."
    )


def write(w: Writer) -> None:
    w.division("Nội dung thi đua")
    _publicity(w)
    w.title(
        "Thi đua phát triển kinh tế - xã hội, xây dựng đô thị, bảo đảm quốc phòng - an ninh"
    )
    _economy(w)
    _city(w)
    _administration(w)
    _society(w)
    _security(w)


def _publicity(w: Writer) -> None:
    w.title("Thông tin, tuyên truyền, trang trí trực quan")
    w.subtitle("Nội dung tuyên truyền")
    w.dash(
        "Sưu tầm tư liệu, chỉnh lý và tái bản cuốn “Lịch sử Đảng bộ quận Long Biên giai đoạn "
        "2003 - 2023”; giới thiệu quá trình hình thành quận theo Nghị định số 132/2003/NĐ-CP."
    )
    w.dash(
        "100% cán bộ, đảng viên, công chức, viên chức, người lao động được quán triệt kế hoạch "
        "tổ chức các hoạt động kỷ niệm của Ủy ban nhân dân quận.",
        TargetNote(
            line=HERE,
            name="Cán bộ, đảng viên, công chức, viên chức, người lao động được quán triệt",
            value=Decimal(100),
            unit="%",
            comparator=Comparator.EQUAL,
            direction=Direction.UP,
            shown="100%",
        ),
    )
    w.dash(
        "Kể lại những việc lớn quận đã làm được trong hai mươi năm: cầu, đường, trường học, khu "
        "đô thị, nhà văn hóa; xây dựng Đảng, chính quyền và đời sống của người dân trước và sau "
        "khi thành lập quận."
    )
    w.dash(
        "Giới thiệu người tốt, việc tốt, điển hình tiên tiến ở mọi lĩnh vực để các đơn vị, khu "
        "dân cư cùng học hỏi."
    )
    w.subtitle("Hình thức tuyên truyền")
    w.dash(
        "Phát thanh định kỳ trên đài truyền thanh của 14 phường; lồng ghép vào sinh hoạt chi bộ, "
        "chi hội, tổ dân phố, khu dân cư."
    )
    w.dash(
        "Pa-nô, băng rôn, phướn, cờ tại trụ sở Quận ủy, Hội đồng nhân dân, Ủy ban nhân dân, Ủy "
        "ban Mặt trận Tổ quốc quận, trên các trục đường chính; ở phường là trụ sở, trạm tin và "
        "tuyến phố trung tâm."
    )
    w.dash(
        "Bổ sung hiện vật, tư liệu cho phòng truyền thống của quận; vận động cán bộ hưu trí và "
        "Nhân dân hiến tặng ảnh, kỷ vật của những ngày đầu lập quận."
    )
    w.dash(
        "Mở chuyên mục trên Cổng thông tin điện tử của quận; đặt bài với các báo về thành tựu "
        "của quận, phường, đơn vị."
    )


def _economy(w: Writer) -> None:
    w.subtitle("Kinh tế, thu - chi ngân sách")
    w.dash(
        "Tạo môi trường kinh doanh thông thoáng cho mọi thành phần kinh tế; đề xuất cơ chế hỗ "
        "trợ dịch vụ chất lượng cao; ưu tiên công nghiệp sạch, dùng điện tiết kiệm và an toàn."
    )
    w.dash(
        "Giúp nông dân chuyển đổi cây trồng, nâng hiệu quả sử dụng đất bãi; chấm dứt chăn nuôi "
        "gia súc trong khu dân cư; không để đất hoang hóa."
    )
    w.dash(
        "Thu ngân sách vượt mức thành phố giao và Nghị quyết của Hội đồng nhân dân quận; rà hộ "
        "kinh doanh, quản lý doanh nghiệp sát địa bàn, thanh tra và đôn đốc đúng đối tượng.",
        TargetNote(
            line=HERE,
            name="Thu ngân sách vượt mức thành phố và HĐND quận giao",
            direction=Direction.UP,
        ),
    )
    w.dash(
        "Chi ngân sách cân đối, tiết kiệm, đúng quy định; tăng giám sát thu, chi và quản lý tài "
        "sản công; công khai dự toán, quyết toán tới từng đơn vị."
    )


def _city(w: Writer) -> None:
    w.subtitle("Đầu tư xây dựng, quy hoạch, quản lý đô thị")
    w.dash(
        "Lập, công khai và quản lý quy hoạch chủ động hơn; cấp phép đúng hạn, xử lý ngay công "
        "trình sai phép, không để kéo dài thành điểm nóng."
    )
    w.dash(
        "Chỉnh trang ngõ, phố; giữ các tuyến văn minh đô thị đã có, mỗi phường mở thêm tuyến "
        "mới; trồng, chăm sóc cây xanh, vườn hoa."
    )
    w.dash(
        "Thu gom rác hết trong ngày; xử lý nghiêm vi phạm vệ sinh, trật tự; duy tu hè phố, chiếu "
        "sáng trong ngõ, không để ngõ tối, hố mất nắp."
    )
    w.dash(
        "Đẩy nhanh các dự án, công trình, bảo đảm chất lượng, hoàn thành trước thời hạn. Đăng ký "
        "gắn biển từ 1 - 2 công trình cấp thành phố và 2 - 3 công trình cấp quận mỗi năm.",
        TargetNote(
            line=HERE,
            name="Công trình gắn biển cấp thành phố",
            value=Decimal(1),
            value_max=Decimal(2),
            unit="công trình",
            comparator=Comparator.RANGE,
            direction=Direction.UP,
            shown="1 - 2 công trình",
        ),
        TargetNote(
            line=HERE,
            name="Công trình gắn biển cấp quận mỗi năm",
            value=Decimal(2),
            value_max=Decimal(3),
            unit="công trình",
            comparator=Comparator.RANGE,
            direction=Direction.UP,
            shown="2 - 3 công trình",
        ),
    )


def _administration(w: Writer) -> None:
    w.subtitle("Cải cách hành chính")
    w.dash(
        "Sắp xếp bộ máy gọn, rõ việc, rõ người; làm tốt mô hình chính quyền đô thị đúng lộ trình "
        "của Thành phố."
    )
    w.dash(
        "Vận hành chính quyền điện tử thông suốt từ quận đến phường; văn bản, hồ sơ công việc "
        "xử lý trên môi trường mạng, hạn chế giấy tờ."
    )
    w.dash(
        "Siết kỷ luật, kỷ cương; mỗi công chức tiếp dân đúng mực, hướng dẫn một lần đủ ý; kiểm "
        "tra công vụ đột xuất ở cả quận và phường."
    )
    w.dash(
        "Đổi mới công tác thi đua, khen thưởng: đăng ký cụ thể, theo dõi thường xuyên, chấm điểm "
        "công khai."
    )


def _society(w: Writer) -> None:
    w.subtitle("Văn hóa, giáo dục, an sinh xã hội")
    w.dash(
        "Xây mới, sửa chữa trường lớp theo hướng chuẩn hóa, tăng số trường đạt chuẩn quốc gia; "
        "thầy cô thi đua đổi mới phương pháp, học sinh thi đua rèn nếp sống đẹp."
    )
    w.dash(
        "Tạo việc làm, giảm nghèo bền vững: lấy năm 2021 làm gốc, đến hết năm 2023 số hộ nghèo "
        "theo chuẩn mới giảm 1/3.",
        TargetNote(
            line=HERE,
            name="Giảm số hộ nghèo theo chuẩn mới",
            value=Decimal("0.3333"),
            unit="số hộ nghèo",
            comparator=Comparator.EQUAL,
            direction=Direction.DOWN,
            shown="1/3",
            baseline="so với năm 2021",
            deadline=date(2023, 12, 31),
        ),
    )
    w.dash(
        "Tổ chức liên hoan văn nghệ, giải thể thao quần chúng, đỉnh cao là Tuần Văn hóa mừng 20 "
        "năm Ngày thành lập quận; các đội, câu lạc bộ của phường đều có tiết mục tham gia."
    )
    w.dash(
        "Quản lý tốt lễ hội, di tích, dịch vụ văn hóa; thực hiện phong trào “Toàn dân đoàn kết "
        "xây dựng đời sống văn hóa”, nếp sống văn minh nơi công sở, nơi công cộng."
    )
    w.dash(
        "Chăm sóc sức khỏe Nhân dân; phát hiện sớm, khoanh gọn dịch bệnh, chuẩn bị sẵn nhân lực, "
        "thuốc, vật tư ở trạm y tế phường."
    )
    w.dash(
        "Hoàn thành các chỉ tiêu văn hóa - xã hội trong kế hoạch năm; vận động quỹ nhân đạo, từ "
        "thiện, giúp đúng người, công khai danh sách.",
        TargetNote(
            line=HERE,
            name="Hoàn thành các chỉ tiêu văn hóa - xã hội trong kế hoạch năm",
            direction=Direction.UP,
        ),
    )


def _security(w: Writer) -> None:
    w.subtitle("Quốc phòng, an ninh")
    w.dash(
        "Xây dựng nền quốc phòng toàn dân, lực lượng vũ trang vững mạnh; tuyển quân đủ số lượng, "
        "đúng chất lượng; chăm lo hậu phương quân đội."
    )
    w.dash(
        "Nắm chắc tình hình, chủ động phương án, bảo vệ an toàn các mục tiêu, sự kiện trên địa "
        "bàn; giữ bí mật Nhà nước, bảo vệ nội bộ."
    )
    w.dash(
        "Phòng ngừa, trấn áp tội phạm; phát động sâu rộng phong trào “Toàn dân bảo vệ an ninh Tổ "
        "quốc”, nhân các tổ liên gia an toàn, camera an ninh do dân góp sức."
    )
