"""Cột của bảng thành tích khen thưởng đã có: one row is one award of one subject."""

from units.sheets.columns import Column, Layout

_DAY = "Ngày/tháng/năm, ví dụ 05/03/2019."

HONOURS = Layout(
    kind="honour",
    slug="thanh-tich",
    title="Thành tích khen thưởng đã có",
    noun="lần khen thưởng",
    most=5_000,
    is_corrected=False,
    columns=(
        Column(
            "name", "Họ tên, tên tập thể, chủ hộ", "Như trên quyết định; của tập thể là đơn vị "
            "thì ghi tên đơn vị.", "Nguyễn Văn A", required=True,
            aliases=("Họ và tên", "Họ tên", "Tên", "Tên tập thể", "Chủ hộ", "Đối tượng"),
            width=28,
        ),
        Column(
            "kind", "Loại đối tượng", "Chọn trong danh sách.", "Cá nhân", required=True,
            aliases=("Loại",), choices="honouree_kinds", width=16,
        ),
        Column(
            "unit", "Đơn vị", "Mã đơn vị nơi làm việc, cư trú; với tập thể là đơn vị thì mã của "
            "chính đơn vị ấy.", "H29.15.90", required=True,
            aliases=("Mã đơn vị", "Đơn vị công tác"), width=18,
        ),
        Column(
            "birth", "Ngày sinh", "Ngày/tháng/năm, hoặc chỉ năm sinh; để phân biệt người trùng "
            "tên.", "1985", aliases=("Năm sinh", "Ngày sinh hoặc năm sinh"), width=14,
        ),
        Column(
            "code", "Mã đối tượng", "Cần khi nhiều người trùng tên; xem ở trang của đối tượng, "
            "hoặc tải Dữ liệu hiện có của Đối tượng khen thưởng.", "", width=14,
            when="khi trùng tên",
        ),
        Column(
            "award", "Danh hiệu, hình thức", "Mã, hoặc đúng tên gọi vào ngày quyết định.",
            "Giấy khen của Chủ tịch UBND cấp xã", required=True, choices="awards", width=36,
            aliases=("Hình thức", "Danh hiệu", "Hình thức khen thưởng", "Danh hiệu thi đua"),
        ),
        Column(
            "reference", "Số quyết định", "Số và ký hiệu.", "947/QĐ-UBND", required=True,
            aliases=("Số, ký hiệu quyết định", "Quyết định số", "Số ký hiệu"), width=18,
        ),
        Column(
            "decided_on", "Ngày quyết định", _DAY, "05/03/2019", required=True, width=14,
            aliases=("Ngày ký", "Ngày ban hành"),
        ),
        Column(
            "decided_by", "Người quyết định", "Chức vụ và cơ quan, như trên quyết định.",
            "Chủ tịch Ủy ban nhân dân phường Mẫu", required=True, width=36,
            aliases=("Cơ quan ban hành", "Cơ quan quyết định", "Cấp khen thưởng"),
        ),
        Column(
            "merit", "Loại hình khen thưởng", "Chọn trong danh sách.", "Khen thưởng công trạng",
            required=True, choices="merits", aliases=("Loại hình",), width=24,
        ),
        Column(
            "period_from", "Thành tích từ ngày", f"{_DAY} Quyết định không ghi thì để trống.",
            "01/01/2018", aliases=("Từ ngày", "Lập thành tích từ ngày"), width=14,
        ),
        Column(
            "period_to", "Thành tích đến ngày", f"{_DAY} Quyết định không ghi thì để trống.",
            "31/12/2018", aliases=("Đến ngày", "Lập thành tích đến ngày"), width=14,
        ),
        Column(
            "achievement", "Tóm tắt thành tích", "Như ghi trong quyết định.", "",
            aliases=("Thành tích",), width=40,
        ),
        Column("remark", "Ghi chú", "Ví dụ: nơi giữ bản giấy.", "", width=26),
        Column(
            "register", "Ghi mới đối tượng", "Ghi “Có” khi đối tượng chưa có trong hệ thống và "
            "muốn ghi luôn; để trống thì dòng không khớp ai bị từ chối.", "", choices="yes",
            aliases=("Ghi người mới", "Thêm đối tượng"), width=16,
        ),
    ),
)  # fmt: skip
