"""Đề nghị khen thưởng."""

from django.urls import path

from awards.views.proposals import (
    appraising,
    grid,
    listing,
    opinions,
    page,
    papers,
    results,
    reviews,
    sending,
    writing,
)

urlpatterns = [
    path("khen-thuong/", listing.proposal_list, name="proposal-list"),
    path(
        "phong-trao/<int:pk>-<slug:slug>/khen-thuong/", listing.campaign_proposals,
        name="campaign-proposals",
    ),
    path("khen-thuong/lap/", writing.proposal_begin, name="proposal-begin"),
    path(
        "khen-thuong/doi-tuong/<int:unit>/", writing.subject_pick, name="subject-pick"
    ),
    path("khen-thuong/gui/", sending.proposals_send, name="proposals-send"),
    path("khen-thuong/xac-nhan/", sending.proposals_confirm, name="proposals-confirm"),
    path("khen-thuong/tiep-nhan/", appraising.proposals_receive, name="proposals-receive"),
    path("khen-thuong/<int:pk>/", page.proposal_page, name="proposal"),
    path("khen-thuong/<int:pk>/soan/", writing.proposal_edit, name="proposal-edit"),
    path("khen-thuong/<int:pk>/bo/", writing.proposal_drop, name="proposal-drop"),
    path("khen-thuong/<int:pk>/giay-to/", papers.paper_add, name="paper-add"),
    path("khen-thuong/<int:pk>/rut/", sending.proposal_withdraw, name="proposal-withdraw"),
    path("khen-thuong/<int:pk>/lap-lai/", sending.proposal_reopen, name="proposal-reopen"),
    path(
        "khen-thuong/<int:pk>/tra-nguoi-lap/", sending.proposal_give_back,
        name="proposal-give-back",
    ),
    path(
        "khen-thuong/<int:pk>/tham-dinh/", appraising.proposal_appraise,
        name="proposal-appraise",
    ),
    path(
        "khen-thuong/<int:pk>/tra-lai/", appraising.proposal_return, name="proposal-return"
    ),
    path(
        "khen-thuong/<int:pk>/du-dieu-kien/", appraising.proposal_ready,
        name="proposal-ready",
    ),
    path(
        "khen-thuong/<int:pk>/khong-du-dieu-kien/", appraising.proposal_unfit,
        name="proposal-unfit",
    ),
    path(
        "khen-thuong/<int:pk>/huy-ket-luan/", appraising.proposal_undo, name="proposal-undo"
    ),
    path("khen-thuong/<int:pk>/nhat-ky/", page.proposal_history, name="proposal-history"),
    path("khen-thuong/giay-to/<int:pk>/", papers.paper_file, name="paper-file"),
    path("khen-thuong/giay-to/<int:pk>/bo/", papers.paper_drop, name="paper-drop"),
    path("khen-thuong/lap-nhieu/", grid.proposal_grid, name="proposal-grid"),
    path("khen-thuong/binh-xet/", reviews.review_list, name="review-list"),
    path("khen-thuong/binh-xet/ghi/", reviews.review_record, name="review-record"),
    path("khen-thuong/binh-xet/<int:pk>/", reviews.review_page, name="review"),
    path("khen-thuong/binh-xet/<int:pk>/sua/", reviews.review_amend, name="review-amend"),
    path("khen-thuong/binh-xet/<int:pk>/bo/", reviews.review_drop, name="review-drop"),
    path("khen-thuong/ket-qua/", results.result_list, name="result-list"),
    path("khen-thuong/ket-qua/<int:pk>/", results.result_notice, name="result-notice"),
    path("khen-thuong/y-kien/", opinions.opinion_list, name="opinion-list"),
    path("khen-thuong/y-kien/hoi/", opinions.opinion_ask, name="opinion-ask"),
    path("khen-thuong/y-kien/<int:pk>/", opinions.opinion_page, name="opinion"),
    path(
        "khen-thuong/y-kien/<int:pk>/tra-loi/", opinions.opinion_answer,
        name="opinion-answer",
    ),
    path(
        "khen-thuong/y-kien/<int:pk>/ghi/", opinions.opinion_record, name="opinion-record"
    ),
    path("khen-thuong/y-kien/<int:pk>/thoi/", opinions.opinion_drop, name="opinion-drop"),
    path("khen-thuong/so-lieu/<int:pk>/bo/", writing.figure_drop, name="figure-drop"),
]  # fmt: skip
