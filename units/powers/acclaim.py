"""Suy tôn ở cụm, khối: who may what of the points, the vote, the proposals that follow."""

from units.powers.grants import CLUSTERS, WORKING, Power, Role, here

ACCLAIM_POWERS: tuple[Power, ...] = (
    Power(
        "lead-acclaim", CLUSTERS,
        "Mở đợt suy tôn; cử đơn vị chấm chéo; thống nhất điểm; mở, khép biểu quyết; lập đề nghị "
        "cho đơn vị được suy tôn", WORKING,
        (
            "awards.open_acclaim", "awards.amend_acclaim", "awards.cancel_acclaim",
            "awards.name_checkers", "awards.return_entry", "awards.settle_points",
            "awards.open_acclaim_vote", "awards.reopen_scoring", "awards.close_acclaim",
            "awards.propose_acclaimed", "reports.lay_acclaim_proposals",
        ),
        "Ở đơn vị đang là trưởng cụm, khối.",
    ),
    Power(
        "score-acclaim", CLUSTERS, "Tự chấm điểm; chấm chéo đơn vị khác trong cụm, khối", WORKING,
        ("awards.save_scores", "awards.cross_check"),
        "Ở đơn vị thành viên; không chấm chéo chính đơn vị mình.",
    ),
    Power(
        "vote-acclaim", CLUSTERS, "Bỏ phiếu suy tôn thay mặt đơn vị thành viên",
        here(Role.OFFICER, Role.LEADER), ("awards.cast_acclaim",),
        "Mỗi đơn vị thành viên một phiếu, biểu quyết công khai.",
    ),
)  # fmt: skip
