from datetime import date

from django.db import migrations

SINCE = date(2025, 1, 1)
BASIS = "Mặc định khi cài đặt"
PIECES = (
    ("Quy chế hoạt động", "Bản đang áp dụng, các lần sửa đổi, bổ sung."),
    ("Danh sách thành viên", "Đơn vị, người làm đầu mối, số điện thoại, thư điện tử."),
    ("Giao ước thi đua đã ký", "Bản ký của mọi thành viên trong năm."),
    ("Bảng điểm, kết quả xếp hạng", "Bảng tự chấm, bảng thẩm định, kết quả bình xét."),
    ("Biên bản họp, sơ kết, tổng kết", "Biên bản, tài liệu, danh sách dự họp."),
    ("Quỹ, kinh phí", "Sổ thu chi, chứng từ, số dư đến ngày bàn giao."),
    ("Chương trình hoạt động của năm", "Kế hoạch, phân công, việc đang làm dở."),
    ("Công văn, báo cáo, tệp dữ liệu", "Văn bản đến, văn bản đi, tệp và nơi lưu."),
)


def ship(apps, schema_editor):
    apps.get_model("units", "Term").objects.create(
        code="cluster_handover", value=15, valid_from=SINCE, basis=BASIS
    )
    pieces = apps.get_model("units", "HandoverPiece").objects
    for number, (name, hint) in enumerate(PIECES, 1):
        pieces.create(
            name=name, hint=hint, position=number * 10, valid_from=SINCE, basis=BASIS
        )


class Migration(migrations.Migration):
    dependencies = [("units", "0033_cluster_offices_are_of_members")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
