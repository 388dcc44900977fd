"""Ai được làm gì: the one table of roles, acts and how far they reach.

The permission functions of every app answer from this table (``units.permissions.allows``);
what a person must be besides (not who sent the plan, the very signer) stands in that function
and, as a sentence, in ``limit``. Acts of higher apps are known here by their names, as their
screens are in the guide. The page "Ai được làm gì", ``manage.py who_may`` and the tests of
every act and address are made from it. An act that stands in no row is refused.
"""

from dataclasses import dataclass
from enum import StrEnum

from units.models import Membership

Role = Membership.Role
EVERY_ROLE = tuple(Role)


class Scope(StrEnum):
    """Phạm vi: how far a role reaches from the unit in which it is held."""

    HERE = "here"
    KEPT = "kept"
    BRANCH = "branch"
    FROM_ABOVE = "from_above"
    SERVED = "served"
    EVERY_TREE = "every_tree"
    BELOW = "below"
    MEMBER = "member"
    OWN = "own"
    EVERYBODY = "everybody"
    MACHINE = "machine"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Scope.HERE: "ở chính đơn vị giữ vai trò",
    Scope.BRANCH: "ở đơn vị giữ vai trò và mọi đơn vị bên dưới",
    Scope.KEPT: "ở chính đơn vị giữ vai trò, kể cả giấy tờ đơn vị ấy tiếp nhận",
    Scope.SERVED: "ở cơ quan mà Hội đồng giúp việc và mọi đơn vị bên dưới",
    Scope.EVERY_TREE: "giữ vai trò ở mọi đơn vị đứng đầu của hệ thống",
    Scope.FROM_ABOVE: "ở các đơn vị bên dưới; đơn vị đứng đầu cây thì ở chính nó",
    Scope.BELOW: "ở đơn vị giữ vai trò và mọi cơ quan cấp trên của nó",
    Scope.MEMBER: "ở đơn vị là thành viên của chính cụm, khối đó",
    Scope.OWN: "với việc, tài khoản của chính mình",
    Scope.EVERYBODY: "ai cũng làm được, không cần đăng nhập",
    Scope.MACHINE: "máy chủ làm, không ai làm thay được",
}


@dataclass(frozen=True)
class Grant:
    """Một ô của bảng: these roles reach so far."""

    roles: tuple[str, ...]
    scope: Scope


@dataclass(frozen=True)
class Power:
    """Một quyền: who may, how far, and with which acts (``app.function``)."""

    key: str
    area: str
    title: str
    grants: tuple[Grant, ...]
    acts: tuple[str, ...] = ()
    limit: str = ""
    two_steps: bool = False

    @property
    def conditions(self) -> str:
        """``limit`` and how one must have signed in, in words."""
        asked = "Xác thực hai bước, nơi cơ quan yêu cầu." if self.two_steps else ""
        return " ".join(filter(None, (self.limit, asked)))


def _here(*roles):
    return (Grant(roles, Scope.HERE),)


_ANY_KEPT = (Grant(EVERY_ROLE, Scope.KEPT),)
_OFFICER = _here(Role.OFFICER)
_LEADER = _here(Role.LEADER)
_CLERK = _here(Role.CLERK)
_SECRETARY = (Grant((Role.SECRETARY,), Scope.SERVED),)
_BRANCH = (Grant((Role.ADMINISTRATOR,), Scope.BRANCH),)
# Whoever does the work of a unit, also of one whose papers theirs keeps.
_WORKING = (
    Grant((Role.OFFICER, Role.REPORTER, Role.SECRETARY, Role.LEADER), Scope.KEPT),
)
_OWN = (Grant((), Scope.OWN),)
_EVERYBODY = (Grant((), Scope.EVERYBODY),)
_MACHINE = (Grant((), Scope.MACHINE),)

UNITS, HONOUREES = "Đơn vị, tài khoản", "Đối tượng khen thưởng"
CLUSTERS = "Cụm, khối thi đua"
PLANS = "Phong trào, kế hoạch"
PAPERS, REGISTER = "Văn bản", "Sổ đăng ký văn bản đi"
AREAS = (UNITS, HONOUREES, CLUSTERS, PLANS, PAPERS, REGISTER)

