"""Đăng ký mô hình, công trình; đôn đốc; điển hình; giao ước của cụm, khối."""

from units.powers.grants import (
    CLUSTERS,
    EVERY_ROLE,
    OFFICER,
    PROGRESS,
    WORKING,
    Grant,
    Power,
    Role,
    Scope,
    here,
)

REGISTRATION_POWERS: tuple[Power, ...] = (
    Power(
        "register-works", PROGRESS,
        "Đăng ký mô hình, công trình của đơn vị; ghi việc thực hiện; học theo điển hình",
        WORKING,
        (
            "campaigns.begin_undertaking", "campaigns.save_undertaking",
            "campaigns.submit_undertaking", "campaigns.withdraw_undertaking",
            "campaigns.drop_undertaking", "campaigns.record_carrying_out",
            "campaigns.adopt_example", "campaigns.add_undertaking_file",
            "campaigns.describe_undertaking_file", "campaigns.remove_undertaking_file",
        ),
        "Sửa, rút khi chưa được duyệt. Bản nhập thay: cán bộ cơ quan phát động.",
    ),
    Power(
        "register-for-units", PROGRESS, "Nhập thay đăng ký của đơn vị theo bản giấy", OFFICER,
        ("campaigns.register_for_unit",),
        "Ở cơ quan phát động; ghi rõ nhập theo văn bản nào; người khác duyệt.",
    ),
    Power(
        "receive-registrations", PROGRESS,
        "Duyệt, trả lại đăng ký; hủy duyệt; cho đăng ký muộn",
        here(Role.OFFICER, Role.SECRETARY),
        (
            "campaigns.approve_undertaking", "campaigns.return_undertaking",
            "campaigns.undo_approval", "campaigns.permit_late",
            "campaigns.end_late_permission",
        ),
        "Ở cơ quan phát động; không phải người đã gửi, đã nhập thay đăng ký ấy.",
    ),
    Power(
        "nudge", PROGRESS, "Đôn đốc đơn vị chưa đăng ký, xem danh bạ liên hệ",
        here(Role.OFFICER, Role.SECRETARY), ("campaigns.nudge_units",),
        "Ở cơ quan phát động; mỗi đơn vị mỗi ngày một lần.",
    ),
    Power(
        "choose-examples", PROGRESS, "Chọn, nuôi dưỡng, nhân rộng điển hình tiên tiến", OFFICER,
        ("campaigns.take_example_on", "campaigns.drop_example"),
        "Ở cơ quan phát động; mô hình, công trình đã duyệt.",
    ),
    Power(
        "see-examples", PROGRESS, "Xem điển hình tiên tiến",
        (Grant(EVERY_ROLE, Scope.BELOW),),
        limit="Phong trào đến được đơn vị, hoặc đơn vị tham gia.",
    ),
    Power(
        "write-pact", CLUSTERS, "Viết, sửa, thôi giao ước thi đua của cụm, khối", WORKING,
        (
            "campaigns.begin_pact", "campaigns.amend_pact", "campaigns.complete_pact",
            "campaigns.end_pact",
        ),
        "Ở đơn vị đang là trưởng cụm, khối.",
    ),
    Power(
        "agree-pact", CLUSTERS,
        "Đồng ý giao ước thi đua, ghi việc đơn vị nhận làm, cử người ký; rút lại việc đồng ý",
        here(Role.OFFICER, Role.LEADER),
        (
            "campaigns.agree_pact", "campaigns.name_pact_signer",
            "campaigns.take_back_agreement",
        ),
        "Ở đơn vị thành viên.",
    ),
)  # fmt: skip
