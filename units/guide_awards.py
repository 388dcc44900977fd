"""Hướng dẫn các trang khen thưởng: which part of the guide explains a screen of awards."""

Place = tuple[str, str]  # page of the guide, anchor in it
UNITS, OFFICER, ADMINISTRATOR = "don-vi-va-hoi-dong", "can-bo-soan-thao", "quan-tri"
# The screens that a part explains, with blanks between.
_PARTS: dict[Place, str] = {
    (ADMINISTRATOR, "danh-muc-khen-thuong"): "catalogue award award-add common-rules "
    "rule-lay "
    "rule-confirm rule-end rule-withdraw",
    (ADMINISTRATOR, "tham-quyen-khen-thuong"): "unit-authority",
    (UNITS, "vu-viec-dang-xac-minh"): "discipline-list discipline-record "
    "discipline-settle",
    (
        UNITS,
        "de-nghi-khen-thuong",
    ): "proposal-list campaign-proposals proposal-begin proposal "
    "proposal-edit proposal-history proposal-drop subject-pick figure-drop paper-add "
    "paper-file paper-drop proposal-grid",
    (UNITS, "gui-xac-nhan-rut-de-nghi"): "proposals-send proposals-confirm "
    "proposal-give-back proposal-withdraw proposal-reopen",
    (UNITS, "tiep-nhan-tham-dinh-de-nghi"): "proposals-receive proposal-appraise "
    "proposal-return proposal-ready proposal-unfit proposal-undo",
    (
        UNITS,
        "binh-xet-o-don-vi",
    ): "review review-list review-record review-amend review-drop",
    (UNITS, "suy-ton-o-cum-khoi"): "acclaim-list acclaim-open acclaim acclaim-amend "
    "acclaim-cancel acclaim-checkers acclaim-vote-open acclaim-reopen acclaim-vote "
    "acclaim-close acclaim-score acclaim-entry acclaim-check acclaim-settle acclaim-return",
    (UNITS, "hiep-y-lay-y-kien"): "opinion opinion-list opinion-ask opinion-answer "
    "opinion-record opinion-drop",
    (UNITS, "thong-bao-ket-qua-xet"): "result-list result-notice",
    (UNITS, "hoi-dong"): "council-home term-lay seat-add seat-end",
    (UNITS, "cong-khai-danh-sach-de-nghi"): "council-publicity",
    (UNITS, "phien-hop-hoi-dong"): "session session-run session-plan session-amend "
    "session-cancel session-invite session-answer session-open session-finish "
    "session-resume session-close session-pick session-minutes topic-add item-remove "
    "rule-enter attendance attendance-answer recusal-declare recusal-record recusal-drop",
    (UNITS, "hop-khong-can-mang"): "session-leave session-recall session-package "
    "session-return council-offline council-worker",
    (UNITS, "giay-moi-tai-lieu-phien-hop"): "convocation convocation-draft "
    "convocation-edit convocation-reword convocation-submit convocation-take-back "
    "convocation-drop convocation-return members-nudge session-calendar",
    (UNITS, "bo-phieu"): "ballot rounds-open round round-close round-void round-hands "
    "round-again paper-give paper-back paper-count conclude-passed item-conclude item-defer",
    (OFFICER, "8-quyet-dinh-khen-thuong"): "decision-list decision-start decision "
    "decision-edit decision-add decision-line decision-line-drop decision-reword "
    "decision-submit decision-take-back decision-drop decision-return decision-cancel "
    "decision-payment",
    (OFFICER, "10-trinh-cap-tren"): "submission-list submission-start submission "
    "submission-edit submission-add submission-line-drop submission-line-answer "
    "submission-line-undo submission-reword submission-submit submission-take-back "
    "submission-drop submission-return submission-withdraw",
    (ADMINISTRATOR, "thanh-tich-khen-thuong-da-co"): "honouree-honours "
    "honouree-honour-record unit-honours unit-honour-record honour-drop "
    "honouree-honours-file unit-honours-file honour-scan-add honour-scan honour-scan-drop",
}
_DIPLOMAS = (
    "decision-diplomas diplomas-pause diplomas-resume "
    "diplomas-retry diplomas-print diploma-amend diploma-file print-file print-retry "
    "stock-list stock stock-add stock-retire stock-calibration printer-add printer-amend "
    "printer-retire"
)
AWARDS: dict[str, Place] = {
    f"awards:{name}": place for place, names in _PARTS.items() for name in names.split()
} | {
    "reports:decision-paper": (OFFICER, "8-quyet-dinh-khen-thuong"),
    "reports:decision-preview": (OFFICER, "8-quyet-dinh-khen-thuong"),
    "reports:decision-page": (OFFICER, "8-quyet-dinh-khen-thuong"),
    **{
        f"reports:minutes-{name}": (UNITS, "ky-bien-ban-phien-hop")
        for name in ("paper", "lay", "file", "drop", "sign", "signed")
    },
    **{
        f"reports:{name}": (UNITS, "in-giay-to-de-ky")
        for name in ("merit-report", "merit-summary", "petition-sheet")
    },
    **{
        f"reports:{name}": (UNITS, "giay-moi-tai-lieu-phien-hop")
        for name in (
            "convocation-paper",
            "convocation-preview",
            "convocation-page",
            "convocation-sign",
            "session-papers",
        )
    },
    "reports:acclaim-minutes": (UNITS, "suy-ton-o-cum-khoi"),
    "reports:acclaim-propose": (UNITS, "suy-ton-o-cum-khoi"),
    "reports:decision-sign": ("lanh-dao", "quyet-dinh-khen-thuong"),
    **{
        f"reports:submission-{one}": (OFFICER, "10-trinh-cap-tren")
        for one in ("preview", "paper", "page", "package", "sheet")
    },
    "reports:submission-sign": ("lanh-dao", "quyet-dinh-khen-thuong"),
    **{f"reports:{name}": (OFFICER, "9-giay-khen") for name in _DIPLOMAS.split()},
}
