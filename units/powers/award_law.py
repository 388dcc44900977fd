"""Danh mục khen thưởng: who may what of the catalogue of awards and its numbers."""

from units.powers.grants import (
    AWARD_LAW,
    BRANCH,
    OFFICER,
    SECRETARY,
    Grant,
    Power,
    Role,
    Scope,
)

AWARD_LAW_POWERS: tuple[Power, ...] = (
    Power(
        "keep-common-rules", AWARD_LAW,
        "Thêm danh hiệu, hình thức; ghi, đối chiếu, kết thúc tên gọi, thẩm quyền, quy định chung "
        "của danh mục khen thưởng",
        (Grant((Role.ADMINISTRATOR,), Scope.EVERY_TREE),),
        (
            "awards.add_award", "awards.lay_common_rule", "awards.confirm_common_rule",
            "awards.end_common_rule", "awards.withdraw_common_rule",
        ),
        "Quy định đã có hiệu lực không sửa, chỉ đối chiếu, ghi ngày cuối, thay bằng quy định mới.",
    ),
    Power(
        "keep-own-rules", AWARD_LAW,
        "Ghi, đối chiếu, kết thúc quy định khen thưởng riêng của cơ quan",
        (*BRANCH, *SECRETARY),
        (
            "awards.lay_rule", "awards.confirm_rule", "awards.end_rule",
            "awards.withdraw_rule",
        ),
        "Quy định đã có hiệu lực không sửa, chỉ đối chiếu, ghi ngày cuối, thay bằng quy định mới.",
    ),
    Power(
        "keep-discipline", AWARD_LAW,
        "Xem, ghi vụ việc đang xác minh, kỷ luật của người, tập thể được đề nghị",
        (*OFFICER, *SECRETARY),
        ("awards.record_discipline", "awards.settle_discipline"),
        "Đơn vị đề nghị không xem được; chỉ được nhắc là cơ quan xét cần đối chiếu thêm.",
    ),
)  # fmt: skip
