"""Hướng dẫn các trang khen thưởng: which part of the guide explains a screen of awards."""

PAGE = "don-vi-va-hoi-dong"
# Anchor in that page: the screens that it explains, with blanks between.
_PARTS = {
    "de-nghi-khen-thuong": "proposal-list campaign-proposals proposal-begin proposal "
    "proposal-edit proposal-history proposal-drop subject-pick figure-drop paper-add "
    "paper-file paper-drop proposal-grid",
    "gui-xac-nhan-rut-de-nghi": "proposals-send proposals-confirm proposal-give-back "
    "proposal-withdraw proposal-reopen",
    "tiep-nhan-tham-dinh-de-nghi": "proposals-receive proposal-appraise proposal-return "
    "proposal-ready proposal-unfit proposal-undo",
    "binh-xet-o-don-vi": "review review-list review-record review-amend review-drop",
    "hiep-y-lay-y-kien": "opinion opinion-list opinion-ask opinion-answer opinion-record "
    "opinion-drop",
}
AWARDS = {
    f"awards:{name}": (PAGE, anchor)
    for anchor, names in _PARTS.items()
    for name in names.split()
}
