"""Đơn vị, tài khoản, đối tượng khen thưởng, cụm: who may what of units and people."""

from units.powers.grants import (
    BRANCH,
    CLUSTERS,
    EVERY_ROLE,
    EVERYBODY,
    HONOUREES,
    MACHINE,
    OFFICER,
    OWN,
    SECRETARY,
    UNITS,
    WORKING,
    Grant,
    Power,
    Role,
    Scope,
)

PEOPLE_POWERS: tuple[Power, ...] = (
    # ---- units and people --------------------------------------------------------------
    Power(
        "see-branch", UNITS, "Xem đơn vị, người, vai trò", BRANCH,
        limit="Người làm việc ở nhiều nơi: chỉ thấy vai trò trong nhánh của mình.",
    ),
    Power(
        "administer", UNITS,
        "Lập đơn vị trực thuộc, sửa, đổi tên; mở tài khoản; giao, thôi vai trò; nhập Excel",
        BRANCH,
        (
            "units.create_unit", "units.amend_unit", "units.rename_unit",
            "units.create_user", "units.grant_membership", "units.end_membership",
            "units.drop_membership", "units.take_back_name", "units.correct_name",
            "units.keep_sheet", "units.name_columns", "units.rehearse_again",
            "units.ask_to_carry_out", "units.ask_to_undo", "units.drop_sheet",
            "units.invite_all", "units.lay_units", "units.delegate_signing",
        ),
    ),
    Power(
        "reorganise", UNITS,
        "Chuyển, sáp nhập, chia tách, giải thể, rút lại các việc đó; định đơn vị tiếp nhận, "
        "quy định hai bước",
        (Grant((Role.ADMINISTRATOR,), Scope.FROM_ABOVE),),
        (
            "units.move_unit", "units.merge_units", "units.divide_unit",
            "units.dissolve_unit", "units.name_heir", "units.set_factor_rule",
            "units.take_back_unit", "units.call_off_reform",
        ),
        "Đơn vị không tự giải thể, tự chuyển mình.",
    ),
    Power(
        "administer-account", UNITS,
        "Sửa tài khoản, mời, đặt lại mật khẩu, gỡ hai bước, kết thúc phiên, ngừng dùng", BRANCH,
        (
            "units.amend_account", "units.set_password", "units.close_account",
            "units.reopen_account", "units.invite", "units.withdraw_invitation",
            "units.reset_factors", "units.end_sessions_of", "units.move_home",
        ),
        "Mọi đơn vị mà người ấy làm việc hoặc sắp nhận vai trò đều phải trong nhánh.",
    ),
    Power(
        "own-account", UNITS,
        "Đổi mật khẩu, thư điện tử, hai bước, khóa truy cập; kết thúc phiên của mình", OWN,
        (
            "units.change_password", "units.change_email", "units.end_session",
            "units.end_other_sessions", "units.add_app", "units.remove_app",
            "units.add_passkey", "units.remove_passkey", "units.renew_recovery_codes",
            "units.link_identity", "units.unlink_identity",
        ),
        "Tài khoản đang dùng.",
    ),
    Power(
        "view-as", UNITS, "Xem với vai một người, một vai trò để hỗ trợ", BRANCH,
        ("units.view_as_person", "units.view_as_role"),
        "Chỉ xem, có lý do, có thời hạn; không xem với vai quản trị ngang hoặc trên mình.",
    ),
    Power(
        "end-view", UNITS, "Thôi xem với vai", OWN, ("units.end_view",),
    ),
    Power(
        "sign-in", UNITS, "Đăng nhập, đặt mật khẩu theo lời mời", EVERYBODY,
        ("units.accept_invitation", "units.take_app_code", "units.take_recovery_code"),
        "Đúng người: biết mật khẩu, có bước hai hoặc cầm đường dẫn mời còn hạn.",
    ),
    Power(
        "establish", UNITS, "Lập cơ quan đầu tiên, quản trị đầu tiên", MACHINE,
        ("units.establish",), "Lệnh load_office, khi cài đặt.",
    ),
    Power(
        "read-book", UNITS, "Đọc, xuất nhật ký; kiểm tra niêm của nhật ký", BRANCH,
        ("units.check_seal", "units.export_book"),
        "Chỉ các dòng về đơn vị trong nhánh; niêm là của cả hệ thống.",
    ),
    Power(
        "choose-anchor-signer", UNITS, "Chọn cơ quan ký biên bản niêm nhật ký",
        (Grant((Role.ADMINISTRATOR,), Scope.EVERY_TREE),),
        ("reports.choose_anchor_signer",),
        "Cơ quan có chứng thư số của con dấu. Không ai quản trị mọi cây thì người giữ máy chủ "
        "chọn bằng lệnh anchor_signer.",
    ),
    Power(
        "set-term", UNITS, "Định thời hạn của tệp, thùng rác, xem với vai", MACHINE,
        ("units.set_term",), "Lệnh trên máy chủ, áp dụng cho cả hệ thống.",
    ),
    # ---- who can be honoured -----------------------------------------------------------
    Power(
        "see-honourees", HONOUREES, "Xem đối tượng khen thưởng",
        BRANCH + SECRETARY + OFFICER,
    ),
    Power(
        "keep-honourees", HONOUREES,
        "Ghi, sửa, chuyển, gộp đối tượng khen thưởng", BRANCH + SECRETARY,
        (
            "units.create_honouree", "units.amend_honouree", "units.place_honouree",
            "units.release_honouree", "units.link_account",
            "units.amend_position", "units.drop_position", "units.add_earlier_position",
            "units.merge_honourees", "units.undo_merge", "units.tell_apart", "units.pair_again",
        ),
        "Chuyển, gộp giữa hai nơi: cả hai nơi đều trong nhánh.",
    ),
    Power(
        "erase-honouree", HONOUREES, "Xóa dữ liệu cá nhân", BRANCH,
        ("units.erase_honouree", "units.carry_out_retention"),
        "Văn bản đã ban hành giữ nguyên.",
    ),
    Power(
        "keep-kinds", UNITS, "Thêm, sửa, thôi dùng loại đơn vị",
        (Grant((Role.ADMINISTRATOR,), Scope.EVERY_TREE),),
        ("units.add_kind", "units.amend_kind"),
    ),
    Power(
        "set-retention", HONOUREES, "Định thời hạn giữ dữ liệu cá nhân",
        (Grant((Role.ADMINISTRATOR,), Scope.EVERY_TREE),), ("units.set_retention",),
    ),
    # ---- clusters ----------------------------------------------------------------------
    Power(
        "see-clusters", CLUSTERS, "Xem cụm, khối, nhiệm kỳ, bàn giao",
        (Grant(EVERY_ROLE, Scope.BRANCH), Grant(EVERY_ROLE, Scope.MEMBER), *SECRETARY),
        limit="Thành viên đã thôi: đến khi bàn giao xong.",
    ),
    Power(
        "keep-clusters", CLUSTERS,
        "Thành lập cụm, khối; thêm, cho thôi thành viên; cử trưởng, phó", BRANCH + SECRETARY,
        (
            "units.found_cluster", "units.add_cluster_members", "units.end_cluster_members",
            "units.appoint_cluster_heads", "units.end_cluster_office",
        ),
        "Thành viên phải thuộc cơ quan thành lập.",
    ),
    Power(
        "keep-pieces", CLUSTERS, "Thêm, sửa mục bàn giao", BRANCH + SECRETARY,
        ("units.add_piece", "units.amend_piece"),
        "Mục dùng chung: người quản trị mọi cơ quan đứng đầu của hệ thống.",
    ),
    Power(
        "hand-cluster-over", CLUSTERS, "Đánh dấu đã giao một mục, ghi không có, rút lại",
        WORKING, ("units.give_item", "units.withdraw_item"),
        "Ở bên giao. Bên giao đã kết thúc, không có đơn vị tiếp nhận: người trông coi cụm, khối.",
    ),
    Power(
        "take-cluster-over", CLUSTERS, "Xác nhận đã nhận một mục, trả lại", WORKING,
        ("units.take_item", "units.return_item"),
        "Ở bên nhận; không phải người đã giao mục ấy.",
    ),
)  # fmt: skip
