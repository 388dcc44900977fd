"""Văn bản, sổ đăng ký: who may what of papers and their register."""

from units.powers.grants import (
    ANY_KEPT,
    BRANCH,
    CLERK,
    EVERY_ROLE,
    EVERYBODY,
    LEADER,
    PAPERS,
    REGISTER,
    WORKING,
    Grant,
    Power,
    Role,
    Scope,
    here,
)

PAPERS_POWERS: tuple[Power, ...] = (
    # ---- papers ------------------------------------------------------------------------
    Power("see-papers", PAPERS, "Xem văn bản đang ký, kết quả kiểm tra", ANY_KEPT),
    Power(
        "see-issued-papers", PAPERS, "Xem văn bản đã ban hành",
        (Grant(EVERY_ROLE, Scope.BELOW),),
    ),
    Power(
        "see-delivered-papers", PAPERS, "Xem văn bản gửi đến đơn vị theo Nơi nhận", ANY_KEPT,
        limit="Chỉ đúng văn bản đã gửi, không thấy phong trào, kế hoạch của nơi gửi.",
    ),
    Power(
        "take-papers-in", PAPERS, "Mở văn bản đến, ghi nhận đơn vị đã mở",
        here(Role.OFFICER, Role.REPORTER, Role.LEADER, Role.CLERK, Role.SECRETARY),
        ("reports.open_deliveries",), "Ghi một lần, khi người đầu tiên của đơn vị mở.",
    ),
    Power(
        "keep-deliveries", PAPERS, "Nối nơi nhận với đơn vị, gửi ra ngoài hệ thống", CLERK,
        ("reports.settle_delivery", "reports.send_letter_again"),
        "Nơi đã mở văn bản trong hệ thống thì không đổi nữa.",
    ),
    Power(
        "keep-correspondents", PAPERS, "Giữ sổ địa chỉ nơi nhận ngoài hệ thống", CLERK,
        ("reports.amend_correspondent", "reports.forget_correspondent"),
    ),
    Power(
        "open-link", PAPERS, "Mở đường dẫn của một nơi nhận ngoài hệ thống", EVERYBODY,
        ("reports.open_link",),
        "Có đường dẫn; lần mở đầu tiên của người ngoài cơ quan gửi được ghi.",
    ),
    Power(
        "verify", PAPERS, "Tra cứu, xác thực văn bản đã ban hành", EVERYBODY,
        limit="Có mã tra cứu, hoặc có chính tệp văn bản.",
    ),
    Power(
        "sign", PAPERS, "Duyệt và ký", LEADER,
        ("reports.approve_and_sign", "reports.sign_many"),
        "Đúng người ghi ở phần ký, đang giữ tư cách ký; không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "sign-again", PAPERS, "Ký lại văn bản chưa ký được", LEADER,
        ("reports.retry_document",), "Đúng người ký văn bản ấy.",
        two_steps=True,
    ),
    Power(
        "sign-outside", PAPERS, "Gửi bản ký bằng thiết bị của mình", LEADER,
        ("reports.take_person_signature",),
        "Đúng người ký văn bản ấy; chứng thư số mang đúng tên và được tin thì đăng ký luôn.",
        two_steps=True,
    ),
    Power(
        "lay-pact", PAPERS,
        "Lập bản giao ước để các thành viên cùng ký; bỏ bản đang ký; nhận bản quét của thành viên "
        "ký trên giấy",
        WORKING,
        ("reports.lay_pact_paper", "reports.drop_pact_paper", "reports.keep_pact_scan"),
        "Ở đơn vị đang là trưởng cụm, khối.",
    ),
    Power(
        "sign-pact", PAPERS, "Ký, không ký giao ước của cụm, khối", LEADER,
        ("reports.sign_pact", "reports.take_pact_signature", "reports.refuse_pact"),
        "Đúng người mà đơn vị thành viên cử ký, đang giữ tư cách ký.",
        two_steps=True,
    ),
    Power(
        "give-up", PAPERS, "Trả kế hoạch về khi văn bản chưa ký được", LEADER,
        ("reports.return_stopped",), "Không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "issue", PAPERS, "Cấp số, đóng dấu, ban hành", CLERK,
        (
            "reports.issue_document", "reports.take_agency_signature",
            "reports.choose_seal_way",
        ),
        "Không phải người đã ký.",
        two_steps=True,
    ),
    Power(
        "certify-copy", PAPERS, "Sao y điện tử văn bản đã ban hành", CLERK,
        ("reports.certify_copy",), two_steps=True,
    ),
    Power(
        "register-certificate", PAPERS, "Đăng ký chứng thư số", BRANCH,
        ("reports.register_certificate",), "Lệnh register_certificate, trên máy chủ.",
    ),
    # ---- the register ------------------------------------------------------------------
    Power(
        "see-register", REGISTER, "Xem, tải sổ đăng ký văn bản đi, xuất edXML", ANY_KEPT,
        ("reports.export_register", "reports.export_edxml", "reports.export_edxml_of"),
    ),
    Power(
        "register", REGISTER, "Ghi sổ văn bản giấy", CLERK, ("reports.register_paper",),
        two_steps=True,
    ),
    Power(
        "keep-register", REGISTER, "Hủy số; ghi ngày chuyển, ký nhận", CLERK,
        ("reports.void_number", "reports.record_dispatch"),
        "Số của văn bản đã ký thì không hủy.",
        two_steps=True,
    ),
    Power(
        "keep-series", REGISTER, "Lập dãy số, chuyển tiếp từ sổ giấy, ghi mã định danh",
        CLERK + BRANCH,
        ("reports.open_series", "reports.continue_book", "reports.set_agency_code"),
    ),
)  # fmt: skip