POWERS: tuple[Power, ...] = (
    # ---- units and people -------------------------------------------------------------
    Power(
        "see-branch", UNITS, "Xem đơn vị, người, vai trò", _BRANCH,
        limit="Người làm việc ở nhiều nơi: chỉ thấy vai trò trong nhánh của mình.",
    ),
    Power(
        "administer", UNITS,
        "Lập đơn vị trực thuộc, sửa, đổi tên; mở tài khoản; giao, thôi vai trò; nhập Excel",
        _BRANCH,
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
        "Sửa tài khoản, mời, đặt lại mật khẩu, gỡ hai bước, kết thúc phiên, ngừng dùng", _BRANCH,
        (
            "units.amend_account", "units.set_password", "units.close_account",
            "units.reopen_account", "units.invite", "units.withdraw_invitation",
            "units.reset_factors", "units.end_sessions_of", "units.move_home",
        ),
        "Mọi đơn vị mà người ấy làm việc hoặc sắp nhận vai trò đều phải trong nhánh.",
    ),
    Power(
        "own-account", UNITS,
        "Đổi mật khẩu, thư điện tử, hai bước, khóa truy cập; kết thúc phiên của mình", _OWN,
        (
            "units.change_password", "units.change_email", "units.end_session",
            "units.end_other_sessions", "units.add_app", "units.remove_app",
            "units.add_passkey", "units.remove_passkey", "units.renew_recovery_codes",
            "units.link_identity", "units.unlink_identity",
        ),
        "Tài khoản đang dùng.",
    ),
    Power(
        "view-as", UNITS, "Xem với vai một người, một vai trò để hỗ trợ", _BRANCH,
        ("units.view_as_person", "units.view_as_role"),
        "Chỉ xem, có lý do, có thời hạn; không xem với vai quản trị ngang hoặc trên mình.",
    ),
    Power(
        "end-view", UNITS, "Thôi xem với vai", _OWN, ("units.end_view",),
    ),
    Power(
        "sign-in", UNITS, "Đăng nhập, đặt mật khẩu theo lời mời", _EVERYBODY,
        ("units.accept_invitation", "units.take_app_code", "units.take_recovery_code"),
        "Đúng người: biết mật khẩu, có bước hai hoặc cầm đường dẫn mời còn hạn.",
    ),
    Power(
        "establish", UNITS, "Lập cơ quan đầu tiên, quản trị đầu tiên", _MACHINE,
        ("units.establish",), "Lệnh load_office, khi cài đặt.",
    ),
    Power(
        "read-book", UNITS, "Đọc, xuất nhật ký; kiểm tra niêm của nhật ký", _BRANCH,
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
        "set-term", UNITS, "Định thời hạn của tệp, thùng rác, xem với vai", _MACHINE,
        ("units.set_term",), "Lệnh trên máy chủ, áp dụng cho cả hệ thống.",
    ),
    # ---- who can be honoured ----------------------------------------------------------
    Power(
        "see-honourees", HONOUREES, "Xem đối tượng khen thưởng",
        _BRANCH + _SECRETARY + _OFFICER,
    ),
    Power(
        "keep-honourees", HONOUREES,
        "Ghi, sửa, chuyển, gộp đối tượng khen thưởng", _BRANCH + _SECRETARY,
        (
            "units.create_honouree", "units.amend_honouree", "units.place_honouree",
            "units.release_honouree", "units.link_account",
            "units.amend_position", "units.drop_position", "units.add_earlier_position",
            "units.merge_honourees", "units.undo_merge", "units.tell_apart", "units.pair_again",
        ),
        "Chuyển, gộp giữa hai nơi: cả hai nơi đều trong nhánh.",
    ),
    Power(
        "erase-honouree", HONOUREES, "Xóa dữ liệu cá nhân", _BRANCH,
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
    # ---- clusters ---------------------------------------------------------------------
    Power(
        "see-clusters", CLUSTERS, "Xem cụm, khối, nhiệm kỳ, bàn giao",
        (Grant(EVERY_ROLE, Scope.BRANCH), Grant(EVERY_ROLE, Scope.MEMBER), *_SECRETARY),
        limit="Thành viên đã thôi: đến khi bàn giao xong.",
    ),
    Power(
        "keep-clusters", CLUSTERS,
        "Thành lập cụm, khối; thêm, cho thôi thành viên; cử trưởng, phó", _BRANCH + _SECRETARY,
        (
            "units.found_cluster", "units.add_cluster_members", "units.end_cluster_members",
            "units.appoint_cluster_heads", "units.end_cluster_office",
        ),
        "Thành viên phải thuộc cơ quan thành lập.",
    ),
    Power(
        "keep-pieces", CLUSTERS, "Thêm, sửa mục bàn giao", _BRANCH + _SECRETARY,
        ("units.add_piece", "units.amend_piece"),
        "Mục dùng chung: người quản trị mọi cơ quan đứng đầu của hệ thống.",
    ),
    Power(
        "hand-cluster-over", CLUSTERS, "Đánh dấu đã giao một mục, ghi không có, rút lại",
        _WORKING, ("units.give_item", "units.withdraw_item"),
        "Ở bên giao. Bên giao đã kết thúc, không có đơn vị tiếp nhận: người trông coi cụm, khối.",
    ),
    Power(
        "take-cluster-over", CLUSTERS, "Xác nhận đã nhận một mục, trả lại", _WORKING,
        ("units.take_item", "units.return_item"),
        "Ở bên nhận; không phải người đã giao mục ấy.",
    ),
    # ---- campaigns and plans ----------------------------------------------------------
    Power("see-drafts", PLANS, "Xem kế hoạch chưa ban hành, phiên bản, nhật ký", _ANY_KEPT),
    Power(
        "see-issued", PLANS, "Xem phong trào, kế hoạch đã ban hành",
        (Grant(EVERY_ROLE, Scope.BELOW),),
    ),
    Power(
        "start", PLANS, "Lập phong trào", _OFFICER,
        (
            "campaigns.create_campaign", "campaigns.create_campaign_from_content",
            "campaigns.create_from_import", "campaigns.carry_on",
            "campaigns.begin_from_template", "campaigns.begin_from_sample",
            "campaigns.answer_plan", "campaigns.answer_reading",
        ),
        "Cơ quan có ban hành văn bản; bản đọc phải của chính mình; kế hoạch cấp trên phải là của "
        "cơ quan bên trên, hoặc giao việc, gửi cho cơ quan mình, và đã ban hành.",
    ),
    Power(
        "read-file", PLANS, "Đọc tệp kế hoạch vào",
        (Grant((Role.OFFICER,), Scope.OWN),),
        ("campaigns.keep_import", "campaigns.keep_source"),
        "Cơ quan có ban hành văn bản.",
    ),
    Power(
        "own-reading", PLANS, "Xem, sửa, bỏ bản đọc", _OWN,
        ("campaigns.revise_import", "campaigns.drop_import", "campaigns.restore_import"),
        "Chỉ người tải tệp lên thấy bản đọc.",
    ),
    Power(
        "edit", PLANS, "Soạn, sửa kế hoạch; giữ mốc; trình, rút về; bỏ, khôi phục", _OFFICER,
        (
            "campaigns.save_lines", "campaigns.insert_line", "campaigns.split_line",
            "campaigns.move_line", "campaigns.remove_line", "campaigns.undo_remove",
            "campaigns.rework_lines", "campaigns.place_line",
            "campaigns.add_note", "campaigns.edit_note", "campaigns.remove_note",
            "campaigns.edit_plan", "campaigns.take_own_head", "campaigns.edit_campaign",
            "campaigns.set_recipients", "campaigns.submit_plan",
            "campaigns.withdraw_plan", "campaigns.discard_draft",
            "campaigns.restore_draft", "campaigns.restore_part",
            "campaigns.settle_doubt", "campaigns.reopen_doubt",
            "campaigns.cite", "campaigns.cite_anew", "campaigns.keep_version",
            "campaigns.accept_suggestion", "campaigns.ask_opening",
            "campaigns.see_superior_changes", "campaigns.take_superior_note",
        ),
    ),
    Power(
        "change-issued", PLANS,
        "Soạn văn bản sửa đổi, bổ sung, thay thế, đính chính, thu hồi kế hoạch đã ban hành",
        _OFFICER,
        (
            "campaigns.begin_amendment", "campaigns.begin_replacement",
            "campaigns.begin_correction", "campaigns.begin_recall",
            "campaigns.restore_change",
        ),
        "Của chính cơ quan đã ban hành, khi cơ quan còn hoạt động; mỗi kế hoạch một văn bản đang "
        "soạn. Văn bản đó trình, duyệt, ký, cấp số như mọi kế hoạch.",
    ),
    Power(
        "see-template", PLANS, "Xem mẫu kế hoạch được chia sẻ",
        (Grant(EVERY_ROLE, Scope.BELOW),),
        limit="Mẫu không chia sẻ: chỉ cơ quan của mẫu.",
    ),
    Power(
        "keep-template", PLANS, "Giữ kế hoạch làm mẫu; sửa, chia sẻ, cất mẫu", _OFFICER,
        ("campaigns.keep_template", "campaigns.amend_template"),
    ),
    Power(
        "see-answers", PLANS, "Xem các đơn vị bên dưới hưởng ứng và chỗ chênh với kế hoạch mình",
        _ANY_KEPT, limit="Chỉ kế hoạch đã ban hành của đơn vị đang thuộc cơ quan phát động.",
    ),
    Power(
        "see-law", PLANS, "Xem văn bản của địa phương trong sổ văn bản pháp luật",
        (Grant(EVERY_ROLE, Scope.BELOW), *_BRANCH),
    ),
    Power(
        "keep-law", PLANS, "Ghi, sửa, bỏ văn bản của địa phương trong sổ văn bản pháp luật",
        (Grant((Role.OFFICER, Role.CLERK, Role.ADMINISTRATOR), Scope.KEPT),),
        (
            "campaigns.add_legal_text", "campaigns.amend_legal_text",
            "campaigns.drop_legal_text",
        ),
        "Cơ quan có ban hành văn bản. Văn bản chung cả nước đi kèm phần mềm, không sửa.",
    ),
    Power(
        "comment", PLANS, "Góp ý vào bản nháp, trả lời, khép, mở lại góp ý",
        _here(Role.OFFICER, Role.LEADER),
        (
            "campaigns.add_comment", "campaigns.answer_comment",
            "campaigns.close_comment", "campaigns.reopen_comment",
        ),
        "Khép, mở lại: người đã góp ý, hoặc cán bộ soạn thảo của cơ quan.",
    ),
    Power(
        "own-comment", PLANS, "Rút góp ý", _OWN, ("campaigns.withdraw_comment",),
        "Góp ý của chính mình, khi chưa ai trả lời; còn vai trò được góp ý.",
    ),
    Power(
        "read-for-review", PLANS, "Xem kế hoạch chờ duyệt", _LEADER,
        limit="Không phải người đã trình.",
    ),
    Power(
        "review", PLANS, "Duyệt, trả lại kế hoạch", _LEADER,
        (
            "campaigns.return_plan", "campaigns.approve_plan", "campaigns.reopen_plan",
            "campaigns.open_whole", "campaigns.decline_opening", "campaigns.look_again",
        ),
        "Không phải người đã trình. Mở thêm: người đã trả lại; người ấy thôi giữ chức thì lãnh "
        "đạo khác.",
        two_steps=True,
    ),
    Power(
        "pass-step", PLANS, "Xem xét, chuyển tiếp hoặc trả lại ở một bước của quy trình duyệt",
        _OWN, ("campaigns.agree_step", "campaigns.return_at_step"),
        "Người giữ vai trò mà bước ấy hỏi, hoặc người được cử thay khi vắng; không phải người "
        "soạn, người trình. Đọc, góp ý được khi kế hoạch đang duyệt.",
        two_steps=True,
    ),
    Power(
        "keep-routes", PLANS, "Lập quy trình duyệt, cử người thay khi vắng", _BRANCH,
        (
            "campaigns.begin_route", "campaigns.drop_route", "campaigns.add_step",
            "campaigns.amend_step", "campaigns.move_step", "campaigns.remove_step",
            "campaigns.put_in_force", "campaigns.end_route", "campaigns.name_stand_in",
            "campaigns.end_stand_in",
        ),
        "Người được hỏi giữ vai trò ở chính cơ quan hoặc đơn vị trực thuộc của cơ quan.",
    ),
    Power(
        "record", PLANS, "Ghi nhận đã ký, đã ban hành", _MACHINE,
        ("campaigns.record_signature", "campaigns.record_issue"),
        "Máy ký ghi, sau chữ ký của đúng người có thẩm quyền.",
    ),
    Power(
        "inherit", PLANS, "Chuyển việc dở dang sang đơn vị tiếp nhận", _MACHINE,
        (
            "campaigns.take_over", "campaigns.give_back", "reports.drop_papers_of",
            "units.take_over_honourees",
        ),
        "Theo bàn giao mà quản trị cấp trên đã ghi.",
    ),
    # ---- papers -----------------------------------------------------------------------
    Power("see-papers", PAPERS, "Xem văn bản đang ký, kết quả kiểm tra", _ANY_KEPT),
    Power(
        "see-issued-papers", PAPERS, "Xem văn bản đã ban hành",
        (Grant(EVERY_ROLE, Scope.BELOW),),
    ),
    Power(
        "see-delivered-papers", PAPERS, "Xem văn bản gửi đến đơn vị theo Nơi nhận", _ANY_KEPT,
        limit="Chỉ đúng văn bản đã gửi, không thấy phong trào, kế hoạch của nơi gửi.",
    ),
    Power(
        "take-papers-in", PAPERS, "Mở văn bản đến, ghi nhận đơn vị đã mở",
        _here(Role.OFFICER, Role.REPORTER, Role.LEADER, Role.CLERK, Role.SECRETARY),
        ("reports.open_deliveries",), "Ghi một lần, khi người đầu tiên của đơn vị mở.",
    ),
    Power(
        "keep-deliveries", PAPERS, "Nối nơi nhận với đơn vị, gửi ra ngoài hệ thống", _CLERK,
        ("reports.settle_delivery", "reports.send_letter_again"),
        "Nơi đã mở văn bản trong hệ thống thì không đổi nữa.",
    ),
    Power(
        "keep-correspondents", PAPERS, "Giữ sổ địa chỉ nơi nhận ngoài hệ thống", _CLERK,
        ("reports.amend_correspondent", "reports.forget_correspondent"),
    ),
    Power(
        "open-link", PAPERS, "Mở đường dẫn của một nơi nhận ngoài hệ thống", _EVERYBODY,
        ("reports.open_link",),
        "Có đường dẫn; lần mở đầu tiên của người ngoài cơ quan gửi được ghi.",
    ),
    Power(
        "verify", PAPERS, "Tra cứu, xác thực văn bản đã ban hành", _EVERYBODY,
        limit="Có mã tra cứu, hoặc có chính tệp văn bản.",
    ),
    Power(
        "sign", PAPERS, "Duyệt và ký", _LEADER,
        ("reports.approve_and_sign", "reports.sign_many"),
        "Đúng người ghi ở phần ký, đang giữ tư cách ký; không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "sign-again", PAPERS, "Ký lại văn bản chưa ký được", _LEADER,
        ("reports.retry_document",), "Đúng người ký văn bản ấy.",
        two_steps=True,
    ),
    Power(
        "sign-outside", PAPERS, "Gửi bản ký bằng thiết bị của mình", _LEADER,
        ("reports.take_person_signature",),
        "Đúng người ký văn bản ấy; chứng thư số mang đúng tên và được tin thì đăng ký luôn.",
        two_steps=True,
    ),
    Power(
        "give-up", PAPERS, "Trả kế hoạch về khi văn bản chưa ký được", _LEADER,
        ("reports.return_stopped",), "Không phải người đã trình.",
        two_steps=True,
    ),
    Power(
        "issue", PAPERS, "Cấp số, đóng dấu, ban hành", _CLERK,
        (
            "reports.issue_document", "reports.take_agency_signature",
            "reports.choose_seal_way",
        ),
        "Không phải người đã ký.",
        two_steps=True,
    ),
    Power(
        "certify-copy", PAPERS, "Sao y điện tử văn bản đã ban hành", _CLERK,
        ("reports.certify_copy",), two_steps=True,
    ),
    Power(
        "register-certificate", PAPERS, "Đăng ký chứng thư số", _BRANCH,
        ("reports.register_certificate",), "Lệnh register_certificate, trên máy chủ.",
    ),
    # ---- the register -----------------------------------------------------------------
    Power(
        "see-register", REGISTER, "Xem, tải sổ đăng ký văn bản đi, xuất edXML", _ANY_KEPT,
        ("reports.export_register", "reports.export_edxml", "reports.export_edxml_of"),
    ),
    Power(
        "register", REGISTER, "Ghi sổ văn bản giấy", _CLERK, ("reports.register_paper",),
        two_steps=True,
    ),
    Power(
        "keep-register", REGISTER, "Hủy số; ghi ngày chuyển, ký nhận", _CLERK,
        ("reports.void_number", "reports.record_dispatch"),
        "Số của văn bản đã ký thì không hủy.",
        two_steps=True,
    ),
    Power(
        "keep-series", REGISTER, "Lập dãy số, chuyển tiếp từ sổ giấy, ghi mã định danh",
        _CLERK + _BRANCH,
        ("reports.open_series", "reports.continue_book", "reports.set_agency_code"),
    ),
)  # fmt: skip

TABLE: dict[str, Power] = {power.key: power for power in POWERS}


def of_act(act: str) -> list[Power]:
    """The rows that name the act ``app.function``; none: nobody may do it."""
    return [power for power in POWERS if act in power.acts]


def by_area(role: str = "") -> list[tuple[str, list[Power]]]:
    """For pages: the rows under their headings; with ``role`` only what it gives."""
    found = [p for p in POWERS if not role or any(role in g.roles for g in p.grants)]
    parts = [(area, [p for p in found if p.area == area]) for area in AREAS]
    return [(area, rows) for area, rows in parts if rows]


def who(power: Power) -> list[tuple[str, str]]:
    """For pages: whom each grant names, and how far it reaches."""
    return [(_names(grant.roles), grant.scope.words) for grant in power.grants]


def _names(roles):
    if set(roles) == set(EVERY_ROLE):
        return "Mọi vai trò"
    return ", ".join(Role(role).label for role in roles)
