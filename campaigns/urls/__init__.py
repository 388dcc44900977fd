from django.urls import path

from campaigns.urls import framing, overseeing, progress, registration
from campaigns.views import (
    answering,
    answers,
    carrying,
    changing,
    comments,
    discarding,
    editor,
    finding,
    import_waiting,
    importing,
    law,
    listing,
    opening,
    overview,
    passing,
    reviewing,
    routes,
    templates,
    versions,
)

app_name = "campaigns"
urlpatterns = [
    path("phong-trao/", listing.campaign_list, name="campaign-list"),
    path("phong-trao/lap/", listing.campaign_start, name="campaign-start"),
    path("phong-trao/lap/cap-tren/", answering.superior_list, name="superior-list"),
    path(
        "phong-trao/lap/cap-tren/tep/",
        answering.superior_upload,
        name="superior-upload",
    ),
    path(
        "phong-trao/nhap/<int:pk>/tra-loi/",
        answering.import_answer,
        name="import-answer",
    ),
    path("phong-trao/nhap/", importing.import_upload, name="import-upload"),
    path("phong-trao/nhap/<int:pk>/", importing.import_review, name="import-review"),
    path(
        "phong-trao/nhap/<int:pk>/doi/", import_waiting.import_wait, name="import-wait"
    ),
    path("phong-trao/nhap/<int:pk>/bo/", importing.import_drop, name="import-drop"),
    path("phong-trao/<int:pk>/", overview.campaign_short, name="campaign"),
    path(
        "phong-trao/<int:pk>-<slug:slug>/",
        overview.campaign_detail,
        name="campaign-detail",
    ),
    path(
        "phong-trao/<int:pk>-<slug:slug>/van-ban/",
        overview.campaign_documents,
        name="campaign-documents",
    ),
    path(
        "phong-trao/<int:pk>-<slug:slug>/nhat-ky/",
        overview.campaign_history,
        name="campaign-history",
    ),
    path("phong-trao/mau/", templates.template_list, name="template-list"),
    path("phong-trao/mau/<int:pk>/", templates.template_begin, name="template-begin"),
    path(
        "phong-trao/mau/<int:pk>/sua/", templates.template_amend, name="template-amend"
    ),
    path("phong-trao/mau/<slug:slug>/", templates.sample_begin, name="sample-begin"),
    path("ke-hoach/<int:pk>/giu-mau/", templates.template_keep, name="template-keep"),
    path(
        "phong-trao/<int:pk>-<slug:slug>/huong-ung/",
        answers.campaign_answers,
        name="campaign-answers",
    ),
    path("ke-hoach/<int:pk>/tra-loi/", answering.plan_answer, name="plan-answer"),
    path("ke-hoach/<int:pk>/cap-tren/", answers.plan_superior, name="plan-superior"),
    path(
        "ke-hoach/<int:pk>/cap-tren/da-xem/",
        answers.plan_superior_seen,
        name="plan-superior-seen",
    ),
    path(
        "ke-hoach/cap-tren/<int:pk>/theo/",
        answers.superior_note_take,
        name="superior-note-take",
    ),
    path("van-ban-phap-luat/", law.law_register, name="law-register"),
    path("van-ban-phap-luat/them/", law.law_add, name="law-add"),
    path("van-ban-phap-luat/<int:pk>/sua/", law.law_amend, name="law-amend"),
    path("van-ban-phap-luat/<int:pk>/bo/", law.law_drop, name="law-drop"),
    path("ke-hoach/<int:pk>/soan/", editor.plan_edit, name="plan-edit"),
    path(
        "ke-hoach/<int:pk>/soan/<slug:slug>/", editor.plan_section, name="plan-section"
    ),
    path("ke-hoach/<int:pk>/cung-soan/", editor.plan_company, name="plan-company"),
    path("ke-hoach/<int:pk>/tim-thay/", finding.plan_find, name="plan-find"),
    path("ke-hoach/<int:pk>/dung-lai/", carrying.plan_carry_on, name="plan-carry-on"),
    path("ke-hoach/<int:pk>/thay-doi/", changing.plan_change, name="plan-change"),
    path(
        "ke-hoach/<int:pk>/hop-nhat/",
        changing.plan_consolidated,
        name="plan-consolidated",
    ),
    path("ke-hoach/<int:pk>/kiem-tra/", reviewing.plan_check, name="plan-check"),
    path("ke-hoach/<int:pk>/phien-ban/", versions.plan_versions, name="plan-versions"),
    path("ke-hoach/<int:pk>/so-sanh/", versions.plan_compare, name="plan-compare"),
    path(
        "ke-hoach/<int:pk>/giu-moc/",
        versions.plan_keep_version,
        name="plan-keep-version",
    ),
    path("ke-hoach/<int:pk>/trinh/", reviewing.plan_submit, name="plan-submit"),
    path(
        "ke-hoach/<int:pk>/ten-co-quan/", reviewing.plan_own_head, name="plan-own-head"
    ),
    path(
        "ke-hoach/<int:pk>/thay-can-cu/",
        reviewing.plan_cite_anew,
        name="plan-cite-anew",
    ),
    path("ke-hoach/<int:pk>/da-xem/", reviewing.plan_settle, name="plan-settle"),
    path("ke-hoach/<int:pk>/xem-lai/", reviewing.plan_reopen, name="plan-reopen"),
    path("ke-hoach/<int:pk>/bo/", discarding.plan_discard, name="plan-discard"),
    path("ke-hoach/<int:pk>/gop-y/", comments.plan_comments, name="plan-comments"),
    path("gop-y/<int:pk>/tra-loi/", comments.comment_answer, name="comment-answer"),
    path("gop-y/<int:pk>/khep/", comments.comment_close, name="comment-close"),
    path("gop-y/<int:pk>/mo-lai/", comments.comment_reopen, name="comment-reopen"),
    path("gop-y/<int:pk>/nhan/", comments.comment_accept, name="comment-accept"),
    path("gop-y/<int:pk>/rut/", comments.comment_withdraw, name="comment-withdraw"),
    path("ke-hoach/<int:pk>/xin-mo-them/", opening.plan_open_ask, name="plan-open-ask"),
    path("ke-hoach/<int:pk>/mo-ca/", opening.plan_open, name="plan-open"),
    path(
        "ke-hoach/<int:pk>/chua-mo/",
        opening.plan_open_decline,
        name="plan-open-decline",
    ),
    path(
        "ke-hoach/<int:pk>/da-xem-lai/",
        opening.plan_look_again,
        name="plan-look-again",
    ),
    path("ke-hoach/<int:pk>/rut/", reviewing.plan_withdraw, name="plan-withdraw"),
    path("ke-hoach/<int:pk>/duyet/", reviewing.plan_review, name="plan-review"),
    path("ke-hoach/<int:pk>/tra-lai/", reviewing.plan_return, name="plan-return"),
    path("ke-hoach/<int:pk>/dong-y/", passing.plan_agree, name="plan-agree"),
    path(
        "ke-hoach/<int:pk>/tra-lai-o-buoc/",
        passing.plan_step_return,
        name="plan-step-return",
    ),
    path("don-vi/<int:pk>/quy-trinh-duyet/", routes.unit_routes, name="unit-routes"),
    path(
        "don-vi/<int:pk>/quy-trinh-duyet/lap/", routes.route_begin, name="route-begin"
    ),
    path("don-vi/<int:pk>/nguoi-thay/", routes.stand_in_name, name="stand-in-name"),
    path("don-vi/nguoi-thay/<int:pk>/thoi/", routes.stand_in_end, name="stand-in-end"),
    path("don-vi/quy-trinh-duyet/<int:pk>/", routes.route, name="route"),
    path(
        "don-vi/quy-trinh-duyet/<int:pk>/them-buoc/",
        routes.route_step_add,
        name="route-step-add",
    ),
    path(
        "don-vi/quy-trinh-duyet/<int:pk>/ap-dung/",
        routes.route_apply,
        name="route-apply",
    ),
    path(
        "don-vi/quy-trinh-duyet/<int:pk>/ket-thuc/", routes.route_end, name="route-end"
    ),
    path("don-vi/quy-trinh-duyet/<int:pk>/bo/", routes.route_drop, name="route-drop"),
    path(
        "don-vi/buoc-duyet/<int:pk>/sua/",
        routes.route_step_amend,
        name="route-step-amend",
    ),
    path(
        "don-vi/buoc-duyet/<int:pk>/chuyen/",
        routes.route_step_move,
        name="route-step-move",
    ),
    path(
        "don-vi/buoc-duyet/<int:pk>/bo/",
        routes.route_step_remove,
        name="route-step-remove",
    ),
    *progress.urlpatterns,
    *framing.urlpatterns,
    *registration.urlpatterns,
    *overseeing.urlpatterns,
]
